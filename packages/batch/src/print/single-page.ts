import { inflateSync } from 'node:zlib'
import type { Art, Stock } from '@claimtag/label'
import {
  endVolume,
  LABEL_OBJECT_HEAD,
  labelHeader,
  PDF_HEAD,
  readLabelObjectHead,
} from '@claimtag/label/pdf-volume'

/**
 * A PDF of one label on a page of its own, from the label's object in another PDF.
 *
 * @param art the pictures of its template, which the object only refers to
 * @returns `undefined` for an object that this program did not make, or one that shows pictures which are not given
 */
export function singlePage(object: Uint8Array, stock: Stock, art: Art | undefined): Uint8Array | undefined {
  const bytes = Buffer.from(object.buffer, object.byteOffset, object.byteLength)
  const head = readLabelObjectHead(bytes.toString('latin1', 0, LABEL_OBJECT_HEAD))
  if (head === undefined || (art === undefined && showsPictures(bytes))) return undefined
  const glyphs = new Map([...head.glyphs].map(([face, shown]) => [face, new Set(shown)]))
  const begin = [Buffer.from(PDF_HEAD), Buffer.from(labelHeader(0), 'latin1'), bytes]
  const end = begin.reduce((sum, { length }) => sum + length, 0)
  const template = { name: 'label', stock, elements: [] }
  const rest = endVolume(template, { offsets: [PDF_HEAD.length], end, glyphs, art })
  return Buffer.concat([...begin, ...rest])
}

function showsPictures(object: Buffer): boolean {
  const stream = object.indexOf('stream\n') + 'stream\n'.length
  return / Do Q\n/.test(inflateSync(object.subarray(stream)).toString('latin1'))
}
