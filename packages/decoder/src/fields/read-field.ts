import type { DecodeError, DecodeProblem } from '@claimtag/core'
import { readEui } from '../text/written-eui.ts'
import { withoutWide } from '../text/full-width.ts'
import { lookAlikesIn } from './look-alike.ts'
import { type TokenForm, writingOf } from './token-form.ts'

/** The fields that people type, by the names on labels: `appEui` is the JoinEUI. */
export type TypedName = 'devEui' | 'appEui' | 'ownerToken'

/** The same by the names of the record. */
export const RECORD_NAMES = {
  devEui: 'devEui',
  appEui: 'joinEui',
  ownerToken: 'ownerToken',
} as const satisfies Record<TypedName, string>

export type RecordName = (typeof RECORD_NAMES)[TypedName]

/** What an EUI cannot have, beside the separators that people write. */
export const STRANGE_IN_EUI = /[^0-9A-F]/

/** Reads a field as typed: its value in the record, or what is wrong with it. Positions count in the field. */
export function readField(name: TypedName, typed: string, token: TokenForm = {}): string | DecodeError {
  const field = RECORD_NAMES[name]
  if (typeof typed !== 'string') return corrected({ kind: 'misuse', code: 'not-text', field })
  const isToken = name === 'ownerToken'
  // A digit is the same digit in full width; of a token no character is changed.
  const plain = isToken ? typed : withoutWide(typed)
  const text = plain.trim()
  if (text === '') return corrected({ code: 'missing-field', field })
  const start = plain.indexOf(text)
  const value = isToken ? readToken(text, token, start) : readEui(text, field, start)
  if (typeof value === 'string') return value
  if (value.code !== 'invalid-character') return corrected(value)
  const strange = isToken ? writingOf(token).strange : STRANGE_IN_EUI
  const like = lookAlikesIn(plain[value.position]!, strange)[0]?.like
  return corrected(like === undefined ? value : { ...value, like: like as '0' | '1' | '8' })
}

/** A token is exactly as it was issued. */
function readToken(text: string, form: TokenForm, start: number): string | DecodeProblem {
  const field = RECORD_NAMES.ownerToken
  const { strange, expected, extent } = writingOf(form)
  const { least, most } = extent
  const { length } = text
  if (/^X{4,}$/i.test(text)) return { kind: 'foreign', code: 'placeholder', field, position: start }
  const at = text.search(strange)
  if (at >= 0) return { code: 'invalid-character', field, position: start + at, expected }
  if (length >= least && length <= most) return text
  const wanted = least === most ? String(least) : `${least} to ${most}`
  return { code: 'wrong-length', field, position: start, length, expected: wanted }
}

/** What is typed is corrected, where what is scanned is scanned again; the sentences differ by this. */
function corrected(problem: DecodeProblem): DecodeError {
  return { ...problem, kind: 'misuse' }
}
