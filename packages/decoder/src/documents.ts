import { builtInFormats, type CompiledFormats, compileFormats, type Format } from '@claimtag/core'
import { tolerant } from './text/tolerant.ts'

export { builtInFormats, defineFormat, type Format, type FormatDocument } from '@claimtag/core'

export interface DocumentDecoderOptions {
  /** The formats to read beside the caller's own; when left out, all that come with the package. */
  readonly builtIns?: readonly Format[]
}

/**
 * Makes a decoder for formats whose documents are loaded when the app runs. It contains their compiler; an app that
 * knows its formats beforehand compiles them with `claimtag compile` and uses `@claimtag/decoder`.
 *
 * @param formats the maker's own; where their `match` holds, they win over the general ones
 * @throws ClaimtagError `ambiguous-formats` (two formats could read one code in two ways), `duplicate-format-id`,
 *   `not-a-format` (a document was not passed through `defineFormat`)
 *
 * @example
 * ```ts
 * import { defineFormat } from '@claimtag/core'
 * import { createDecoder } from '@claimtag/decoder/documents'
 *
 * const document = JSON.parse('{ "id": "acme", "title": "ACME", "prefix": "ACME:", "fields": [{ "name": "devEui" }] }')
 * console.log(createDecoder([defineFormat(document)]).decode('ACME:70B3D57ED00A0004').ok) // true
 * ```
 */
export function createDecoder(
  formats: readonly Format[] = [],
  { builtIns = builtInFormats }: DocumentDecoderOptions = {},
): CompiledFormats {
  const { formats: all, decode } = compileFormats([...formats, ...builtIns])
  return {
    formats: all,
    decode: tolerant(
      decode,
      all.map(({ document }) => document.prefix ?? ''),
    ),
  }
}
