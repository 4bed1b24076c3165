import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { PRIVATE_FILE, syncFolder, writeWhole } from '@claimtag/disk'
import type { JobFolder } from '../ledger/folder.ts'
import type { DeliveryEntry } from '@claimtag/printer'
import { readDeliveryLog, type Delivered } from './delivery-log-reader.ts'

/** Which labels of a job have gone to a printer; survives whatever stops the machine. */
export interface DeliveryLog extends Delivered {
  /** On the disk when it returns. */
  record(entry: DeliveryEntry): void
  close(): void
}

/**
 * Opens the journal to go on with it. Labels that were on their way when an earlier run stopped become uncertain.
 *
 * @throws BatchError `job-damaged`
 */
export function openDeliveryLog(folder: JobFolder): DeliveryLog {
  const path = folder.deliveries
  const { delivered, take, length } = readDeliveryLog(folder)
  const isNew = !existsSync(path)
  const file = openSync(path, isNew ? 'w' : 'r+', PRIVATE_FILE)
  if (isNew) syncFolder(dirname(path))
  let at = length
  // A line that was cut off would spoil the one written behind it.
  ftruncateSync(file, at)

  function record(entry: DeliveryEntry): void {
    const bytes = Buffer.from(`${JSON.stringify(entry)}\n`, 'utf8')
    writeWhole(file, bytes, at)
    fsyncSync(file)
    at += bytes.length
    take(entry)
  }

  const cutOff = delivered.onTheWay()
  if (cutOff.length > 0) record({ state: 'uncertain', ids: cutOff, reason: 'interrupted' })
  return { ...delivered, record, close: () => closeSync(file) }
}
