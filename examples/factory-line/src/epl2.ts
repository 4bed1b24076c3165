import type { Body, Interpreter } from './interpreter.ts'
import type { Asked } from './media.ts'
import { drawLabel, extent, type Stamp } from './raster.ts'

const LF = 0x0a
const COMMA = 0x2c
const MOST_DARKNESS = 15
const UNDRAWN = /^(?:A|B|b|LE|LO|LS|LW|X)[\d"]/

/** The part of EPL2 that a raster label needs, after the EPL Programming Guide 14245L. */
export function createEpl2(body: Body): Interpreter {
  let pending: Buffer = Buffer.alloc(0)
  let stamps: Stamp[] = []
  let [width, height]: (number | undefined)[] = []
  let asked: Asked = {}

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
    if (pending.length >= 2 && pending.toString('latin1', 0, 2) === 'GW') return graphic()
    const end = pending.indexOf(LF)
    if (end === -1) return false
    const line = pending.toString('latin1', 0, end).trim()
    pending = pending.subarray(end + 1)
    command(line)
    return true
  }

  /** `GWx,y,bytes a row,rows,data`: the data is binary, so its length is counted. */
  function graphic(): boolean {
    let header = -1
    for (let commas = 0; commas < 4; commas += 1) {
      header = pending.indexOf(COMMA, header + 1)
      if (header === -1) return false
    }
    const [x = 0, y = 0, stride = 0, rows = 0] = pending.toString('latin1', 2, header).split(',').map(Number)
    const end = header + 1 + stride * rows
    if (pending.length < end) return false
    // A 0 is a black dot.
    const data = pending.subarray(header + 1, end).map((byte) => ~byte)
    if (data.length > 0) stamps.push({ x, y, stride, data, blend: 'overwrite' })
    pending = pending.subarray(end)
    return true
  }

  function command(line: string): void {
    const [first = 0, second] = line.slice(1).split(',').map(Number)
    switch (line.slice(0, 1)) {
      // Both clear the image buffer.
      case 'q': {
        width = first
        stamps = []
        return
      }
      case 'Q': {
        height = first
        stamps = []
        asked = { ...asked, sensing: /,B/.test(line) ? 'mark' : second === 0 ? 'none' : 'gap' }
        return
      }
      case 'N': {
        stamps = []
        return
      }
      case 'D': {
        asked = { ...asked, darkness: first / MOST_DARKNESS }
        return
      }
      case 'Z': {
        asked = { ...asked, turned: line === 'ZB' }
        return
      }
      case 'P': {
        const size = extent(stamps)
        const copies = first * (second ?? 1)
        if (Number.isInteger(copies))
          body.print(drawLabel(width ?? size.width, height ?? size.height, stamps), copies, asked)
        return
      }
      default:
        if (UNDRAWN.test(line)) body.undrawn(/^[A-Za-z]+/.exec(line)?.[0] ?? '')
    }
  }
}
