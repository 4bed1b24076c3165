import type { JobFolder } from '../ledger/folder.ts'
import { readJobLog } from '../ledger/job-log.ts'
import { parseReprint } from '../print/audit.ts'
import { countDeliveries, parseDelivery } from '../print/delivery-log-reader.ts'
import type { Reprint, SentStamp } from '../print/print-schema.ts'
import type { JobReport } from './schema.ts'

/** The most reprints, and runs that printed, in a report. */
const LISTED = 1000

/**
 * Adds up what was printed, with 16 to 32 bytes of memory for each label that was sent.
 *
 * @param labels labels of devices and cartons
 * @throws BatchError `job-damaged`
 */
export function readDeliveries(folder: JobFolder, labels: number): JobReport['printing'] {
  const { delivered, take } = countDeliveries()
  const sessions: SentStamp[] = []
  const confirmed = { printed: 0, delivered: 0 }
  let [sent, again] = [0, 0]
  readJobLog(
    folder,
    folder.deliveries,
    {
      parse: parseDelivery,
      take(entry) {
        if (entry.state === 'confirmed') confirmed[entry.confirms ?? 'printed'] += entry.ids.length
        if (entry.state === 'sent') {
          const { at, by, printer, ids } = entry
          for (const id of ids)
            if (delivered.timesSent(id) === 0) sent++
            else again++
          const isStamped = at !== undefined && by !== undefined && printer !== undefined
          if (isStamped && sessions.length < LISTED) sessions.push({ at, by, printer })
        }
        take(entry)
      },
    },
    folder.deliveriesEnd,
  )
  const uncertain = delivered.doubtful().size
  return { sent, neverSent: Math.max(0, labels - sent), again, confirmed, uncertain, sessions }
}

/** @throws BatchError `job-damaged` */
export function readReprints(folder: JobFolder): JobReport['reprints'] {
  const listed: Reprint[] = []
  let count = 0
  readJobLog(
    folder,
    folder.audit,
    {
      parse: parseReprint,
      take(reprint) {
        if (count++ < LISTED) listed.push(reprint)
      },
    },
    folder.auditEnd,
  )
  return { count, listed }
}
