import type { SymbolPosition } from '../align.ts'
import type { Dots } from '../dots.ts'
import { aligned } from '../align.ts'

/** A raster line is the whole head, 720 pins. */
const LINE = 90
const [ESC, INVALID, COMPRESSION, PRINT, PRINT_LAST] = [0x1b, 0x00, 0x4d, 0x0c, 0x1a]
/** `g`: a line of data; `Z`: an empty one. */
const [DATA_LINE, EMPTY_LINE] = [0x67, 0x5a]
/** `w`: a line of one of two colours. */
const [COLOUR_LINE, BLACK, RED] = [0x77, 0x01, 0x02]
const [INITIALISE, CONTROL] = [0x40, 0x69]
const [RASTER_MODE, INFORMATION] = [0x61, 0x7a]
const PACK_BITS = 2

/** Number of bytes after `ESC i` and a letter. */
const CONTROL_BYTES: ReadonlyMap<string, number> = new Map(
  Object.entries({ a: 1, z: 10, M: 1, A: 1, K: 1, d: 2, '!': 1 }),
)

/**
 * The dots of a raster job for a Brother QL, according to its Raster Command Reference (QL-800/810W/820NWB, chapters
 * 2 and 4): lines of the head, whose first bit is the pin at the right end, until a print command.
 *
 * @returns the label as a person sees it, moved to the places of `symbols`; `undefined` when it would not be printed
 */
export function readBrother(label: Uint8Array, symbols: readonly SymbolPosition[]): Dots | undefined {
  const bytes = Buffer.from(label.buffer, label.byteOffset, label.byteLength)
  const lines: Uint8Array[] = []
  let [initialised, raster, compressed, expected, red] = [false, false, false, -1, 0]
  for (let at = 0; at < bytes.length;) {
    const command = bytes[at++]
    if (command === INVALID) continue
    if (command === ESC) {
      const second = bytes[at++]
      if (second === INITIALISE) initialised = true
      else if (second === CONTROL) {
        const letter = bytes[at] ?? 0
        const count = CONTROL_BYTES.get(String.fromCharCode(letter))
        if (count === undefined || at + count >= bytes.length) return undefined
        if (letter === RASTER_MODE) raster = bytes[at + 1] === 1
        // n5 to n8: the number of lines that follow.
        if (letter === INFORMATION) expected = bytes.readUInt32LE(at + 5)
        at += 1 + count
      } else return undefined
    } else if (command === COMPRESSION) compressed = bytes[at++] === PACK_BITS
    else if (command === EMPTY_LINE) lines.push(new Uint8Array(LINE))
    else if (command === DATA_LINE || command === COLOUR_LINE) {
      const colour = command === DATA_LINE ? BLACK : bytes[at]
      const length = bytes[at + 1] ?? 0
      const line = compressed
        ? unpacked(bytes.subarray(at + 2, at + 2 + length))
        : bytes.subarray(at + 2, at + 2 + length)
      if (line.length !== LINE) return undefined
      at += 2 + length
      if (colour === BLACK) lines.push(line)
      // Labels are black: a reader of codes may not see what is red.
      else if (colour !== RED || ++red !== lines.length || line.some((pins) => pins !== 0)) return undefined
    } else if (command === PRINT || command === PRINT_LAST) {
      if (!initialised || !raster || lines.length !== expected || (red > 0 && red !== expected))
        return undefined
      return aligned(seen(lines), symbols)
    } else return undefined
  }
  return undefined
}

/** TIFF PackBits. */
function unpacked(packed: Uint8Array): Uint8Array {
  const line: number[] = []
  for (let at = 0; at < packed.length;) {
    const count = ((packed[at++] ?? 0) << 24) >> 24
    if (count >= 0) {
      line.push(...packed.subarray(at, at + count + 1))
      at += count + 1
    } else line.push(...new Uint8Array(1 - count).fill(packed[at++] ?? 0))
  }
  return Uint8Array.from(line)
}

/** Pin 0 is at the right, so a line has its bytes and their bits in reverse. */
function seen(lines: readonly Uint8Array[]): Dots {
  const data = new Uint8Array(lines.length * LINE)
  lines.forEach((line, y) => {
    for (let byte = 0; byte < LINE; byte++) {
      const pins = line[LINE - 1 - byte] ?? 0
      if (pins !== 0) data[y * LINE + byte] = MIRRORED[pins] ?? 0
    }
  })
  return { width: LINE * 8, height: lines.length, stride: LINE, data, dark: 1 }
}

const MIRRORED = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2),
)
