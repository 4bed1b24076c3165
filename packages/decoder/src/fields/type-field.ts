import type { DecodeError } from '@claimtag/core'
import { withoutWide } from '../text/full-width.ts'
import { type LookAlike, lookAlikesIn } from './look-alike.ts'
import { readField, STRANGE_IN_EUI, type TypedName } from './read-field.ts'
import { type TokenForm, writingOf } from './token-form.ts'

/** An input field: its text, and how many characters stand before the caret. */
export interface FieldText {
  readonly text: string
  readonly caret: number
}

/** What the field is to show after a key. */
export interface FieldView extends FieldText {
  /** What is wrong already. A field that is only too short so far has nothing wrong with it. */
  readonly problem?: DecodeError
  /** Whether the field holds a whole value. */
  readonly isComplete: boolean
  /** Where to look twice at the label. */
  readonly lookAlikes: readonly LookAlike[]
}

const SEPARATORS = /[-: \t\r\n]/g
const GROUP = 4
const DIGITS = 16

/**
 * An EUI as it is typed or pasted: in upper case, without full-width forms and in groups of four, the caret where it
 * was. No character is dropped or replaced by another one. A page that lets an input method compose waits for
 * `compositionend`.
 *
 * @param input what the field holds after the key
 * @param before what it held before, so that a separator that was deleted takes its digit with it
 * @example
 * ```ts
 * import { typeEui } from '@claimtag/decoder/fields'
 *
 * console.log(typeEui('devEui', { text: '0004a310', caret: 8 }).text) // 0004 A310
 * ```
 */
export function typeEui(
  name: 'devEui' | 'appEui',
  input: FieldText,
  before: FieldText = { text: '', caret: 0 },
): FieldView {
  let digits = digitsOf(input.text)
  let count = digitsOf(input.text.slice(0, input.caret)).length
  if (input.text.length < before.text.length && digits === digitsOf(before.text)) {
    // Backspace moves the caret, Delete does not.
    const at = input.caret < before.caret ? count - 1 : count
    digits = digits.slice(0, Math.max(0, at)) + digits.slice(at + 1)
    count = Math.max(0, Math.min(count, at))
  }
  const text = digits.replace(/.{4}(?=.)/g, '$& ')
  const caret = count === 0 ? 0 : count + Math.floor((count - 1) / GROUP)
  return viewOf(name, { text, caret }, STRANGE_IN_EUI, digits.length < DIGITS)
}

/**
 * An ownerToken as it is typed or pasted: left as it is, since every character of it counts.
 *
 * @example
 * ```ts
 * import { typeToken } from '@claimtag/decoder/fields'
 *
 * console.log(typeToken({ text: 'AB12', caret: 4 }).text) // AB12
 * ```
 */
export function typeToken(input: FieldText, token: TokenForm = {}): FieldView {
  const { strange, extent } = writingOf(token)
  return viewOf('ownerToken', input, strange, input.text.trim().length < extent.least, token)
}

function viewOf(
  name: TypedName,
  { text, caret }: FieldText,
  strange: RegExp,
  isShort: boolean,
  token?: TokenForm,
): FieldView {
  const value = readField(name, text, token)
  const lookAlikes = lookAlikesIn(text, strange)
  const view = { text, caret, isComplete: typeof value === 'string', lookAlikes }
  const isAwaited =
    typeof value === 'string' ||
    value.code === 'missing-field' ||
    (isShort && (value.code === 'wrong-length' || value.code === 'placeholder'))
  return isAwaited ? view : { ...view, problem: value }
}

function digitsOf(text: string): string {
  return withoutWide(text).replace(SEPARATORS, '').toUpperCase()
}
