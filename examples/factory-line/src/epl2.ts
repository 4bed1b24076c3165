import { afterCommas, createCommandReader } from './command-reader.ts'
import type { Body, Interpreter } from './interpreter.ts'
import type { Asked } from './media.ts'
import { drawLabel, extent, type Stamp } from './raster.ts'

const LF = 0x0a
const MOST_DARKNESS = 15
const UNDRAWN = /^(?:A|B|b|LE|LO|LS|LW|X)[\d"]/

/** The part of EPL2 that a raster label needs, after the EPL Programming Guide 14245L. */
export function createEpl2(body: Body): Interpreter {
  let stamps: Stamp[] = []
  let [width, height]: (number | undefined)[] = []
  let asked: Asked = {}
  const reader = createCommandReader(step)

  return {
    feed: (bytes) => reader.feed(bytes),
    reset() {
      reader.clear()
      stamps = []
    },
  }

  function step(bytes: Buffer): Buffer | undefined {
    if (bytes.length >= 2 && bytes.toString('latin1', 0, 2) === 'GW') return graphic(bytes)
    const end = bytes.indexOf(LF)
    if (end === -1) return undefined
    command(bytes.toString('latin1', 0, end).trim())
    return bytes.subarray(end + 1)
  }

  /** `GWx,y,bytes a row,rows,data`: the data is binary, so its length is counted. */
  function graphic(bytes: Buffer): Buffer | undefined {
    const begin = afterCommas(bytes, 4)
    if (begin === undefined) return undefined
    const [x = 0, y = 0, stride = 0, rows = 0] = bytes.toString('latin1', 2, begin).split(',').map(Number)
    const end = begin + stride * rows
    if (bytes.length < end) return undefined
    // A 0 is a black dot.
    const data = bytes.subarray(begin, end).map((byte) => ~byte)
    if (data.length > 0) stamps.push({ x, y, stride, data, blend: 'overwrite' })
    return bytes.subarray(end)
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
