import { advanceDelivery, nothingDelivered, type DeliveryEntry, type DeliveryState } from '@claimtag/printer'
import type { JobFolder } from '../ledger/folder.ts'
import { readJobLog } from '../ledger/job-log.ts'
import { createKeyMap, halvesOf } from '../preflight/key-map.ts'
import { deliveryEntrySchema } from './print-schema.ts'

/** What the journal of deliveries adds up to. */
export interface Delivered {
  /** Sent, but neither confirmed nor given up; doubtful when the journal ends here. */
  onTheWay(): readonly string[]
  /** Labels that may or may not be on paper, as of now. */
  doubtful(): ReadonlySet<string>
  /** 0 for a label that never left. */
  timesSent(devEui: string): number
}

interface Counting {
  readonly delivered: Delivered
  readonly take: (entry: DeliveryEntry) => void
}

/**
 * Adds up a journal of deliveries. Each DevEUI takes 16 to 32 bytes, as its 64 bits and not as a hash: a label taken
 * for another would never be printed.
 */
export function countDeliveries(): Counting {
  const sent = createKeyMap()
  const again = new Map<string, number>()
  let state: DeliveryState = nothingDelivered

  function timesSent(devEui: string): number {
    return again.get(devEui) ?? (sent.has(...halvesOf(devEui)) ? 1 : 0)
  }

  function take(entry: DeliveryEntry): void {
    state = advanceDelivery(state, entry)
    if (entry.state !== 'sent') return
    for (const id of entry.ids) {
      if (sent.add(...halvesOf(id), 0) !== undefined) again.set(id, (again.get(id) ?? 1) + 1)
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
 * Reads the journal of deliveries of a job that nothing is printed of now.
 *
 * @throws BatchError `job-damaged` when a line inside it cannot be read, since labels of that line would be printed again
 */
export function readDeliveryLog(folder: JobFolder): Delivered {
  const { delivered, take } = countDeliveries()
  readJobLog(folder, folder.deliveries, { parse: parseDelivery, take }, folder.deliveriesEnd)
  return delivered
}

export function parseDelivery(line: string): DeliveryEntry | undefined {
  try {
    return deliveryEntrySchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
