import type { ValueFault, WarningCode } from '../issue/issue.ts'
import { type Extent, misfit } from '../value/extent.ts'
import { type LinkedRadix, linkRadix, recode } from '../value/radix.ts'
import type { CompiledValue } from './compiled-format.ts'

/** Takes note of something in a value that was put up with. */
export type Notice = (code: Extract<WarningCode, 'lower-case-hex' | 'unsafe-character'>, at: number) => void

/** A value that is ready to read. */
export type LinkedValue = Omit<CompiledValue, 'token'> & {
  readonly stray: RegExp
  readonly token:
    | { readonly wire: LinkedRadix; readonly issued: LinkedRadix; readonly bytes: Extent }
    | undefined
}

export function linkValue<T extends CompiledValue>(value: T): Omit<T, 'token'> & LinkedValue {
  const { token } = value
  return {
    ...value,
    stray: new RegExp(`[^${value.class}]`),
    token: token && { ...token, wire: linkRadix(token.wire), issued: linkRadix(token.issued) },
  }
}

/** The value that a piece of a code stands for, as the record has it. */
export function readValue(given: string, value: LinkedValue, notice: Notice): string | ValueFault {
  const { hex, token, expected } = value
  const text = hex ? given.toUpperCase() : given
  if (text !== given) notice('lower-case-hex', given.search(/[a-f]/))
  if (token) return recode(text, token.wire, token.issued, token.bytes)
  const stray = text.search(value.stray)
  const fault = misfit(value, text.length)
  if (hex && /^[0-9A-F]*X{2,}[0-9A-FX]*$/.test(text)) return { code: 'placeholder', at: 0 }
  // A value of another length than its hex digits is another value rather than a damaged one.
  if (stray >= 0 && !(hex && fault))
    return { code: 'invalid-character', at: stray, ...(expected && { expected }) }
  if (fault) return { ...fault, at: 0 }
  const unsafe = expected ? -1 : text.search(/[ %]/)
  if (unsafe >= 0) notice('unsafe-character', unsafe)
  return text
}
