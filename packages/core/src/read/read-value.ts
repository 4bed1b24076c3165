import type { ValueFault, WarningCode } from '../issue/issue.ts'
import { misfit } from '../value/extent.ts'
import { recode } from '../value/radix.ts'
import { type CompiledPart, HEX } from './compiled-format.ts'
import type { Find } from './find.ts'

/** Reports a deviation in a value that was accepted. */
export type Notice = (code: Extract<WarningCode, 'lower-case-hex' | 'unsafe-character'>, at: number) => void

/** The value that a piece of a code stands for, as the record has it. */
export function readValue(
  given: string,
  part: CompiledPart,
  find: Find,
  notice: Notice,
): string | ValueFault {
  const [, kind, least, most, , , stray, words, token] = part
  const isHex = kind === HEX
  const text = isHex ? given.toUpperCase() : given
  if (text !== given) notice('lower-case-hex', given.search(/[a-z]/))
  if (token) return recode(text, ...token)
  const source = isHex ? '[^0-9A-F]' : stray
  const odd = source ? find(source, text) : null
  const fault = misfit(least!, most!, text.length)
  // A template in whole or in part: `XXXXXXXXXXXXXXXX`, `0004A31000XXXXXX`.
  if (odd && isHex && /^[0-9A-F]*XX[0-9A-FX]*$/.test(text)) return ['placeholder', 0]
  // What has not the length of its hex digits is something else rather than damaged.
  if (odd && !(isHex && fault)) {
    const expected = isHex ? 'hex digits' : words
    return ['invalid-character', odd.index, expected ? { expected } : {}]
  }
  const unsafe = isHex || words ? -1 : text.search(/[ %]/)
  if (unsafe >= 0) notice('unsafe-character', unsafe)
  return fault ?? text
}
