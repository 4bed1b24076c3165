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
  let pending: Buffer = Buffer.alloc(0)
  let stamps: Stamp[] = []
  let fed = 0

  return {
    feed(bytes) {
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes])
      while (step()) continue
    },
    reset() {
      pending = Buffer.alloc(0)
      tear({})
    },
  }

  /** Executes the first command; false when it has not arrived completely. */
  function step(): boolean {
    const [prefix = 0] = pending
    // Anything else would be text, for which this printer has no font.
    if (pending.length > 0 && prefix !== DLE && prefix !== ESC && prefix !== GS) return take(1)
    if (pending.length < 2) return false
    const name = pending.toString('latin1', 0, 2)
    if (name === '\u001Dv') return graphic()
    if (name === '\u001DV') return cut()
    const length = LENGTHS[name] ?? 2
    if (pending.length < length) return false
    const parameter = pending[length - 1] ?? 0
    if (name === '\u0010\u0004') body.answer(Buffer.of(statusByte(parameter, body.status())))
    else if (name === '\u001B@') tear({})
    else if (name === '\u001BJ') fed += parameter
    return take(length)
  }

  function take(bytes: number): true {
    pending = pending.subarray(bytes)
    return true
  }

  /** `GS v 0 m xL xH yL yH data`. */
  function graphic(): boolean {
    if (pending.length < 8) return false
    const [stride, rows] = [pending.readUInt16LE(4), pending.readUInt16LE(6)]
    const end = 8 + stride * rows
    if (pending.length < end) return false
    if (pending[2] !== 0x30 || pending[3] !== 0) body.undrawn('GS v')
    else if (end > 8)
      stamps.push({ x: 0, y: fed, stride, data: pending.subarray(8, end), blend: 'overwrite' })
    fed += rows
    return take(end)
  }

  /** `GS V m`, or `GS V m n` of functions B and C. */
  function cut(): boolean {
    const [, , mode] = pending
    if (mode === undefined) return false
    const length = mode >= 65 ? 4 : 3
    if (pending.length < length) return false
    tear({ finish: 'cut' })
    return take(length)
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
