import { ByteReader } from './byte-reader.ts'
import { blankPaper, putRows, type Paper } from './paper.ts'

/** The result of a stream on a ZPL printer: its raster, and the elements that it would draw with its own commands. */
export interface ZplLabel {
  readonly paper: Paper
  readonly copies: number
  readonly settings: Readonly<Record<string, string>>
  readonly symbols: {
    x: number
    y: number
    magnification: number
    level: string
    mode: string
    text: string
  }[]
  readonly texts: { x: number; y: number; height: number; text: string }[]
}

const NONE = { x: 0, y: 0 }

/**
 * Written from the ZPL II Programming Guide: `^` and `~` begin a command of two characters, its parameters end
 * at the next prefix; a field is ended by `^FS`, a format by `^XZ`.
 */
export function printZpl(stream: Uint8Array): ZplLabel[] {
  const reader = new ByteReader(stream)
  const labels: ZplLabel[] = []
  let settings: Record<string, string> = {}
  let state = fresh()
  let inside = false
  while (!reader.done) {
    const between = reader.textBefore('^~')
    if (between.trim() !== '') throw new Error(`text outside a field: ${between}`)
    if (reader.done) break
    const prefix = String.fromCharCode(reader.byte())
    const first = String.fromCharCode(reader.byte())
    // ^A takes the font's name where others have their second letter.
    const name = prefix + first + String.fromCharCode(reader.byte())
    const parameters = reader.textBefore('^~')
    const list = parameters.split(',')
    const numbers = list.map(Number)
    if (name === '^XA') {
      inside = true
      state = fresh()
      continue
    }
    if (name === '~SD') {
      if (!/^([0-2]\d|30)$/.test(parameters)) throw new Error(`~SD takes 00 to 30: ${parameters}`)
      settings = { ...settings, darkness: parameters }
      continue
    }
    if (!inside) throw new Error(`${name} outside ^XA and ^XZ`)
    switch (name) {
      case '^PW':
        state.width = numbers[0]!
        break
      case '^LL':
        state.height = numbers[0]!
        break
      case '^LH':
        state.home = { x: numbers[0]!, y: numbers[1]! }
        break
      case '^PO':
        if (!/^[NI]$/.test(parameters)) throw new Error(`^PO takes N or I: ${parameters}`)
        settings = { ...settings, orientation: parameters }
        break
      case '^MM':
        if (!/^[TPC]$/.test(parameters)) throw new Error(`no such mode here: ^MM${parameters}`)
        settings = { ...settings, mode: parameters }
        break
      case '^MN':
        if (!/^[NYWM]$/.test(parameters)) throw new Error(`no such media: ^MN${parameters}`)
        settings = { ...settings, media: parameters }
        break
      case '^PR':
        settings = { ...settings, speed: parameters }
        break
      case '^CI':
        state.utf8 = parameters === '28'
        break
      case '^BY':
        settings = { ...settings, barHeight: list[2] ?? '' }
        break
      case '^FO':
        state.origin = { x: state.home.x + numbers[0]!, y: state.home.y + numbers[1]! }
        break
      case '^GF':
        state.graphics.push({ at: state.origin, rows: graphicField(parameters) })
        break
      case '^BQ':
        state.symbol = { model: list[1]!, magnification: numbers[2]! }
        if (list[0] !== 'N' || list[1] !== '2') throw new Error(`^BQ${parameters}`)
        break
      case '^A0':
        state.height0 = numbers[1]!
        break
      case '^FH':
        if (parameters !== '') throw new Error('another hexadecimal indicator than _')
        state.escapes = true
        break
      case '^FD':
        state.data = parameters
        break
      case '^FS':
        endField(state)
        break
      case '^PQ':
        state.copies = numbers[0]!
        break
      case '^XZ':
        labels.push(finish(state, settings))
        inside = false
        break
      default:
        throw new Error(`no such command: ${name}`)
    }
  }
  if (inside) throw new Error('the format has no end')
  return labels
}

interface State {
  width: number
  height: number
  home: { x: number; y: number }
  origin: { x: number; y: number }
  copies: number
  utf8: boolean
  escapes: boolean
  data: string | undefined
  height0: number
  symbol: { model: string; magnification: number } | undefined
  graphics: { at: { x: number; y: number }; rows: Graphic }[]
  symbols: ZplLabel['symbols']
  texts: ZplLabel['texts']
}

interface Graphic {
  readonly data: Uint8Array
  readonly bytesPerRow: number
}

function fresh(): State {
  return {
    width: 0,
    height: 0,
    home: NONE,
    origin: NONE,
    copies: 1,
    utf8: false,
    escapes: false,
    data: undefined,
    height0: 0,
    symbol: undefined,
    graphics: [],
    symbols: [],
    texts: [],
  }
}

function endField(state: State): void {
  if (state.data !== undefined) {
    const text = fieldText(state.data, state.escapes, state.utf8)
    if (state.symbol === undefined) state.texts.push({ ...state.origin, height: state.height0, text })
    else {
      // Level and input mode come first: <H Q M L><A M>,
      const switches = /^([HQML])([AM]),(.*)$/s.exec(text)
      if (switches === null) throw new Error(`^FD of a QR code: ${text}`)
      const [, level, mode, data] = switches as unknown as [string, string, string, string]
      const { magnification } = state.symbol
      state.symbols.push({ ...state.origin, magnification, level, mode, text: data })
    }
  }
  Object.assign(state, { data: undefined, escapes: false, symbol: undefined, origin: NONE })
}

function fieldText(data: string, escapes: boolean, utf8: boolean): string {
  const bytes = escapes
    ? data.replace(/_([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : data
  return Buffer.from(bytes, 'latin1').toString(utf8 ? 'utf8' : 'latin1')
}

function finish(state: State, settings: Readonly<Record<string, string>>): ZplLabel {
  const paper = blankPaper(state.width, state.height)
  for (const { at, rows } of state.graphics) putRows(paper, rows.data, rows.bytesPerRow, at, 1)
  const { copies, symbols, texts } = state
  return { paper, copies, settings, symbols, texts }
}

/** `^GFa,b,c,d,data` in ASCII, with the "alternative data compression scheme". */
function graphicField(parameters: string): Graphic {
  const head = /^A,(\d+),(\d+),(\d+),/.exec(parameters)
  if (head === null) throw new Error('^GF takes A and three numbers')
  const [transmitted, total, bytesPerRow] = head.slice(1).map(Number) as [number, number, number]
  if (transmitted !== total || total > 99_999 || total % bytesPerRow !== 0) throw new Error(`^GF ${head[0]}`)
  const digitsPerRow = bytesPerRow * 2
  const rows: string[] = []
  let row = ''
  let repeat = 0
  const add = (digits: string): void => {
    row += digits
    while (row.length >= digitsPerRow) {
      rows.push(row.slice(0, digitsPerRow))
      row = row.slice(digitsPerRow)
    }
  }
  for (const character of parameters.slice(head[0].length)) {
    if (/[0-9A-F]/.test(character)) {
      add(character.repeat(repeat === 0 ? 1 : repeat))
      repeat = 0
    } else if (/[G-Y]/.test(character)) repeat += character.charCodeAt(0) - 70
    else if (/[g-z]/.test(character)) repeat += (character.charCodeAt(0) - 102) * 20
    else if (character === ',') add('0'.repeat(digitsPerRow - row.length))
    else if (character === '!') add('F'.repeat(digitsPerRow - row.length))
    else if (character === ':' && row === '' && rows.length > 0) add(rows.at(-1)!)
    else throw new Error(`${character} in graphic data`)
  }
  const data = Buffer.from(rows.join(''), 'hex')
  if (row !== '' || repeat !== 0 || data.length !== total) throw new Error('graphic data of another length')
  return { data, bytesPerRow }
}
