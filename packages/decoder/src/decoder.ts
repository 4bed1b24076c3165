import { builtInFormats, type DecodeResult, decodeWith, dispatchOf, type Format } from '@claimtag/core'

export interface Decoder {
  /** Reads the text of a code; never throws. */
  decode(text: string): DecodeResult
  /** What it reads, in order. */
  readonly formats: readonly Format[]
}

export function createDecoder(formats: readonly Format[] = []): Decoder {
  const all = [...new Set([...formats, ...builtInFormats])]
  const dispatch = dispatchOf(all)
  return { formats: all, decode: (text) => decodeWith(text, dispatch) }
}
