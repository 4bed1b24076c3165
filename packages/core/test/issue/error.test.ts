import { describe, expect, test } from 'vitest'
import { ClaimtagError, encode, explain, type Issue, thingpark, type Warning } from '@claimtag/core'
import { misuse } from '../../src/issue/misuse.ts'

test('an error is a value, and says only what may leave', () => {
  const error = misuse({ code: 'wrong-length', field: 'devEui', position: 0, length: 15, expected: '16' })
  expect(error).toBeInstanceOf(Error)
  expect(error.code).toBe('wrong-length')
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'ClaimtagError',
    message: 'devEui has the wrong length: 15 characters, expected 16.',
    code: 'wrong-length',
    kind: 'misuse',
    field: 'devEui',
    position: 0,
    length: 15,
    expected: '16',
  })
})

test('other packages bring their own issues', () => {
  const error = new ClaimtagError(
    { code: 'no-paper', printer: 'A', job: { id: 1 }, left: undefined },
    'Load paper.',
  )
  expect(error.issue.printer).toBe('A')
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'ClaimtagError',
    message: 'Load paper.',
    code: 'no-paper',
    printer: 'A',
  })
})

test('the message of a thrown error is the sentence of its issue', () => {
  expect(() => encode({ devEui: '0' }, thingpark)).toThrow('joinEui is missing.')
})

describe('sentences', () => {
  test.each<[string, Issue | Warning, string]>([
    [
      'a value that was handed in',
      { code: 'invalid-character', kind: 'misuse', field: 'ownerToken', position: 3, expected: 'base64' },
      'Character 4 of ownerToken is not allowed: expected base64.',
    ],
    [
      'a code that was scanned',
      { code: 'invalid-character', kind: 'damaged', field: 'devEui', position: 23 },
      'Character 24 of the code (in devEui) is not allowed. Scan again.',
    ],
    [
      'a place in no field',
      { code: 'control-character', kind: 'damaged', position: 0 },
      "Character 1 of the code is a control character, which no code has: check the scanner's settings.",
    ],
    [
      'a size in bytes',
      {
        code: 'wrong-length',
        kind: 'misuse',
        field: 'ownerToken',
        position: 0,
        length: 12,
        expected: '16',
        unit: 'bytes',
      },
      'ownerToken has the wrong length: 12 bytes, expected 16.',
    ],
    [
      'a warning about a code',
      { code: 'unsafe-character', field: 'serialNumber', position: 51 },
      'Character 52 of the code (in serialNumber) is a space or a percent sign, which scanners that decode URLs destroy.',
    ],
    [
      'a field that is no text',
      { code: 'not-text', kind: 'misuse', field: 'joinEui' },
      'joinEui is not text.',
    ],
  ])('count as people do and say whose: %s', (_, one, sentence) => {
    expect(explain(one)).toBe(sentence)
  })

  test.each(['toString', 'constructor', '__proto__'])(
    'a code that it does not know is its own: %s',
    (code) => {
      expect(explain({ code } as unknown as Issue)).toBe(code)
    },
  )
})

type Explained = Issue | Warning
/** Only the members that an issue must have: anything else does not compile below. */
type Least<T> = T extends unknown
  ? { readonly [K in keyof T as object extends Pick<T, K> ? never : K]: T[K] }
  : never

const field = 'devEui'
const position = 7
const format = 'acme'
const otherFormat = 'tr005'
const length = 15
const expected = '16'

const LEAST: { readonly [C in Explained['code']]: readonly Least<Extract<Explained, { code: C }>>[] } = {
  empty: [{ code: 'empty', kind: 'foreign' }],
  'not-recognised': [{ code: 'not-recognised', kind: 'foreign' }],
  'other-code': [
    { code: 'other-code', kind: 'foreign', foreignCode: 'matter' },
    { code: 'other-code', kind: 'foreign', foreignCode: 'serial-number' },
  ],
  placeholder: [
    { code: 'placeholder', kind: 'foreign', field, position },
    { code: 'placeholder', kind: 'misuse', field, position },
  ],
  'too-long': [{ code: 'too-long', kind: 'damaged', length, expected }],
  'control-character': [{ code: 'control-character', kind: 'damaged', position }],
  'non-ascii-character': [{ code: 'non-ascii-character', kind: 'damaged', position }],
  'missing-element': [{ code: 'missing-element', kind: 'damaged', field, position }],
  'trailing-text': [{ code: 'trailing-text', kind: 'damaged', position }],
  'wrong-length': [{ code: 'wrong-length', kind: 'damaged', field, position, length, expected }],
  'invalid-character': [
    { code: 'invalid-character', kind: 'damaged', position },
    { code: 'invalid-character', kind: 'misuse', position },
  ],
  'not-canonical': [{ code: 'not-canonical', kind: 'damaged', field, position }],
  'missing-field': [
    { code: 'missing-field', kind: 'damaged', field },
    { code: 'missing-field', kind: 'misuse', field, format },
  ],
  'duplicate-element': [{ code: 'duplicate-element', kind: 'damaged', field, position }],
  'unknown-tag': [{ code: 'unknown-tag', kind: 'damaged', position }],
  'missing-checksum': [{ code: 'missing-checksum', kind: 'damaged' }],
  'malformed-checksum': [{ code: 'malformed-checksum', kind: 'damaged', field, position }],
  'checksum-mismatch': [{ code: 'checksum-mismatch', kind: 'damaged', field, position }],
  'case-lost': [{ code: 'case-lost', kind: 'damaged', position }],
  'unsupported-version': [{ code: 'unsupported-version', kind: 'unsupported', position }],
  'format-not-loaded': [{ code: 'format-not-loaded', kind: 'unsupported', format }],
  'other-dialect': [{ code: 'other-dialect', kind: 'unsupported', format, field }],
  'ambiguous-code': [{ code: 'ambiguous-code', kind: 'unsupported', format, otherFormat }],
  'several-codes': [
    {
      code: 'several-codes',
      kind: 'damaged',
      codes: [
        { position: 0, length: 48 },
        { position: 49, length: 48 },
      ],
    },
  ],
  'token-missing': [{ code: 'token-missing', kind: 'foreign' }],
  'keyboard-layout': [{ code: 'keyboard-layout', kind: 'damaged', layout: 'jis' }],
  'not-text': [
    { code: 'not-text', kind: 'misuse' },
    { code: 'not-text', kind: 'misuse', field },
  ],
  'no-formats': [{ code: 'no-formats', kind: 'misuse' }],
  'not-a-format': [{ code: 'not-a-format', kind: 'misuse' }],
  'read-only-format': [{ code: 'read-only-format', kind: 'misuse', format }],
  'field-not-carried': [{ code: 'field-not-carried', kind: 'misuse', format, field }],
  'key-refused': [{ code: 'key-refused', kind: 'misuse', field }],
  'reserved-value': [{ code: 'reserved-value', kind: 'misuse', field }],
  'match-mismatch': [{ code: 'match-mismatch', kind: 'misuse', format, field }],
  'bad-format-document': [
    { code: 'bad-format-document', kind: 'misuse', path: '', reason: 'a list is expected' },
  ],
  'ambiguous-formats': [{ code: 'ambiguous-formats', kind: 'misuse', format, otherFormat }],
  'duplicate-format-id': [{ code: 'duplicate-format-id', kind: 'misuse', format }],
  'misread-by': [{ code: 'misread-by', kind: 'misuse', format, otherFormat, field }],
  'byte-order-mark': [{ code: 'byte-order-mark', position }],
  'surrounding-space': [{ code: 'surrounding-space', position }],
  'aim-identifier': [{ code: 'aim-identifier', position }],
  'scanner-prefix': [{ code: 'scanner-prefix', position }],
  'surrounding-text': [{ code: 'surrounding-text', position }],
  'percent-encoded': [{ code: 'percent-encoded', position }],
  'line-break-ignored': [{ code: 'line-break-ignored', position }],
  'code-in-url': [{ code: 'code-in-url', position }],
  'labelled-fields': [{ code: 'labelled-fields' }],
  'keyboard-undone': [{ code: 'keyboard-undone', layout: 'no-shift' }],
  'full-width': [{ code: 'full-width', position }],
  'plus-restored': [{ code: 'plus-restored', position }],
  'untagged-element': [{ code: 'untagged-element', position }],
  'short-profile-id': [{ code: 'short-profile-id', position }],
  'written-eui': [{ code: 'written-eui', position }],
  'no-checksum': [{ code: 'no-checksum' }],
  'group-address': [{ code: 'group-address', field }],
  'case-doubtful': [{ code: 'case-doubtful', field }],
  'lower-case-text': [{ code: 'lower-case-text', position }],
  'lower-case-hex': [{ code: 'lower-case-hex', field, position }],
  'empty-element': [{ code: 'empty-element', position }],
  'unknown-tag-ignored': [{ code: 'unknown-tag-ignored', position }],
  'unsafe-character': [{ code: 'unsafe-character', field, position }],
  'escaped-separator': [{ code: 'escaped-separator', position }],
  'checksum-not-last': [{ code: 'checksum-not-last', position }],
  'key-dropped': [{ code: 'key-dropped', field }],
}

describe('with the least data that its type allows, a sentence is whole', () => {
  test.each(Object.values(LEAST).flat())('$code, $kind', (issue) => {
    const sentence = explain(issue)
    expect(sentence).toMatch(/^[A-Za-z].*[.]$/)
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object/)
  })

  test('and with less, it does not compile', () => {
    // @ts-expect-error a missing field has a name
    expect(explain({ code: 'missing-field', kind: 'damaged' })).toContain('undefined')
    // @ts-expect-error and is missing in a format
    expect(misuse({ code: 'missing-field', field }).code).toBe('missing-field')
  })
})
