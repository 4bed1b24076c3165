import { jobDevices, type LineReport } from '@claimtag/batch'
import { resolve } from 'node:path'
import { readStation } from './station-log.ts'

export interface LineReportOptions {
  /** The folders of stations, each with its `line.ndjson`. */
  readonly folders: readonly string[]
  /** The folder of the finished job whose devices they labelled. */
  readonly out: string
}

const MOST_MISSING = 100

/**
 * What stations did, and which devices of a job have no good label from one: the part of `claimtag report` that is
 * about the line. A station may be open meanwhile.
 *
 * @throws LineError `log-missing`
 * @throws DiskError `log-damaged`
 * @throws BatchError when the job is none
 *
 * @example
 * ```ts no-run
 * import { reportJob, reportPdf } from '@claimtag/batch'
 * import { reportLine } from '@claimtag/line'
 *
 * const line = await reportLine({ folders: ['line'], out: 'labels' })
 * const pdf = await reportPdf({ ...(await reportJob({ out: 'labels' })), line })
 * console.log(line.notLabelled, pdf.length)
 * ```
 */
export async function reportLine({ folders, out }: LineReportOptions): Promise<LineReport> {
  const read = []
  // One that is named twice, with a slash at its end or without, did its work once.
  for (const folder of new Set(folders.map((name) => resolve(name)))) read.push(await readStation(folder))
  const missing: string[] = []
  let [labelled, notLabelled] = [0, 0]
  for await (const { devEui } of await jobDevices(out)) {
    if (read.some(({ state }) => state.isLabelled(devEui))) labelled += 1
    else {
      notLabelled += 1
      if (missing.length < MOST_MISSING) missing.push(devEui)
    }
  }
  return { labelled, notLabelled, missing, stations: read.map(({ station }) => station) }
}
