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

/** An offset to be filled in. */
interface Gap {
  /** Its position in the buffer. */
  readonly at: number
  readonly file: string
  readonly offset: number
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
  const gaps: Gap[] = []

  /** @returns the rest of the text, which is not in the buffer yet */
  function addFile(before: string, file: ManifestFile): string {
    const { as, file: name, entry, offset, page, place, bytes, digest } = file
    let text = `${before}{"as":"${as}","file":${quoted(name)}`
    if (entry !== undefined) text += `,"entry":${quoted(entry)}`
    if (offset !== undefined) {
      buffer.addText(`${text},"offset":`)
      gaps.push({ at: buffer.length, file: name, offset })
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
      let text = `{"row":${row},"line":${line}${run},"devEui":"${devEui}"${join}${serial}${from},"format":${quoted(format)},"symbols":[${listed(symbols)}]${barcodesOf(barcodes)}${times},"files":[`
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
      const lines = Buffer.allocUnsafeSlow(draft.length + gaps.length * MOST_DIGITS)
      let [from, to] = [0, 0]
      for (const { at, file, offset } of gaps) {
        to += draft.copy(lines, to, from, at)
        to += lines.write(String(beginOf(file) + offset), to, 'latin1')
        from = at
      }
      to += draft.copy(lines, to, from)
      return lines.subarray(0, to)
    },
  }
}

function listed(symbols: readonly ManifestSymbol[]): string {
  let text = ''
  for (const { version, errorCorrection, modules, dots, x, y, digest } of symbols)
    text += `${text === '' ? '' : ','}{"version":${version},"errorCorrection":"${errorCorrection}","modules":${modules},"dots":${dots},"x":${x},"y":${y},"digest":"${digest}"}`
  return text
}

function barcodesOf(barcodes: readonly ManifestBarcode[] | undefined): string {
  return barcodes === undefined ? '' : `,"barcodes":${JSON.stringify(barcodes)}`
}

/** Printable ASCII except quote and backslash, which needs no escapes. */
const PLAIN = /^[ !#-[\]-~]*$/

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)
}
