import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { advanceDelivery, nothingDelivered, type DeliveryEntry, type DeliveryState } from '@claimtag/printer'
import { BatchError } from '../issue.ts'
import type { JobFolder } from '../ledger/folder.ts'
import { createKeyMap } from '../preflight/key-map.ts'
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

interface Reading {
  readonly delivered: Delivered
  readonly take: (entry: DeliveryEntry) => void
  /** Bytes of the journal that are whole. */
  readonly length: number
}

/**
 * Reads the journal of deliveries. Each DevEUI takes 16 to 32 bytes, as its 64 bits and not as a hash: a label taken
 * for another would never be printed.
 *
 * @throws BatchError `job-damaged` when a line inside it cannot be read, since labels of that line would be printed again
 */
export function readDeliveryLog({ deliveries: path, out }: JobFolder): Reading {
  const sent = createKeyMap()
  const again = new Map<string, number>()
  let state: DeliveryState = nothingDelivered

  function timesSent(devEui: string): number {
    return again.get(devEui) ?? (sent.has(...halves(devEui)) ? 1 : 0)
  }

  function take(entry: DeliveryEntry): void {
    state = advanceDelivery(state, entry)
    if (entry.state !== 'sent') return
    for (const id of entry.ids) {
      if (sent.add(...halves(id), 0) !== undefined) again.set(id, (again.get(id) ?? 1) + 1)
    }
  }

  let length = 0
  let bad = false
  for (const { text, end } of existsSync(path) ? wholeLines(path) : []) {
    // The last line may be cut off anywhere: nothing was done about it before it was on the disk.
    if (bad) throw new BatchError({ code: 'job-damaged', path: out, detail: 'deliveries.ndjson' })
    const entry = parsed(text)
    bad = entry === undefined
    if (entry === undefined) continue
    take(entry)
    length = end
  }
  const delivered: Delivered = {
    onTheWay: () => state.sent,
    doubtful: () => new Set([...state.uncertain, ...state.sent]),
    timesSent,
  }
  return { delivered, take, length }
}

function halves(devEui: string): readonly [high: number, low: number] {
  return [Number.parseInt(devEui.slice(0, 8), 16), Number.parseInt(devEui.slice(8), 16)]
}

const PIECE = 1 << 16

/** Piece by piece: the journal of ten million labels is larger than a string may be. */
function* wholeLines(path: string): Generator<{ readonly text: string; readonly end: number }> {
  const file = openSync(path, 'r')
  const piece = Buffer.alloc(PIECE)
  let rest = Buffer.alloc(0)
  let at = 0
  try {
    for (let got = readSync(file, piece); got > 0; got = readSync(file, piece)) {
      const bytes = Buffer.concat([rest, piece.subarray(0, got)])
      let from = 0
      for (let to = bytes.indexOf(0x0a); to !== -1; to = bytes.indexOf(0x0a, from)) {
        yield { text: bytes.toString('utf8', from, to), end: at + to + 1 }
        from = to + 1
      }
      rest = bytes.subarray(from)
      at += from
    }
  } finally {
    closeSync(file)
  }
}

function parsed(line: string): DeliveryEntry | undefined {
  try {
    return deliveryEntrySchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
