import { damagedParquet } from './fault.ts'

/** Runs of at most 32 bits a value. */
const WIDEST = 32

/**
 * Refuses run lengths that promise more values than there are: a reader that believes them writes a billion values for
 * three bytes. Parquet, Encodings: run-length encoding and bit-packing hybrid.
 *
 * @param width bits of a value
 * @param values the number of values, nulls among them
 * @throws InputError `damaged-parquet`
 */
export function assertRuns(bytes: Uint8Array, width: number, values: number): void {
  if (width > WIDEST) throw damagedParquet('page')
  const most = Math.ceil(values / 8) * 8
  for (let [at, seen] = [0, 0]; at < bytes.length && seen < values;) {
    let head = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]
      if (byte === undefined || shift > 28) throw damagedParquet('page')
      head += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) break
    }
    const isPacked = head % 2 === 1
    const count = Math.floor(head / 2) * (isPacked ? 8 : 1)
    // An empty run would be passed over for ever by nothing but more of them, so each takes at least a byte.
    if (count > most) throw damagedParquet('page')
    at += isPacked ? (count * width) / 8 : Math.ceil(width / 8)
    seen += count
  }
}

/**
 * Refuses the header of a delta encoding that no writer makes: blocks are multiples of 128 values, miniblocks of 32.
 *
 * @throws InputError `damaged-parquet`
 */
export function assertDeltaHeader(bytes: Uint8Array): void {
  const numbers: number[] = []
  for (let [at, value, shift] = [0, 0, 0]; numbers.length < 2;) {
    const byte = bytes[at++]
    if (byte === undefined || shift > 21) throw damagedParquet('page')
    value += (byte & 0x7f) * 2 ** shift
    shift += 7
    if (byte >= 0x80) continue
    numbers.push(value)
    ;[value, shift] = [0, 0]
  }
  const [block = 0, miniblocks = 0] = numbers
  const isUsual = block > 0 && block <= 65_536 && block % 128 === 0 && miniblocks > 0
  if (!isUsual || (block / miniblocks) % 32 !== 0) throw damagedParquet('page')
}
