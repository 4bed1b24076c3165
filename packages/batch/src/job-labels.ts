import { statSync } from 'node:fs'
import type { DeliveryEntry } from '@claimtag/printer'
import type { LockHolder } from '@claimtag/disk'
import { BatchError } from './issue.ts'
import { trustedJob } from './ledger/finished.ts'
import { jobFolder } from './ledger/folder.ts'
import { lockJob } from './ledger/lock.ts'
import { indexManifest } from './ledger/manifest/manifest-index.ts'
import { createKeyMap, halvesOf } from './preflight/compact/key-map.ts'
import { openAudit } from './print/audit.ts'
import { openDeliveryLog } from './print/delivery-log.ts'
import { sentBeside } from './print/jobs-beside.ts'
import { openPrintables } from './print/printable.ts'
import type { Reprint, SentStamp } from './print/print-schema.ts'
import type { OutputKind } from './render/kinds.ts'

export interface JobLabelsOptions {
  /** The folder of a finished job. */
  readonly out: string
  readonly as: OutputKind
  readonly signal?: AbortSignal | undefined
  /** A process on another machine may be working in the folder; it takes up to a minute to find out. */
  readonly onWait?: ((holder: LockHolder | undefined) => void) | undefined
  /** Default: the system's clock. */
  readonly now?: () => Date
}

/** The labels of a finished job, in any order, for as long as one process prints them. */
export interface JobLabels {
  /** Number of devices with a label. */
  readonly devices: number
  /** Number of rows that the job has refused. */
  readonly refused: number
  readonly dpi: number
  /** The format of its codes, so that they can be read; absent in jobs of the first version. */
  readonly formatDocument: unknown
  /** What the manifest says of a device; `undefined` when the job has no label of it. */
  find(devEui: string): { readonly devEui: string; readonly joinEui?: string | undefined } | undefined
  /**
   * The bytes of a label, which contain the token, compared with their digest.
   *
   * @throws BatchError `unknown-device`, `label-changed`, `not-printable`
   */
  bytes(devEui: string): Promise<Uint8Array>
  /** How often it was sent to a printer: by this job, or by one in a neighbouring folder. */
  timesSent(devEui: string): number
  /**
   * Adds to the job's journal of deliveries; on the disk when it returns.
   *
   * @param stamp who prints and where, for the report of the job: noted when it is another than before
   */
  record(entry: DeliveryEntry, stamp?: Omit<SentStamp, 'at'>): void
  /** Adds to the job's log of reprints. */
  audit(reprint: Reprint): void
  close(): void
}

export async function openJobLabels({ out, as, ...options }: JobLabelsOptions): Promise<JobLabels> {
  const folder = jobFolder(out)
  const job = await trustedJob(folder)
  const printables = await openPrintables(folder, job, as)
  const lock = await lockJob(folder, options)
  try {
    const keys = createKeyMap(job.record.labelled)
    const index = indexManifest(folder, statSync(folder.manifest).size, (devEui, number) =>
      keys.add(...halvesOf(devEui), number),
    )
    const beside = await sentBeside(folder, job.record)
    const deliveries = openDeliveryLog(folder, lock, options.now)
    const audit = openAudit(folder)

    const find: JobLabels['find'] = (devEui) => {
      const number = keys.find(...halvesOf(devEui))
      return number === undefined ? undefined : index.entry(number)
    }

    return {
      devices: index.length,
      refused: [job.record, ...(job.record.additions ?? [])].reduce((sum, { rows }) => sum + rows.refused, 0),
      formatDocument: job.record.formatDocument,
      dpi: job.record.dpi,
      find,
      async bytes(devEui) {
        const number = keys.find(...halvesOf(devEui))
        if (number === undefined) throw new BatchError({ code: 'unknown-device', path: out, detail: devEui })
        return printables.of(index.entry(number))
      },
      timesSent: (devEui) => deliveries.timesSent(devEui) + (beside(devEui) === undefined ? 0 : 1),
      record: (entry, stamp) => deliveries.record(entry, stamp),
      audit: (reprint) => audit.log([reprint]),
      close() {
        for (const open of [index, deliveries, audit, printables]) open.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
