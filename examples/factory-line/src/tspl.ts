import { afterCommas, createCommandReader } from './command-reader.ts'
import type { Body, Interpreter } from './interpreter.ts'
import type { Asked } from './media.ts'
import type { MechanismStatus } from './mechanism.ts'
import { type Blend, drawLabel, extent, type Stamp } from './raster.ts'

const ESC = 0x1b
const LF = 0x0a
const IMMEDIATE_LENGTH = 3
const BLENDS: readonly Blend[] = ['overwrite', 'or', 'xor']
const MM_AN_INCH = 25.4
const MOST_DENSITY = 15
const UNDRAWN = new Set(['TEXT', 'BLOCK', 'BARCODE', 'QRCODE', 'DMATRIX', 'PDF417', 'BAR', 'BOX', 'PUTBMP'])

/** The part of TSPL that a raster label needs, after the TSPL/TSPL2 Programming Manual. */
export function createTspl(body: Body, dpi: number): Interpreter {
  let stamps: Stamp[] = []
  let asked: Asked = {}
  let size: { readonly width: number; readonly height: number } | undefined
  const reader = createCommandReader(step)

  return {
    feed: (bytes) => reader.feed(bytes),
    reset() {
      reader.clear()
      stamps = []
    },
  }

  function step(bytes: Buffer): Buffer | undefined {
    if (bytes.length === 0) return undefined
    if (bytes[0] === ESC) return immediate(bytes)
    if (startsWithBitmap(bytes)) return bitmap(bytes)
    const end = bytes.indexOf(LF)
    const escape = bytes.indexOf(ESC)
    if (escape !== -1 && (end === -1 || escape < end)) {
      // Status may be asked for at any time, also in the middle of a line.
      const rest = immediate(bytes.subarray(escape))
      return rest && Buffer.concat([bytes.subarray(0, escape), rest])
    }
    if (end === -1) return undefined
    command(bytes.toString('latin1', 0, end).trim())
    return bytes.subarray(end + 1)
  }

  function immediate(bytes: Buffer): Buffer | undefined {
    if (bytes.length < IMMEDIATE_LENGTH) return undefined
    const name = bytes.toString('latin1', 1, IMMEDIATE_LENGTH)
    if (name === '!?') body.answer(Buffer.of(statusByte(body.status())))
    else if (name === '!P') body.pause()
    else if (name === '!O') body.resume()
    else if (name === '!.') {
      stamps = []
      body.cancelAll()
    }
    return bytes.subarray(IMMEDIATE_LENGTH)
  }

  /** `BITMAP x,y,bytes a row,rows,mode,data`: the data is binary, so its length is counted. */
  function bitmap(bytes: Buffer): Buffer | undefined {
    const begin = afterCommas(bytes, 5)
    if (begin === undefined) return undefined
    const numbers = bytes.toString('latin1', 'BITMAP'.length, begin).split(',').map(Number)
    const [x = 0, y = 0, stride = 0, rows = 0, mode = 0] = numbers
    const end = begin + stride * rows
    if (bytes.length < end) return undefined
    // In TSPL 0 is a black dot and 1 a white one.
    const data = bytes.subarray(begin, end).map((byte) => ~byte)
    if (data.length > 0) stamps.push({ x, y, stride, data, blend: BLENDS[mode] ?? 'overwrite' })
    return bytes.subarray(end)
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
