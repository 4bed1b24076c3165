import { createLabelDigests } from '../ledger/manifest/label-digests.ts'
import { manifestEntries, trustedJob } from '../ledger/finished.ts'
import { jobFolder } from '../ledger/folder.ts'

/** A device of a finished job, as its records know it: without its token. */
export interface JobDevice {
  readonly devEui: string
  readonly joinEui?: string | undefined
  /** Absent in jobs of earlier versions, too. */
  readonly serialNumber?: string | undefined
  /** In the list of its run, and in which of several files. */
  readonly line: number
  readonly input?: string | undefined
  /** The addition that labelled it. */
  readonly addition?: number | undefined
  /** Whether its label carries the code of this text, so far as the label has one. */
  readonly carries: (text: string) => boolean
}

export interface JobDevices extends AsyncIterable<JobDevice> {
  readonly labelled: number
  /** The format of its codes; absent in jobs of the first version. */
  readonly formatDocument: unknown
}

export async function jobDevices(out: string): Promise<JobDevices> {
  const folder = jobFolder(out)
  const { record, key } = await trustedJob(folder)
  const digests = createLabelDigests(key, record.digests ?? 1)

  async function* devices(): AsyncGenerator<JobDevice> {
    for await (const entry of manifestEntries(folder)) {
      const { devEui, joinEui, serialNumber, line, input, addition, symbols } = entry
      yield {
        devEui,
        joinEui,
        serialNumber,
        line,
        input,
        addition,
        carries(text) {
          const digest = digests.symbol(devEui, text)
          return symbols.length === 0 || symbols.some((symbol) => symbol.digest === digest)
        },
      }
    }
  }

  return {
    labelled: record.labelled,
    formatDocument: record.formatDocument,
    [Symbol.asyncIterator]: devices,
  }
}
