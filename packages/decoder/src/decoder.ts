import {
  builtInFormats,
  type DecodeResult,
  decodeWith,
  dispatchOf,
  type Format,
  refuseAmbiguous,
} from '@claimtag/core'

export interface DecoderOptions {
  /** What is read beside the caller's own formats; all formats that come with the package when left out. */
  readonly builtIns?: readonly Format[]
}

export interface Decoder {
  /** Reads the text of a code as scanned, pasted or typed. Never throws, whatever the text. */
  readonly decode: (text: string) => DecodeResult
  /** What it reads: the caller's own formats first. */
  readonly formats: readonly Format[]
}

/**
 * Makes a decoder over a maker's own formats and the built-in ones. All work that depends on the formats alone is
 * done here, once.
 *
 * @param formats the maker's own; where their `match` holds, they win over the general ones
 * @throws ClaimtagError `ambiguous-formats` when two formats could read one code in two ways, `duplicate-format-id`,
 *   `not-a-format` when a document was not passed through `defineFormat`
 * @example
 * ```ts
 * const decoder = createDecoder([acme])
 * const result = decoder.decode(scannedText)
 * if (result.ok) claim(result.record)
 * ```
 */
export function createDecoder(formats: readonly Format[] = [], options: DecoderOptions = {}): Decoder {
  const all = Object.freeze([...new Set([...formats, ...(options.builtIns ?? builtInFormats)])])
  refuseAmbiguous(all)
  const dispatch = dispatchOf(all)
  return { formats: all, decode: (text) => decodeWith(text, dispatch) }
}
