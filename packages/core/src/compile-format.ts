import { areToldApart } from './ambiguity/ambiguity.ts'
import { builtInFormats } from './built-in/built-in-formats.ts'
import { compiledFormatOf, type Format, grammarOf } from './format/format.ts'
import { misuse } from './issue/misuse.ts'
import type { CompiledFormat } from './read/compiled-format.ts'

/**
 * Makes plain data of a format, for `createDecoder` of `@claimtag/decoder`: an app then needs no compiler. The format
 * is compared with the built-in ones here, and the result is part of the data.
 *
 * @throws ClaimtagError `duplicate-format-id` (a built-in format has its id), `not-a-format`
 *
 * @example
 * ```ts
 * import { compileFormat, defineFormat } from '@claimtag/core'
 * import { createDecoder } from '@claimtag/decoder'
 *
 * const fields = [{ name: 'devEui' }, { name: 'batch', length: 5 }]
 * const acme = defineFormat({ id: 'acme', title: 'ACME sensors', prefix: 'ACME:', separator: ':', fields })
 * const decoder = createDecoder([compileFormat(acme)])
 * console.log(decoder.decode('ACME:70B3D57ED00A0004:26W47').ok) // true
 * ```
 */
export function compileFormat(format: Format): CompiledFormat {
  const grammar = grammarOf(format)
  if (builtInFormats.includes(format)) return compiledFormatOf(format)
  if (builtInFormats.some(({ id }) => id === grammar.id)) {
    throw misuse({ code: 'duplicate-format-id', format: grammar.id })
  }
  const conflicts = builtInFormats.filter((builtIn) => !areToldApart(grammarOf(builtIn), grammar))
  return {
    ...compiledFormatOf(format),
    comparedWith: builtInDigest(),
    ...(conflicts.length === 0 ? {} : { conflicts: conflicts.map(({ id }) => id) }),
  }
}

/** Changes whenever a built-in format reads otherwise, or when there is one more. FNV-1a of 32 bits. */
export function builtInDigest(): string {
  const text = JSON.stringify(builtInFormats.map(compiledFormatOf))
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
