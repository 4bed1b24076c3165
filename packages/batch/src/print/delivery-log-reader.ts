import { advanceDelivery, nothingDelivered, type DeliveryEntry, type DeliveryState } from '@claimtag/printer'
import { isCartonId } from '../carton/carton.ts'
import type { JobFolder } from '../ledger/folder.ts'
import { readJobLog } from '../ledger/job-log.ts'
import { createKeyMap, halvesOf } from '../preflight/compact/key-map.ts'
import { deliveryEntrySchema, type SentStamp } from './print-schema.ts'

/** What the journal of deliveries adds up to. */
export interface Delivered {
  /** Sent, and neither confirmed nor given up; uncertain when the journal ends here. */
  onTheWay(): readonly string[]
  /** Labels that may or may not be on paper, at this moment. */
  doubtful(): ReadonlySet<string>
  /** 0 for a label that was never sent. */
  timesSent(devEui: string): number
}

interface Counting {
  readonly delivered: Delivered
  readonly take: (entry: DeliveryEntry) => void
}

/**
 * Adds up a journal of deliveries. Each DevEUI takes 16 to 32 bytes, as its 64 bits and not as a hash: a label
 * mistaken for another would never be printed.
 */
export function countDeliveries(): Counting {
  const sent = createKeyMap()
  const again = new Map<string, number>()
  // Few beside the devices, and without an identity of 64 bits.
  const cartons = new Map<string, number>()
  let state: DeliveryState = nothingDelivered

  function timesSent(devEui: string): number {
    if (isCartonId(devEui)) return cartons.get(devEui) ?? 0
    return again.get(devEui) ?? (sent.has(...halvesOf(devEui)) ? 1 : 0)
  }

  function take(entry: DeliveryEntry): void {
    state = advanceDelivery(state, entry)
    if (entry.state !== 'sent') return
    for (const id of entry.ids) {
      if (isCartonId(id)) cartons.set(id, timesSent(id) + 1)
      else if (sent.add(...halvesOf(id), 0) !== undefined) again.set(id, (again.get(id) ?? 1) + 1)
    }
  }

  const delivered: Delivered = {
    onTheWay: () => state.sent,
    doubtful: () => new Set([...state.uncertain, ...state.sent]),
    timesSent,
  }
  return { delivered, take }
}

/**
 * Reads the journal of deliveries of a job of which nothing is being printed.
 *
 * @throws BatchError `job-damaged` when a line cannot be read, since its labels would be printed again
 */
export function readDeliveryLog(folder: JobFolder): Delivered {
  const { delivered, take } = countDeliveries()
  readJobLog(folder, folder.deliveries, { parse: parseDelivery, take }, folder.deliveriesEnd)
  return delivered
}

/** A line of the journal; the first one of each run that sends says who did. */
export type LoggedDelivery = DeliveryEntry & Partial<SentStamp>

export function parseDelivery(line: string): LoggedDelivery | undefined {
  try {
    return deliveryEntrySchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
