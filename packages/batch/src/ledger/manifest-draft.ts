import type { ByteBuffer } from '../disk/byte-buffer.ts'
import type { ManifestEntry, ManifestFile, ManifestSymbol } from './manifest.ts'

/** Lines of `manifest.ndjson` about labels whose shared files are not yet known to begin where. */
export interface ManifestDraft {
  /** @param entry with offsets from where the chunk's part of each file begins */
  add(entry: ManifestEntry): void
  /**
   * The lines as they go into the manifest.
   *
   * @param beginOf where the chunk's part of a file begins
   */
  placed(beginOf: (file: string) => number): Uint8Array
}

/** An offset that is left open. */
interface Gap {
  /** Where it belongs in the pile. */
  readonly at: number
  readonly file: string
  readonly offset: number
}

/** Digits of the largest safe integer. */
const MOST_DIGITS = 16

/**
 * Lines are written while their label is at hand, since entries kept to the end of the chunk are copied by every
 * cleaning of the memory. Written by hand, in a third of the time of `JSON.stringify`, whose text they are: EUIs, digests
 * and words of ours are letters, digits and dashes, and stand for themselves.
 *
 * @param pile empty, and nobody else's
 */
export function createManifestDraft(pile: ByteBuffer): ManifestDraft {
  const gaps: Gap[] = []
  let text = ''

  function addFile({ as, file, entry, offset, page, place, bytes, digest }: ManifestFile): void {
    text += `{"as":"${as}","file":${quoted(file)}`
    if (entry !== undefined) text += `,"entry":${quoted(entry)}`
    if (offset !== undefined) {
      pile.addText(`${text},"offset":`)
      gaps.push({ at: pile.length, file, offset })
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
      pile.addText(text)
    },
    placed(beginOf) {
      const draft = pile.all()
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

/** Printable ASCII but the quote and the backslash stands for itself. */
const PLAIN = /^[ !#-[\]-~]*$/

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)
}
