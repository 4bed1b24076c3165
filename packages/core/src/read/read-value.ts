import type { ValueFault } from '../issue/issue.ts'
import { misfit } from '../value/extent.ts'
import { recode } from '../value/radix.ts'
import { remembered } from '../value/remembered.ts'
import { type CompiledPart, HEX } from './compiled-format.ts'

const expressionOf = /* @__PURE__ */ remembered((source) => new RegExp(source))

/** The value that a piece of a code stands for, as the record has it. Hex digits are given in upper case. */
export function readValue(
  text: string,
  [, kind, least, most, , , stray, expected, token]: CompiledPart,
): string | ValueFault {
  if (token) return recode(text, ...token)
  const isHex = kind === HEX
  const source = isHex ? '[^0-9A-F]' : stray
  const odd = source ? text.search(expressionOf(source)) : -1
  const fault = misfit(least!, most!, text.length)
  if (odd < 0) return fault ?? text
  // A template in whole or in part: `XXXXXXXXXXXXXXXX`, `0004A31000XXXXXX`.
  if (isHex && /^[0-9A-F]*XX[0-9A-FX]*$/.test(text)) return ['placeholder', 0, { kind: 'foreign' }]
  // What has not the length of its hex digits is something else rather than damaged.
  if (isHex && fault) return fault
  return ['invalid-character', odd, isHex ? { expected: 'hex digits' } : expected ? { expected } : {}]
}
