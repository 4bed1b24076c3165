import { describe, expect, test } from 'vitest'
import {
  ClaimtagError,
  encode,
  explain,
  type Issue,
  thingpark,
  type Warning,
  type WarningCode,
} from '@claimtag/core'
import { misuse } from '../../src/issue/error.ts'

test('an error is a value, and says only what may leave', () => {
  const error = misuse('wrong-length', { field: 'devEui', position: 0, length: 15, expected: '16' })
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
  const issue = {
    field: 'devEui',
    position: 7,
    format: 'acme',
    otherFormat: 'tr005',
    expected: '16',
    length: 15,
    reason: 'a list is expected',
  } as const
  const codes: readonly (Issue['code'] | WarningCode)[] = [
    'empty',
    'not-recognised',
    'other-code',
    'placeholder',
    'too-long',
    'control-character',
    'non-ascii-character',
    'missing-element',
    'trailing-text',
    'wrong-length',
    'invalid-character',
    'not-canonical',
    'missing-field',
    'duplicate-element',
    'unknown-tag',
    'missing-checksum',
    'malformed-checksum',
    'checksum-mismatch',
    'case-lost',
    'unsupported-version',
    'format-not-loaded',
    'other-dialect',
    'ambiguous-code',
    'not-text',
    'no-formats',
    'not-a-format',
    'read-only-format',
    'field-not-carried',
    'key-refused',
    'reserved-value',
    'match-mismatch',
    'bad-format-document',
    'ambiguous-formats',
    'duplicate-format-id',
    'byte-order-mark',
    'surrounding-space',
    'aim-identifier',
    'lower-case-text',
    'lower-case-hex',
    'empty-element',
    'unknown-tag-ignored',
    'unsafe-character',
    'escaped-separator',
    'checksum-not-last',
    'key-dropped',
  ]
  test.each<[string, Issue | Warning, string]>([
    [
      'a value that was handed in',
      { code: 'invalid-character', kind: 'misuse', field: 'ownerToken', position: 3, expected: 'base64' },
      'Character 4 of ownerToken is not allowed: expected base64.',
    ],
    [
      'a code that was scanned',
      { code: 'invalid-character', kind: 'damaged', field: 'devEui', position: 23 },
      'Character 24 of the code (in devEui) is not allowed.',
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

  test.each(codes)('%s', (code) => {
    const sentence = explain({ ...issue, code } as Issue)
    expect(sentence).toMatch(/^[A-Za-z].*[.]$/)
    expect(sentence).not.toContain('undefined')
  })
})
