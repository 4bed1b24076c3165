import { LABEL_OBJECT_HEAD, labelHeader, PDF_HEAD, readLabelObjectHead } from '@claimtag/label/pdf-volume'

/** The objects of the labels in a PDF, which stand at its beginning, one behind the other. */
export function* pdfLabels(bytes: Buffer): Generator<Buffer> {
  let at = PDF_HEAD.length
  for (let count = 0; at < bytes.length; count++) {
    const header = labelHeader(count)
    const latin = bytes.toString('latin1', at, at + header.length + LABEL_OBJECT_HEAD)
    const head = latin.startsWith(header) ? readLabelObjectHead(latin.slice(header.length)) : undefined
    if (head === undefined) return
    const from = at + header.length
    at = from + head.size
    yield bytes.subarray(from, at)
  }
}
