import type { ByteBuffer } from '../../disk/byte-buffer.ts'
import type { CartonEntry, ManifestBarcode, ManifestEntry, ManifestFile, ManifestSymbol } from './manifest.ts'

/** Lines of `manifest.ndjson` about labels whose place in shared files is not known yet. */
export interface ManifestDraft {
  /** @param entry with offsets from the beginning of the chunk's part of each file */
  add(entry: ManifestEntry): void
  addCarton(entry: CartonEntry): void
  /**
   * The lines as they are written into the manifest.
   *
   * @param beginOf offset of the chunk's part of a file
   */
  placed(beginOf: (file: string) => number): Uint8Array
}

/** Digits of the largest safe integer. */
const MOST_DIGITS = 16

/**
 * Each line is written when its label is made: entries kept until the end of the chunk would be copied by every
 * scavenge (minor GC). Written by hand, in a tenth of the time of `JSON.stringify` and with the same result: EUIs,
 * digests and our own words are letters, digits and dashes, and need no escapes.
 *
 * @param buffer empty, and not used elsewhere
 */
export function createManifestDraft(buffer: ByteBuffer): ManifestDraft {
  /** Offsets to be filled in: their positions in the buffer, their files and what they are within the part. */
  const gaps = { at: [] as number[], file: [] as string[], offset: [] as number[] }
  // What is the same on one line after another is written as text once.
  const formatText = remembered((format: string) => `,"format":${quoted(format)},"symbols":[`)
  const fileText = createFileText()
  const listed = createSymbolList()

  /** @returns the rest of the text, which is not in the buffer yet */
  function addFile(before: string, file: ManifestFile): string {
    const { file: name, entry, offset, page, place, bytes, digest } = file
    let text = before + fileText(file)
    if (entry !== undefined) text += `,"entry":${quoted(entry)}`
    if (offset !== undefined) {
      buffer.addText(`${text},"offset":`)
      gaps.at.push(buffer.length)
      gaps.file.push(name)
      gaps.offset.push(offset)
      text = ''
    }
    if (page !== undefined) text += `,"page":${page}`
    if (place !== undefined) text += `,"place":${place}`
    return `${text},"bytes":${bytes},"digest":"${digest}"}`
  }

  return {
    add(entry) {
      const { row, line, addition, devEui, joinEui, serialNumber, input, format, symbols } = entry
      const { barcodes, copies, files, verifiedBy } = entry
      const run = addition === undefined ? '' : `,"addition":${addition}`
      const join = joinEui === undefined ? '' : `,"joinEui":"${joinEui}"`
      const serial = serialNumber === undefined ? '' : `,"serialNumber":${quoted(serialNumber)}`
      const from = input === undefined ? '' : `,"input":${quoted(input)}`
      const times = copies === undefined ? '' : `,"copies":${copies}`
      let text = `{"row":${row},"line":${line}${run},"devEui":"${devEui}"${join}${serial}${from}${formatText(format)}${listed(symbols)}]${barcodesOf(barcodes)}${times},"files":[`
      for (const file of files) text = addFile(file === files[0] ? text : `${text},`, file)
      buffer.addText(text + (verifiedBy === undefined ? ']}\n' : `],"verifiedBy":"${verifiedBy}"}\n`))
    },
    addCarton({ carton, devices, row, line, addition, input, symbols, barcodes, files, verifiedBy }) {
      const run = addition === undefined ? '' : `,"addition":${addition}`
      const from = input === undefined ? '' : `,"input":${quoted(input)}`
      let text = `{"carton":${carton},"devices":${devices},"row":${row},"line":${line}${run}${from},"symbols":[${listed(symbols)}]${barcodesOf(barcodes)},"files":[`
      for (const file of files) text = addFile(file === files[0] ? text : `${text},`, file)
      buffer.addText(text + (verifiedBy === undefined ? ']}\n' : `],"verifiedBy":"${verifiedBy}"}\n`))
    },
    placed(beginOf) {
      const draft = buffer.all()
      const lines = Buffer.allocUnsafeSlow(draft.length + gaps.at.length * MOST_DIGITS)
      let [from, to] = [0, 0]
      for (const [index, at] of gaps.at.entries()) {
        to += draft.copy(lines, to, from, at)
        to += lines.write(String(beginOf(gaps.file[index]!) + gaps.offset[index]!), to, 'latin1')
        from = at
      }
      to += draft.copy(lines, to, from)
      return lines.subarray(0, to)
    },
  }
}

/** Calls `make` only when its argument is not that of the call before. */
function remembered(make: (of: string) => string): (of: string) => string {
  let last: string | undefined
  let made = ''
  return (of) => {
    if (of !== last) {
      made = make(of)
      last = of
    }
    return made
  }
}

/** The beginning of a file's members, which is that of the last one where labels have files in common. */
function createFileText(): (file: Pick<ManifestFile, 'as' | 'file'>) => string {
  let last = { as: '', file: '', text: '' }
  return ({ as, file }) => {
    if (last.as !== as || last.file !== file)
      last = { as, file, text: `{"as":"${as}","file":${quoted(file)}` }
    return last.text
  }
}

/** Writes symbols, whose places are mostly those of the last label. */
function createSymbolList(): (symbols: readonly ManifestSymbol[]) => string {
  let last: ManifestSymbol | undefined
  let place = ''
  function one(symbol: ManifestSymbol): string {
    if (last === undefined || !isAtSamePlace(last, symbol)) {
      const { version, errorCorrection, modules, dots, x, y } = symbol
      place = `{"version":${version},"errorCorrection":"${errorCorrection}","modules":${modules},"dots":${dots},"x":${x},"y":${y},"digest":"`
      last = symbol
    }
    return `${place}${symbol.digest}"}`
  }
  return (symbols) => {
    let text = ''
    for (const symbol of symbols) text += text === '' ? one(symbol) : `,${one(symbol)}`
    return text
  }
}

function isAtSamePlace(a: ManifestSymbol, b: ManifestSymbol): boolean {
  return (
    a.version === b.version &&
    a.errorCorrection === b.errorCorrection &&
    a.modules === b.modules &&
    a.dots === b.dots &&
    a.x === b.x &&
    a.y === b.y
  )
}

function barcodesOf(barcodes: readonly ManifestBarcode[] | undefined): string {
  return barcodes === undefined ? '' : `,"barcodes":${JSON.stringify(barcodes)}`
}

/** Printable ASCII except quote and backslash, which needs no escapes. */
const PLAIN = /^[ !#-[\]-~]*$/

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)
}
