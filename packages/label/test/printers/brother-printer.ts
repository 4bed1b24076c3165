import { ByteReader } from './byte-reader.ts'
import { blankPaper, putDot, type Paper } from './paper.ts'

export interface BrotherPage {
  /** The whole head, 720 pins, seen on the label: the printer's pin 0 is at the right. What is printed black. */
  readonly paper: Paper
  /** What is printed red; absent in one colour. */
  readonly red?: Paper
  readonly kind: 'continuous' | 'die-cut'
  readonly width: number
  readonly length: number
  readonly first: boolean
  readonly quality: boolean
  readonly autoCut: boolean
  readonly cutAtEnd: boolean
  readonly cutEach: number | undefined
  readonly margin: number
  readonly compressed: boolean
  readonly last: boolean
}

const PINS = 720

/**
 * Written from Brother's Raster Command Reference QL-800/810W/820NWB: invalidate and initialise once, then for
 * each page its control codes, raster lines and a print command. A page in two colours says so in its expanded mode,
 * and has two `w` lines for each row: first that of the high energy, black, and then that of the low energy, red.
 */
export function printBrother(stream: Uint8Array): BrotherPage[] {
  const reader = new ByteReader(stream)
  const pages: BrotherPage[] = []
  let page = fresh()
  let rows: Uint8Array[] = []
  let red: Uint8Array[] = []
  let nulls = 0
  let initialised = false
  while (!reader.done) {
    const command = reader.byte()
    if (command === 0x00) nulls += 1
    else if (command === 0x1b) {
      const next = reader.byte()
      if (next === 0x40) {
        // "Sends a 400-byte invalidate command" before it.
        if (nulls < 400) throw new Error(`only ${nulls} bytes of invalidate`)
        initialised = true
      } else if (next === 0x69) page = { ...page, ...control(reader) }
      else throw new Error(`ESC ${next}`)
    } else if (command === 0x4d) page = { ...page, compressed: compression(reader.byte()) }
    else if (command === 0x67) {
      if (reader.byte() !== 0) throw new Error('g takes 00h first')
      const data = reader.bytes(reader.byte())
      rows.push(page.compressed ? unpacked(data) : data)
    } else if (command === 0x77) {
      const colour = reader.byte()
      const data = reader.bytes(reader.byte())
      if (colour !== (red.length < rows.length ? 2 : 1)) throw new Error(`w ${colour} out of its order`)
      if (colour === 1) rows.push(page.compressed ? unpacked(data) : data)
      else red.push(page.compressed ? unpacked(data) : data)
    } else if (command === 0x0c || command === 0x1a) {
      if (!initialised || !page.raster) throw new Error('not in raster mode')
      if (rows.length !== page.rows) throw new Error(`${rows.length} raster lines instead of ${page.rows}`)
      const { raster: _raster, rows: _rows, twoColour, ...shown } = page
      if (red.length !== (twoColour ? rows.length : 0)) throw new Error('lines of another colour mode')
      const inRed = twoColour ? { red: onPaper(red) } : {}
      pages.push({ ...shown, paper: onPaper(rows), ...inRed, last: command === 0x1a })
      page = { ...fresh(), compressed: page.compressed }
      rows = []
      red = []
    } else throw new Error(`no such command: ${command.toString(16)}`)
  }
  if (rows.length > 0) throw new Error('a page was not printed')
  return pages
}

type Page = Omit<BrotherPage, 'paper' | 'last'> & { raster: boolean; rows: number; twoColour: boolean }

function fresh(): Page {
  return {
    kind: 'continuous',
    width: 0,
    length: 0,
    first: false,
    quality: false,
    autoCut: false,
    cutAtEnd: false,
    cutEach: undefined,
    margin: -1,
    compressed: false,
    raster: false,
    rows: -1,
    twoColour: false,
  }
}

/** `ESC i` and a letter. */
function control(reader: ByteReader): Partial<Page> {
  const letter = String.fromCharCode(reader.byte())
  switch (letter) {
    case 'a':
      return { raster: reader.byte() === 1 }
    case 'z': {
      const flags = reader.byte()
      const [kind, width, length] = [reader.byte(), reader.byte(), reader.byte()]
      const rows = reader.littleEndian16() + 65_536 * reader.littleEndian16()
      const starting = reader.byte()
      if (reader.byte() !== 0) throw new Error('n10 is fixed at 0')
      // Recovery is always on; kind and width, and the length of a die-cut label, are to be checked.
      if ((flags & 0x86) !== 0x86) throw new Error(`flags ${flags.toString(16)}`)
      if ((kind === 0x0b) !== ((flags & 0x08) !== 0)) throw new Error('length to be checked on a roll')
      if (kind !== 0x0a && kind !== 0x0b) throw new Error(`media type ${kind}`)
      const named = kind === 0x0a ? 'continuous' : 'die-cut'
      return { kind: named, width, length, rows, first: starting === 0, quality: (flags & 0x40) !== 0 }
    }
    case 'M':
      return { autoCut: (reader.byte() & 0x40) !== 0 }
    case 'A':
      return { cutEach: reader.byte() }
    case 'K': {
      const mode = reader.byte()
      return { cutAtEnd: (mode & 0x08) !== 0, twoColour: (mode & 0x01) !== 0 }
    }
    case 'd':
      return { margin: reader.littleEndian16() }
    default:
      throw new Error(`ESC i ${letter}`)
  }
}

function compression(mode: number): boolean {
  if (mode !== 0 && mode !== 2) throw new Error(`compression mode ${mode}`)
  return mode === 2
}

/** TIFF PackBits; a line is 90 bytes when expanded, whatever the tape's width. */
function unpacked(data: Uint8Array): Uint8Array {
  if (data.length > PINS / 8 + 1) throw new Error('more than 91 bytes of compressed data')
  const reader = new ByteReader(data)
  const line: number[] = []
  while (!reader.done) {
    const count = (reader.byte() << 24) >> 24
    if (count >= 0) line.push(...reader.bytes(count + 1))
    else line.push(...new Uint8Array(1 - count).fill(reader.byte()))
  }
  return Uint8Array.from(line)
}

function onPaper(rows: readonly Uint8Array[]): Paper {
  const paper = blankPaper(PINS, rows.length)
  rows.forEach((row, y) => {
    if (row.length !== PINS / 8) throw new Error(`a raster line of ${row.length} bytes`)
    for (let pin = 0; pin < PINS; pin += 1) {
      putDot(paper, PINS - 1 - pin, y, ((row[pin >> 3]! << (pin & 7)) & 0x80) !== 0)
    }
  })
  return paper
}
