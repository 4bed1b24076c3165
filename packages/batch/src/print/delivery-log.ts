import type { JobFolder } from '../ledger/folder.ts'
import { openJobLog } from '../ledger/job-log.ts'
import type { DeliveryEntry } from '@claimtag/printer'
import type { SentStamp } from './print-schema.ts'
import type { JobLock } from '../ledger/lock.ts'
import { countDeliveries, parseDelivery, type Delivered } from './delivery-log-reader.ts'

/** Which labels of a job were sent to a printer. Its content survives a power cut. */
export interface DeliveryLog extends Delivered {
  /**
   * On the disk when it returns.
   *
   * @throws BatchError `job-taken-over`
   */
  record(entry: DeliveryEntry & Partial<SentStamp>): void
  close(): void
}

/**
 * Opens the journal to add to it. Labels that were on their way when an earlier run stopped become uncertain.
 *
 * @param lock keeps other processes from printing the same labels
 * @throws BatchError `job-damaged`
 */
export function openDeliveryLog(folder: JobFolder, lock: Pick<JobLock, 'assertHeld'>): DeliveryLog {
  const { delivered, take } = countDeliveries()
  const log = openJobLog(folder, folder.deliveries, { parse: parseDelivery, take }, folder.deliveriesEnd)

  function record(entry: DeliveryEntry & Partial<SentStamp>): void {
    lock.assertHeld()
    log.append(entry)
    take(entry)
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
