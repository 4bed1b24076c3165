import type { Body, Interpreter } from './interpreter.ts'
import type { Asked } from './media.ts'
import { drawLabel, extent, type Stamp } from './raster.ts'
import { decodeGraphic } from './zpl-graphic.ts'
import { hostStatus } from './zpl-status.ts'

const PREFIX = /[\^~]/g
const NAME_LENGTH = 3
/** Commands that end with their name; all others end where the next command begins. */
const BARE = new Set(['^XA', '^XZ', '^FS'])
/** Far above any label; a mistake of the sender must not fill the memory. */
const MOST_GRAPHIC_BYTES = 9_999_999
const MOST_DARKNESS = 30
const FINISHES: Readonly<Record<string, Asked['finish']>> = { T: 'tear', P: 'peel', C: 'cut' }
const SENSINGS: Readonly<Record<string, Asked['sensing']>> = { N: 'none', W: 'gap', Y: 'gap', M: 'mark' }
/** Fields that need fonts or bar codes. */
const UNDRAWN = /^\^(A.|B[^Y]|G[BCDES]|X[GF])$/

interface Format {
  x: number
  y: number
  copies: number
  fields: number
  readonly stamps: Stamp[]
}

/** The part of ZPL II that a raster label needs, after the ZPL II Programming Guide. */
export function createZpl(body: Body): Interpreter {
  let pending = ''
  let format: Format | undefined
  // ~SD, ^MM, ^MN, ^PO, ^PW, ^LL and ^LH stay in force until changed, also for later formats.
  let asked: Asked = {}
  let width: number | undefined
  let height: number | undefined
  let home: readonly [number, number] = [0, 0]

  return {
    feed(bytes) {
      pending += bytes.toString('latin1')
      for (;;) {
        const start = nextPrefix(pending, 0)
        if (start === -1) {
          pending = ''
          return
        }
        if (pending.length - start < NAME_LENGTH) {
          pending = pending.slice(start)
          return
        }
        const name = pending.slice(start, start + NAME_LENGTH).toUpperCase()
        const tail = start + NAME_LENGTH
        const bare = (name.startsWith('~') && name !== '~SD') || BARE.has(name)
        const end = bare ? tail : nextPrefix(pending, tail)
        if (end === -1) {
          pending = pending.slice(start)
          return
        }
        const parameters = pending.slice(tail, end)
        pending = pending.slice(end)
        if (name.startsWith('~')) immediate(name, parameters)
        else inFormat(name, parameters)
      }
    },
    reset,
  }

  function reset(): void {
    pending = ''
    format = undefined
  }

  function immediate(name: string, parameters: string): void {
    switch (name) {
      case '~SD': {
        asked = { ...asked, darkness: Number.parseInt(parameters, 10) / MOST_DARKNESS }
        return
      }
      case '~HS':
        return body.answer(hostStatus(body.status(), { partial: format !== undefined, length: height ?? 0 }))
      case '~JX': {
        format = undefined
        return
      }
      case '~JA': {
        format = undefined
        return body.cancelAll()
      }
      case '~PP':
        return body.pause()
      case '~PS':
        return body.resume()
      default:
    }
  }

  function inFormat(name: string, parameters: string): void {
    if (name === '^XA') {
      format = { x: 0, y: 0, copies: 1, fields: 0, stamps: [] }
      return
    }
    if (format === undefined) return
    const [first = '', second = ''] = parameters.split(',', 2)
    switch (name) {
      case '^PW': {
        width = integer(first) ?? width
        return
      }
      case '^LL': {
        height = integer(first) ?? height
        return
      }
      case '^LH': {
        home = [integer(first) ?? 0, integer(second) ?? 0]
        return
      }
      case '^FO': {
        format.x = integer(first) ?? 0
        format.y = integer(second) ?? 0
        return
      }
      case '^PQ': {
        format.copies = integer(first) ?? 1
        return
      }
      case '^PO': {
        asked = { ...asked, turned: first.trim() === 'I' }
        return
      }
      case '^MM': {
        asked = { ...asked, finish: FINISHES[first.trim()] ?? 'tear' }
        return
      }
      case '^MN': {
        asked = { ...asked, sensing: SENSINGS[first.trim()] ?? 'gap' }
        return
      }
      case '^GF':
        return graphic(format, parameters)
      case '^XZ':
        return finish(format)
      default: {
        if (!UNDRAWN.test(name)) return
        format.fields += 1
        body.undrawn(name)
      }
    }
  }

  function graphic(into: Format, parameters: string): void {
    const match = /^(.?),(\d+),(\d+),(\d+),([^]*)$/.exec(parameters)
    if (match === null) return
    into.fields += 1
    const [, type = '', , count = '', row = '', text = ''] = match
    const readable = (type === 'A' || type === '') && Number(row) > 0 && Number(count) <= MOST_GRAPHIC_BYTES
    const data = readable ? decodeGraphic(text, Number(count), Number(row)) : undefined
    if (data === undefined) return body.undrawn(`^GF${type}`)
    const stamp = { x: into.x + home[0], y: into.y + home[1], stride: Number(row), data }
    into.stamps.push({ ...stamp, blend: 'or' })
  }

  function finish(done: Format): void {
    format = undefined
    // A format that contains only settings feeds no label.
    if (done.fields === 0) return
    const size = extent(done.stamps)
    body.print(drawLabel(width ?? size.width, height ?? size.height, done.stamps), done.copies, asked)
  }
}

function nextPrefix(text: string, from: number): number {
  PREFIX.lastIndex = from
  return PREFIX.exec(text)?.index ?? -1
}

function integer(text: string): number | undefined {
  return /^\d+$/.test(text.trim()) ? Number(text) : undefined
}
