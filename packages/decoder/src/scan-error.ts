import { ClaimtagError } from '@claimtag/core'

/** Why an image could not be searched, as plain data; `explain` has a sentence for each. */
export type ScanIssue =
  | { readonly code: 'unreadable-image' }
  | { readonly code: 'image-too-large'; readonly mostMegapixels: number }
  | { readonly code: 'wasm-missing' }

export type ScanErrorCode = ScanIssue['code']

type Sentences = { readonly [C in ScanErrorCode]: (issue: Extract<ScanIssue, { code: C }>) => string }

const SENTENCES = {
  'unreadable-image': () =>
    'The bytes are not an image that can be read (PNG and JPEG can), or the pixels do not fill width × height.',
  'image-too-large': ({ mostMegapixels }) =>
    `The image has more than ${mostMegapixels} megapixels; scale it down first.`,
  'wasm-missing': () =>
    "The reader's WebAssembly is not loaded: pass the bytes of zxing-wasm/reader/zxing_reader.wasm as `wasm`.",
} satisfies Sentences

/** The sentence for people that an issue of `scan` stands for. */
export function explain(issue: ScanIssue): string {
  return (SENTENCES[issue.code] as (issue: ScanIssue) => string)(issue)
}

/** Thrown when an image could not be searched at all. An image without a code is no error: `scan` returns `[]`. */
export class ScanError extends ClaimtagError<ScanIssue> {
  override readonly name = 'ScanError'

  constructor(issue: ScanIssue) {
    super(issue, explain(issue))
  }
}
