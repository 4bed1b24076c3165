import { openToRead } from '@claimtag/disk'
import { closeSync, fstatSync, readSync } from 'node:fs'

/** A PDF as a reader sees it (ISO 32000-1, 7.5): from its end to the table of offsets, and from there to any object. */
export interface PdfFile {
  /** Number of the catalogue. */
  readonly root: number
  /** Offset of an object; `undefined` when the table has none of this number. */
  placeOf(number: number): number | undefined
  /** An object's text without its header, for objects that are not large streams. */
  object(number: number): string | undefined
  close(): void
}

/** The last line must be within the last 1024 bytes. (Annex H.3, note 18) */
const TAIL = 1024
const ENTRY = 20
const FIRST_READ = 1024

/** @returns `undefined` for a file that is not a PDF with one plain table of offsets */
export function openPdfFile(path: string): PdfFile | undefined {
  const file = openToRead(path)
  const { size } = fstatSync(file)
  const pdf = read(size, (at, length) => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)))
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, at))
  })
  if (pdf === undefined) closeSync(file)
  return pdf === undefined ? undefined : { ...pdf, close: () => closeSync(file) }
}

type TextAt = (at: number, length: number) => string

function read(size: number, textAt: TextAt): Omit<PdfFile, 'close'> | undefined {
  if (!textAt(0, 5).startsWith('%PDF-')) return undefined
  const tail = textAt(Math.max(0, size - TAIL), TAIL)
  const table = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1])
  const root = Number(/trailer\s*<<[^]*\/Root (\d+) 0 R/.exec(tail)?.[1])
  if (Number.isNaN(table) || Number.isNaN(root)) return undefined
  const [head = '', count] = /^xref\s+0 (\d+)\s+/.exec(textAt(table, 64)) ?? []
  if (count === undefined) return undefined
  const first = table + head.length

  function placeOf(number: number): number | undefined {
    if (!(number > 0 && number < Number(count))) return undefined
    const [, place] = /^(\d{10}) \d{5} n/.exec(textAt(first + number * ENTRY, ENTRY)) ?? []
    return place === undefined ? undefined : Number(place)
  }

  return {
    root,
    placeOf,
    object(number) {
      const place = placeOf(number)
      if (place === undefined) return undefined
      const header = `${number} 0 obj\n`
      for (let length = FIRST_READ; ; length *= 8) {
        const text = textAt(place, length)
        const end = text.indexOf('endobj')
        if (!text.startsWith(header)) return undefined
        // Of a large stream, the beginning is enough.
        if (end !== -1 || text.includes('stream\n') || place + length >= size)
          return text.slice(header.length, end === -1 ? undefined : end)
      }
    },
  }
}
