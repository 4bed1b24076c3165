import type { Body, Interpreter } from './interpreter.ts'
import type { Asked } from './media.ts'
import type { MechanismStatus } from './mechanism.ts'
import { type Blend, drawLabel, extent, type Stamp } from './raster.ts'

const ESC = 0x1b
const LF = 0x0a
const COMMA = 0x2c
const IMMEDIATE_LENGTH = 3
const BLENDS: readonly Blend[] = ['overwrite', 'or', 'xor']
const MM_AN_INCH = 25.4
const MOST_DENSITY = 15
const UNDRAWN = new Set(['TEXT', 'BLOCK', 'BARCODE', 'QRCODE', 'DMATRIX', 'PDF417', 'BAR', 'BOX', 'PUTBMP'])

/** The part of TSPL that a raster label needs, after the TSPL/TSPL2 Programming Manual. */
export function createTspl(body: Body, dpi: number): Interpreter {
  let pending: Buffer = Buffer.alloc(0)
  let stamps: Stamp[] = []
  let asked: Asked = {}
  let size: { readonly width: number; readonly height: number } | undefined

  return {
    feed(bytes) {
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes])
      while (step()) continue
    },
    reset() {
      pending = Buffer.alloc(0)
      stamps = []
    },
  }

  /** Executes the first command; false when it has not arrived completely. */
  function step(): boolean {
    if (pending.length === 0) return false
    if (pending[0] === ESC) return immediate()
    if (startsWithBitmap(pending)) return bitmap()
    const end = pending.indexOf(LF)
    const escape = pending.indexOf(ESC)
    if (escape !== -1 && (end === -1 || escape < end)) {
      // Status may be asked for at any time, also in the middle of a line.
      const line = pending.subarray(0, escape)
      pending = pending.subarray(escape)
      if (!immediate()) {
        pending = Buffer.concat([line, pending])
        return false
      }
      pending = Buffer.concat([line, pending])
      return true
    }
    if (end === -1) return false
    const line = pending.toString('latin1', 0, end).trim()
    pending = pending.subarray(end + 1)
    command(line)
    return true
  }

  function immediate(): boolean {
    if (pending.length < IMMEDIATE_LENGTH) return false
    const name = pending.toString('latin1', 1, IMMEDIATE_LENGTH)
    pending = pending.subarray(IMMEDIATE_LENGTH)
    if (name === '!?') body.answer(Buffer.of(statusByte(body.status())))
    else if (name === '!P') body.pause()
    else if (name === '!O') body.resume()
    else if (name === '!.') {
      stamps = []
      body.cancelAll()
    }
    return true
  }

  /** `BITMAP x,y,bytes a row,rows,mode,data`: the data is binary, so its length is counted. */
  function bitmap(): boolean {
    let header = -1
    for (let commas = 0; commas < 5; commas += 1) {
      header = pending.indexOf(COMMA, header + 1)
      if (header === -1) return false
    }
    const numbers = pending.toString('latin1', 'BITMAP'.length, header).split(',').map(Number)
    const [x = 0, y = 0, stride = 0, rows = 0, mode = 0] = numbers
    const end = header + 1 + stride * rows
    if (pending.length < end) return false
    // In TSPL 0 is a black dot and 1 a white one.
    const data = pending.subarray(header + 1, end).map((byte) => ~byte)
    if (data.length > 0) stamps.push({ x, y, stride, data, blend: BLENDS[mode] ?? 'overwrite' })
    pending = pending.subarray(end)
    return true
  }

  function command(line: string): void {
    const [name = '', ...rest] = line.split(/\s+/)
    const parameters = rest.join(' ')
    switch (name.toUpperCase()) {
      case 'SIZE': {
        size = parseSize(parameters)
        return
      }
      case 'CLS': {
        stamps = []
        return
      }
      case 'PRINT': {
        const [sets = 1, copies = 1] = parameters.split(',').map(Number)
        const { width, height } = size ?? extent(stamps)
        if (Number.isInteger(sets * copies))
          body.print(drawLabel(width, height, stamps), sets * copies, asked)
        return
      }
      case 'DENSITY': {
        asked = { ...asked, darkness: Number(parameters) / MOST_DENSITY }
        return
      }
      case 'DIRECTION': {
        asked = { ...asked, turned: parameters.startsWith('1') }
        return
      }
      case 'GAP':
      case 'BLINE': {
        // A gap of nothing is a roll without gaps.
        const isNone = Number.parseFloat(parameters) === 0
        asked = { ...asked, sensing: isNone ? 'none' : name.toUpperCase() === 'GAP' ? 'gap' : 'mark' }
        return
      }
      case 'SET': {
        asked = { ...asked, ...switched(asked, parameters.toUpperCase()) }
        return
      }
      default:
        if (UNDRAWN.has(name.toUpperCase())) body.undrawn(name.toUpperCase())
    }
  }

  function parseSize(text: string): { width: number; height: number } | undefined {
    const match = /^([\d.]+)\s*(mm|dot)?\s*,\s*([\d.]+)\s*(mm|dot)?$/i.exec(text)
    if (match === null) return undefined
    const [, width, widthUnit, height, heightUnit] = match
    return { width: dots(Number(width), widthUnit), height: dots(Number(height), heightUnit) }
  }

  function dots(value: number, unit: string | undefined): number {
    if (unit?.toLowerCase() === 'dot') return value
    return Math.round((unit?.toLowerCase() === 'mm' ? value / MM_AN_INCH : value) * dpi)
  }
}

/** `SET PEEL ON`, `SET CUTTER 3`, `SET CUTTER BATCH`: each has a switch of its own. */
function switched({ finish }: Asked, parameters: string): Asked {
  const [, what, value = ''] = /^(TEAR|PEEL|CUTTER) (ON|OFF|BATCH|\d+)$/.exec(parameters) ?? []
  if (what === undefined) return {}
  const one = what === 'TEAR' ? 'tear' : what === 'PEEL' ? 'peel' : 'cut'
  if (value === 'OFF') return finish === one ? { finish: 'tear' } : {}
  return one === 'cut'
    ? { finish: one, cutEvery: Number(value) || Number.POSITIVE_INFINITY }
    : { finish: one }
}

function startsWithBitmap(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 'BITMAP '.length).toUpperCase() === 'BITMAP '
}

/** The manual's `<ESC>!?`: one bit for each condition, 0 when ready. */
function statusByte(status: MechanismStatus): number {
  return (
    (status.headOpen ? 0x01 : 0) |
    (status.jammed || status.lost ? 0x02 : 0) |
    (status.paperOut ? 0x04 : 0) |
    (status.ribbonOut ? 0x08 : 0) |
    (status.paused ? 0x10 : 0) |
    (status.labelsRemaining > 0 ? 0x20 : 0)
  )
}
