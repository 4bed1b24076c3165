import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync } from 'node:fs'
import { PRIVATE_FILE, writeWhole } from '../output/durable.ts'
import type { JobFolder } from '../job/folder.ts'
import { createTextSet } from '../preflight/text-set.ts'
import {
  advanceDelivery,
  nothingDelivered,
  type DeliveryEntry,
  type DeliveryState,
} from '../printer/delivery.ts'
import { deliveryEntrySchema } from './print-schema.ts'

/** Which labels of a job have gone to a printer; survives whatever stops the machine. */
export interface Deliveries {
  /** Labels that may or may not be on paper: uncertain, or sent when the machine stopped. */
  readonly doubtful: ReadonlySet<string>
  /** Whether the label was ever sent, confirmed or not. */
  wasSent(devEui: string): boolean
  /** On the disk when it returns. */
  record(entry: DeliveryEntry): void
  close(): void
}

export function openDeliveries({ deliveries: path }: JobFolder): Deliveries {
  const sent = createTextSet()
  let state: DeliveryState = nothingDelivered
  let at = 0
  function take(entry: DeliveryEntry): void {
    state = advanceDelivery(state, entry)
    if (entry.state === 'sent') for (const id of entry.ids) sent.add(id)
  }
  for (const { entry, end } of existsSync(path) ? wholeLines(readFileSync(path, 'utf8')) : []) {
    take(entry)
    at = end
  }
  const file = openSync(path, existsSync(path) ? 'r+' : 'w', PRIVATE_FILE)
  ftruncateSync(file, at)
  return {
    get doubtful() {
      return new Set([...state.uncertain, ...state.sent])
    },
    wasSent: (devEui) => sent.has(devEui),
    record(entry) {
      const bytes = Buffer.from(`${JSON.stringify(entry)}\n`, 'utf8')
      writeWhole(file, bytes, at)
      fsyncSync(file)
      at += bytes.length
      take(entry)
    },
    close: () => closeSync(file),
  }
}

/** The lines up to the first that was cut off. All characters are ASCII, so they count as bytes. */
function* wholeLines(text: string): Generator<{ readonly entry: DeliveryEntry; readonly end: number }> {
  let begin = 0
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', begin)) {
    const entry = parsed(text.slice(begin, end))
    if (entry === undefined) return
    begin = end + 1
    yield { entry, end: begin }
  }
}

function parsed(line: string): DeliveryEntry | undefined {
  try {
    return deliveryEntrySchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
