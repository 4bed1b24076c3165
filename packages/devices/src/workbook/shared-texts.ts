import { tooLarge } from './fault.ts'
import { LONGEST_TEXT } from './sheet.ts'

/** The texts of a workbook that its cells refer to by number. */
export interface SharedTexts {
  at(index: number): string | undefined
}

export interface SharedTextsBuilder extends SharedTexts {
  add(text: string): void
}

const PAGE = 1 << 20
/**
 * 80 MiB: three million texts of a device, without the index. Stored as bytes in pages, since strings would take
 * three times as much.
 */
const MOST_PAGES = 80
const INDEX_BLOCK = 65_536
const LENGTH_BYTES = 3

/** @throws InputError `workbook-too-large` */
export function createSharedTexts(): SharedTextsBuilder {
  const pages: Buffer[] = []
  const index: Uint32Array[] = []
  let count = 0
  let end = PAGE

  return {
    add(text) {
      if (text.length > LONGEST_TEXT) throw tooLarge()
      // A character takes at most three bytes for each of its UTF-16 units.
      if (end + LENGTH_BYTES + 3 * text.length > PAGE) {
        if (pages.length === MOST_PAGES) throw tooLarge()
        pages.push(Buffer.allocUnsafeSlow(PAGE))
        end = 0
      }
      const page = pages[pages.length - 1] as Buffer
      const length = page.write(text, end + LENGTH_BYTES, 'utf8')
      page.writeUIntLE(length, end, LENGTH_BYTES)
      if (count % INDEX_BLOCK === 0) index.push(new Uint32Array(INDEX_BLOCK))
      const block = index[index.length - 1] as Uint32Array
      block[count++ % INDEX_BLOCK] = (pages.length - 1) * PAGE + end
      end += LENGTH_BYTES + length
    },
    at(wanted) {
      if (!Number.isInteger(wanted) || wanted < 0 || wanted >= count) return undefined
      const place = index[Math.floor(wanted / INDEX_BLOCK)]?.[wanted % INDEX_BLOCK] ?? 0
      const page = pages[Math.floor(place / PAGE)] as Buffer
      const from = place % PAGE
      const length = page.readUIntLE(from, LENGTH_BYTES)
      return page.toString('utf8', from + LENGTH_BYTES, from + LENGTH_BYTES + length)
    },
  }
}
