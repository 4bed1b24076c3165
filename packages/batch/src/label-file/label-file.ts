import type { GreyImage } from '@claimtag/decoder/scan'
import { greyOf } from '../read-back/dots.ts'
import { readBrother } from '../read-back/languages/brother.ts'
import { readEpl2 } from '../read-back/languages/epl2.ts'
import { readEscPos } from '../read-back/languages/escpos.ts'
import { readTspl } from '../read-back/languages/tspl.ts'
import { readZpl } from '../read-back/languages/zpl.ts'
import { readPdf } from '../read-back/pdf.ts'
import { readSvg } from '../read-back/svg.ts'
import { brotherLabels, epl2Labels, escPosLabels, tsplLabels, zplLabels, zplParts } from './streams.ts'
import { nativeTexts } from './native-texts.ts'
import { pdfLabels } from './pdf-labels.ts'
import { zipEntries } from './zip-entries.ts'

/** A label in a file, as far as it can be told without a reader of symbols. */
export interface FileLabel {
  /** Counted from 1. */
  readonly number: number
  /** Its name in an archive. */
  readonly name?: string
  /** Its picture: pixels, or a PNG; absent where there is none, or it is damaged. */
  readonly image?: GreyImage | Uint8Array
  /** The texts of its symbols, where they are written in the file because a printer draws them. */
  readonly texts?: readonly string[]
}

/** A file of labels as a job, or a command that gives one label, writes it. */
export interface LabelFile {
  readonly kind: LabelFileKind
  /** The labels in the order of the file. Each is read when it is asked for. */
  labels(): Generator<FileLabel>
}

export type LabelFileKind = 'pdf' | 'zip' | 'svg' | 'zpl' | 'tspl' | 'escpos' | 'epl2' | 'brother'

type Content = Omit<FileLabel, 'number'>

/** How a file begins, in Latin-1. A Brother's job begins with the zeros that end a job before it. */
const HEADS: readonly (readonly [kind: LabelFileKind, head: string | RegExp])[] = [
  ['pdf', '%PDF-'],
  ['zip', 'PK\x03\x04'],
  ['svg', /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<svg[\s>]/],
  ['zpl', /^\s*(?:~SD\d\d)?\^XA/],
  ['tspl', /^\s*SIZE /],
  ['escpos', '\x1b@\x1dv0'],
  ['epl2', /^\s*q\d+\nQ\d+,/],
  ['brother', '\0'.repeat(200)],
]
const HEAD_BYTES = 1024

/**
 * Finds the labels in a file that claimtag has written: the outputs of a job, and single labels. Nothing is told of
 * files of others: their labels have no picture.
 *
 * @returns `undefined` for bytes that begin like no such file; a PNG is one that every reader of pictures takes
 *
 * @example
 * ```ts
 * import { labelFile } from '@claimtag/batch'
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { encodeZpl } from '@claimtag/label/zpl'
 *
 * const bitmap = createLabeller(defaultTemplate, { dpi: 203 }).draw('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', {})
 * const [label] = labelFile(encodeZpl(bitmap))?.labels() ?? []
 * console.log(label?.image !== undefined) // true
 * ```
 */
export function labelFile(file: Uint8Array): LabelFile | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const head = bytes.toString('latin1', 0, HEAD_BYTES)
  const [kind] =
    HEADS.find(([, begins]) => (typeof begins === 'string' ? head.startsWith(begins) : begins.test(head))) ??
    []
  if (kind === undefined) return undefined
  return {
    kind,
    *labels() {
      let number = 0
      for (const content of contentsOf(kind, bytes)) yield { number: ++number, ...content }
    },
  }
}

function* contentsOf(kind: LabelFileKind, bytes: Buffer): Generator<Content> {
  switch (kind) {
    case 'pdf':
      for (const label of pdfLabels(bytes)) yield pictured(readPdf(label))
      return
    case 'zip':
      for (const { name, content } of zipEntries(bytes)) yield { name, ...contentOfEntry(name, content) }
      return
    case 'svg':
      yield pictured(readSvg(bytes.toString('utf8')))
      return
    case 'zpl':
      for (const print of zplLabels(bytes)) {
        const texts = nativeTexts(print)
        if (texts.length > 0) yield { texts }
        else for (const label of zplParts(print)) yield pictured(readZpl(label))
      }
      return
    case 'tspl':
      for (const label of tsplLabels(bytes)) yield pictured(readTspl(label))
      return
    case 'escpos':
      for (const label of escPosLabels(bytes)) yield pictured(readEscPos(label))
      return
    case 'epl2':
      for (const label of epl2Labels(bytes)) yield pictured(readEpl2(label))
      return
    case 'brother':
      for (const label of brotherLabels(bytes)) yield pictured(readBrother(label, []))
  }
}

function contentOfEntry(name: string, content: Buffer | undefined): Content {
  if (content === undefined) return {}
  return name.endsWith('.svg') ? pictured(readSvg(content.toString('utf8'))) : { image: content }
}

function pictured(dots: Parameters<typeof greyOf>[0] | undefined): Content {
  const image = dots === undefined ? undefined : greyOf(dots)
  return image === undefined ? {} : { image }
}
