import type { JobFolder } from '../ledger/folder.ts'
import { openJobLog } from '../ledger/job-log.ts'
import type { DeliveryEntry } from '@claimtag/printer'
import type { SentStamp } from './print-schema.ts'
import type { JobLock } from '../ledger/lock.ts'
import { countDeliveries, parseDelivery, type Delivered, type LoggedDelivery } from './delivery-log-reader.ts'

/** Which labels of a job were sent to a printer. Its content survives a power cut. */
export interface DeliveryLog extends Delivered {
  /**
   * On the disk when it returns.
   *
   * @param stamp who prints and where: noted with the labels that are sent first, and when it is another than before
   * @throws BatchError `job-taken-over`
   */
  record(entry: DeliveryEntry, stamp?: Omit<SentStamp, 'at'>): void
  close(): void
}

/**
 * Opens the journal to add to it. Labels that were on their way when an earlier run stopped become uncertain.
 *
 * @param lock keeps other processes from printing the same labels
 * @throws BatchError `job-damaged`
 */
export function openDeliveryLog(
  folder: JobFolder,
  lock: Pick<JobLock, 'assertHeld'>,
  now = () => new Date(),
): DeliveryLog {
  const { delivered, take } = countDeliveries()
  const log = openJobLog(folder, folder.deliveries, { parse: parseDelivery, take }, folder.deliveriesEnd)

  let stamped: Omit<SentStamp, 'at'> | undefined

  const record: DeliveryLog['record'] = (entry, stamp) => {
    lock.assertHeld()
    log.append(stampedEntry(entry, stamp))
    take(entry)
  }

  function stampedEntry(entry: DeliveryEntry, stamp: typeof stamped): LoggedDelivery {
    if (entry.state !== 'sent' || stamp === undefined) return entry
    const { by, printer } = stamp
    if (by === stamped?.by && printer === stamped.printer) return entry
    stamped = stamp
    return { ...entry, at: now().toISOString(), by, printer }
  }

  try {
    const cutOff = delivered.onTheWay()
    if (cutOff.length > 0) record({ state: 'uncertain', ids: cutOff, reason: 'interrupted' })
  } catch (error) {
    log.close()
    throw error
  }
  return { ...delivered, record, close: () => log.close() }
}
