import { ClaimtagError } from '@claimtag/core'

/** Why an image could not be searched, as plain data; `explain` has a sentence for each. */
export type ScanIssue =
  | { readonly code: 'unreadable-image' }
  | { readonly code: 'unsupported-format'; readonly format: string }
  | { readonly code: 'image-too-large'; readonly mostMegapixels: number }
  | { readonly code: 'wasm-missing' }
  | { readonly code: 'wasm-unusable' }
  | { readonly code: 'reader-failed' }
  | { readonly code: 'scan-aborted' }
  | { readonly code: 'scanner-closed' }

export type ScanErrorCode = ScanIssue['code']

type Sentences = { readonly [C in ScanErrorCode]: (issue: Extract<ScanIssue, { code: C }>) => string }

const SENTENCES = {
  'unreadable-image': () =>
    'The bytes are not an image that can be read, or are damaged, or the pixels do not fill width × height.',
  'unsupported-format': ({ format }) =>
    `The file is ${format}, which is not decoded here: convert it to PNG or JPEG, or give the scanner a \`decodeImage\`.`,
  'image-too-large': ({ mostMegapixels }) =>
    `The image has more than ${mostMegapixels} megapixels; scale it down first.`,
  'wasm-missing': () =>
    "The reader's WebAssembly is not loaded: pass the bytes of @claimtag/decoder/zxing_reader.wasm as `wasm`.",
  'wasm-unusable': () =>
    'The bytes passed as `wasm` are not the WebAssembly of this reader: pass those of @claimtag/decoder/zxing_reader.wasm.',
  'reader-failed': () => 'The reader failed on this image; the next one is read by a new reader.',
  'scan-aborted': () => 'The scan was aborted.',
  'scanner-closed': () => 'The scanner is closed: create another one.',
} satisfies Sentences

/**
 * The sentence for people that belongs to an issue of a scanner.
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/decoder/scan'
 *
 * console.log(explain({ code: 'scanner-closed' }).endsWith('.')) // true
 * ```
 */
export function explain(issue: ScanIssue): string {
  return (SENTENCES[issue.code] as (issue: ScanIssue) => string)(issue)
}

/** Thrown when an image could not be searched at all. For an image without a code, `scan` gives `[]`. */
export class ScanError extends ClaimtagError<ScanIssue> {
  override readonly name = 'ScanError'

  constructor(issue: ScanIssue) {
    super(issue, explain(issue))
  }
}
