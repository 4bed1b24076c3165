import type { FileLabel } from '@claimtag/batch'
import type { CodePlace, FoundCode, NoText } from './found-code.ts'
import type { ScanPicture } from './scan-picture.ts'

/** How the files begin that `labelFile` of @claimtag/batch knows; it is loaded for them alone. */
const HEADS = ['%PDF-', 'PK\x03\x04', '<svg', '<?xml', '^XA', '~SD', 'SIZE ', '\x1b@', '\0'.repeat(200)]
/** EPL2: the width of a label, on a line of its own. */
const EPL2 = /^q\d+\n/
const HEAD_BYTES = 256

export function looksLikeLabels(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, HEAD_BYTES).replace(/^(?:\xef\xbb\xbf)?\s*/, '')
  return EPL2.test(head) || HEADS.some((begins) => head.startsWith(begins))
}

/** The codes of all labels in a file that claimtag wrote. */
export async function* codesInLabels(
  source: string,
  bytes: Buffer,
  scan: ScanPicture,
): AsyncGenerator<FoundCode> {
  const { labelFile } = await import('@claimtag/batch')
  let isEmpty = true
  for (const label of labelFile(bytes)?.labels() ?? []) {
    isEmpty = false
    const { number, name } = label
    const place: CodePlace = name === undefined ? { label: number } : { entry: name }
    const texts = await textsOf(label, scan)
    if ('code' in texts) yield { source, place, failure: texts }
    else for (const text of texts) yield { source, place, text }
  }
  if (isEmpty) yield { source, place: {}, failure: NO_LABELS }
}

async function textsOf({ image, texts }: FileLabel, scan: ScanPicture): Promise<readonly string[] | NoText> {
  if (texts !== undefined) return texts
  return image === undefined ? NO_PICTURE : scan(image)
}

const NO_LABELS: NoText = {
  code: 'no-label',
  message: 'There is no label of claimtag in this file. A picture of it will do: a photograph, a screenshot.',
}
const NO_PICTURE: NoText = {
  code: 'no-picture',
  message: 'This is damaged, or no label that claimtag made.',
}
