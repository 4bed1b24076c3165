import type { ByteBuffer } from '../disk/byte-buffer.ts'
import type { ManifestEntry, ManifestFile, ManifestSymbol } from './manifest.ts'

/** Lines of `manifest.ndjson` about labels whose place in shared files is not known yet. */
export interface ManifestDraft {
  /** @param entry with offsets from the beginning of the chunk's part of each file */
  add(entry: ManifestEntry): void
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
 * scavenge (minor GC). Written by hand, in a third of the time of `JSON.stringify` and with the same result: EUIs,
 * digests and our own words are letters, digits and dashes, and need no escapes.
 *
 * @param buffer empty, and not used elsewhere
 */
export function createManifestDraft(buffer: ByteBuffer): ManifestDraft {
  const gaps: Gap[] = []
  let text = ''

  function addFile({ as, file, entry, offset, page, place, bytes, digest }: ManifestFile): void {
    text += `{"as":"${as}","file":${quoted(file)}`
    if (entry !== undefined) text += `,"entry":${quoted(entry)}`
    if (offset !== undefined) {
      buffer.addText(`${text},"offset":`)
      gaps.push({ at: buffer.length, file, offset })
      text = ''
    }
    if (page !== undefined) text += `,"page":${page}`
    if (place !== undefined) text += `,"place":${place}`
    text += `,"bytes":${bytes},"digest":"${digest}"}`
  }

  return {
    add({ row, line, addition, devEui, joinEui, input, format, symbols, files, verifiedBy }) {
      text = `{"row":${row},"line":${line}`
      if (addition !== undefined) text += `,"addition":${addition}`
      text += `,"devEui":"${devEui}"`
      if (joinEui !== undefined) text += `,"joinEui":"${joinEui}"`
      if (input !== undefined) text += `,"input":${quoted(input)}`
      text += `,"format":${quoted(format)},"symbols":[${listed(symbols)}],"files":[`
      for (const file of files) {
        if (file !== files[0]) text += ','
        addFile(file)
      }
      text += verifiedBy === undefined ? ']}\n' : `],"verifiedBy":"${verifiedBy}"}\n`
      buffer.addText(text)
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
  for (const { version, errorCorrection, modules, dots, x, y, digest } of symbols) {
    if (text !== '') text += ','
    text += `{"version":${version},"errorCorrection":"${errorCorrection}","modules":${modules},"dots":${dots}`
    text += `,"x":${x},"y":${y},"digest":"${digest}"}`
  }
  return text
}

/** Printable ASCII except quote and backslash, which needs no escapes. */
const PLAIN = /^[ !#-[\]-~]*$/

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)
}
