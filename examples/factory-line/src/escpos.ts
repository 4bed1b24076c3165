import { createCommandReader } from './command-reader.ts'
import type { Body, Interpreter } from './interpreter.ts'
import type { MechanismStatus } from './mechanism.ts'
import { drawLabel, type Stamp } from './raster.ts'

const [DLE, ESC, GS] = [0x10, 0x1b, 0x1d]
const LENGTHS: Readonly<Record<string, number>> = { '\u0010\u0004': 3, '\u001B@': 2, '\u001BJ': 3 }

/**
 * The part of ESC/POS that a raster label needs, after Epson's command reference. Paper has no labels: one ends at the
 * cutter, at `ESC @`, or with the connection.
 *
 * @param headDots of the print head; data beyond is read and lost
 */
export function createEscPos(body: Body, headDots: number): Interpreter {
  let stamps: Stamp[] = []
  let fed = 0
  const reader = createCommandReader(step)

  return {
    feed: (bytes) => reader.feed(bytes),
    reset() {
      reader.clear()
      tear({})
    },
  }

  function step(bytes: Buffer): Buffer | undefined {
    const [prefix = 0] = bytes
    // Anything else would be text, for which this printer has no font.
    if (bytes.length > 0 && prefix !== DLE && prefix !== ESC && prefix !== GS) return bytes.subarray(1)
    if (bytes.length < 2) return undefined
    const name = bytes.toString('latin1', 0, 2)
    if (name === '\u001Dv') return graphic(bytes)
    if (name === '\u001DV') return cut(bytes)
    const length = LENGTHS[name] ?? 2
    if (bytes.length < length) return undefined
    const parameter = bytes[length - 1] ?? 0
    if (name === '\u0010\u0004') body.answer(Buffer.of(statusByte(parameter, body.status())))
    else if (name === '\u001B@') tear({})
    else if (name === '\u001BJ') fed += parameter
    return bytes.subarray(length)
  }

  /** `GS v 0 m xL xH yL yH data`. */
  function graphic(bytes: Buffer): Buffer | undefined {
    if (bytes.length < 8) return undefined
    const [stride, rows] = [bytes.readUInt16LE(4), bytes.readUInt16LE(6)]
    const end = 8 + stride * rows
    if (bytes.length < end) return undefined
    if (bytes[2] !== 0x30 || bytes[3] !== 0) body.undrawn('GS v')
    else if (end > 8) stamps.push({ x: 0, y: fed, stride, data: bytes.subarray(8, end), blend: 'overwrite' })
    fed += rows
    return bytes.subarray(end)
  }

  /** `GS V m`, or `GS V m n` of functions B and C. */
  function cut(bytes: Buffer): Buffer | undefined {
    const [, , mode] = bytes
    if (mode === undefined) return undefined
    const length = mode >= 65 ? 4 : 3
    if (bytes.length < length) return undefined
    tear({ finish: 'cut' })
    return bytes.subarray(length)
  }

  function tear(asked: { readonly finish?: 'cut' }): void {
    if (stamps.length > 0) body.print(drawLabel(headDots, fed, stamps), 1, asked)
    stamps = []
    fed = 0
  }
}

/** `DLE EOT n`: 1 the printer, 2 why it is off line, 4 the roll. Bits 1 and 4 are always set. */
function statusByte(asked: number, status: MechanismStatus): number {
  const { headOpen, paperOut } = status
  if (asked === 1) return 0x12 | (headOpen || paperOut ? 0x08 : 0)
  if (asked === 2) return 0x12 | (headOpen ? 0x04 : 0) | (paperOut ? 0x20 : 0)
  return 0x12 | (asked === 4 && paperOut ? 0x60 : 0)
}
