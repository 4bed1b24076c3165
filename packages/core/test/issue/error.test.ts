import { describe, expect, test } from 'vitest'
import { ClaimtagError, encode, explain, type Issue, thingpark, type WarningCode } from '@claimtag/core'
import { misuse } from '../../src/issue/error.ts'

test('an error is a value, and says only what may leave', () => {
  const error = misuse('wrong-length', { field: 'devEui', position: 0, length: 15, expected: '16' })
  expect(error).toBeInstanceOf(Error)
  expect(error.code).toBe('wrong-length')
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'ClaimtagError',
    message: 'Wrong length in devEui at position 0: 15 characters, expected 16.',
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
  test.each(codes)('%s', (code) => {
    const sentence = explain({ ...issue, code } as Issue)
    expect(sentence).toMatch(/^[A-Za-z].*[.]$/)
    expect(sentence).not.toContain('undefined')
  })
})
