import { BatchError } from './issue.ts'
import { trustedJob, manifestEntries } from './ledger/finished.ts'
import { jobFolder } from './ledger/folder.ts'
import { lockJob } from './ledger/lock.ts'
import type { OutputKind } from './render/kinds.ts'
import { openAudit, whoPrints } from './print/audit.ts'
import { readDeliveryLog } from './print/delivery-log-reader.ts'
import { sentBeside } from './print/jobs-beside.ts'
import { openPrintables } from './print/printable.ts'
import type { LabelOrigin } from './print/redrawing.ts'

export interface ReadLabelOptions {
  /** The folder of a finished job. */
  readonly out: string
  /** 16 upper-case hex digits. */
  readonly devEui: string
  readonly as: OutputKind
  /** Where the bytes will be used, for the log of reprints. */
  readonly to: string
  /** Reads it although it was sent to a printer before; the reason is recorded in `audit.ndjson`. */
  readonly reprint?: { readonly reason: string } | undefined
  /** Draws the label again instead of reading its file. */
  readonly origin?: LabelOrigin | undefined
  /** Default: the system's clock. */
  readonly now?: () => Date
}

export async function readLabel(options: ReadLabelOptions): Promise<Uint8Array> {
  const { out, devEui, as, to: printer, reprint, origin, now = () => new Date() } = options
  const folder = jobFolder(out)
  const job = await trustedJob(folder)
  const printables = await openPrintables(folder, job, as, origin)
  try {
    for await (const entry of manifestEntries(folder)) {
      if (entry.devEui !== devEui) continue
      const path = (await sentBeside(folder, job.record))(devEui)
      const before = path !== undefined || readDeliveryLog(folder).timesSent(devEui) > 0
      if (before && reprint === undefined)
        throw new BatchError({
          code: 'printed-before',
          detail: devEui,
          ...(path === undefined ? {} : { path }),
        })
      const bytes = await printables.of(entry)
      if (before && reprint !== undefined) {
        const { reason } = reprint
        const lock = await lockJob(folder, { now })
        try {
          const audit = openAudit(folder)
          audit.log([{ at: now().toISOString(), devEui, reason, by: whoPrints(), printer }])
          audit.close()
        } finally {
          lock.release()
        }
      }
      return bytes
    }
    throw new BatchError({ code: 'unknown-device', path: out, detail: devEui })
  } finally {
    printables.close()
  }
}
