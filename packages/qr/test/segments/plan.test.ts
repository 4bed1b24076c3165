import { encodeQr, explain, planQr, QrError, type QrIssue, type QrOptions, type Segment } from '@claimtag/qr'
import { expect, test } from 'vitest'

function issueOf(work: () => unknown): QrIssue {
  try {
    work()
  } catch (error) {
    if (error instanceof QrError && error.code === error.issue.code) return error.issue
    throw error
  }
  throw new Error('nothing was thrown')
}

// ISO/IEC 18004:2015, table 7: the longest text of each mode in versions 1, 9, 10, 26, 27 and 40.
test.each([
  ['1', 1, 'L', 41],
  ['1', 1, 'H', 17],
  ['1', 9, 'M', 432],
  ['1', 10, 'Q', 364],
  ['1', 26, 'L', 3283],
  ['1', 27, 'H', 1501],
  ['1', 40, 'L', 7089],
  ['A', 1, 'L', 25],
  ['A', 1, 'H', 10],
  ['A', 9, 'M', 262],
  ['A', 10, 'Q', 221],
  ['A', 26, 'L', 1990],
  ['A', 27, 'H', 910],
  ['A', 40, 'L', 4296],
  ['a', 1, 'L', 17],
  ['a', 1, 'H', 7],
  ['a', 9, 'M', 180],
  ['a', 10, 'Q', 151],
  ['a', 26, 'L', 1367],
  ['a', 27, 'H', 625],
  ['a', 40, 'L', 2953],
] as const)(
  '%s fits version %i-%s %i times, and not once more',
  (character, version, errorCorrection, length) => {
    expect(planQr(character.repeat(length), { errorCorrection, maxVersion: version }).version).toBe(version)
    const more = issueOf(() => planQr(character.repeat(length + 1), { errorCorrection, maxVersion: version }))
    expect(more).toMatchObject({ code: 'too-long', bitsAvailable: expect.any(Number) as number })
  },
)

test('what does not fit says how many bits it needs and how many there are', () => {
  // Level L: 19 codewords in version 1. Byte mode: 4 + 8 + 8 × 18.
  expect(issueOf(() => encodeQr('a'.repeat(18), { errorCorrection: 'L', maxVersion: 1 }))).toEqual({
    code: 'too-long',
    bitsNeeded: 156,
    bitsAvailable: 152,
  })
})

test('boost raises the level as far as the version allows, and never the version', () => {
  expect(planQr('A'.repeat(10), { errorCorrection: 'L', boost: true })).toMatchObject({
    version: 1,
    errorCorrection: 'H',
  })
  expect(planQr('A'.repeat(11), { errorCorrection: 'L', boost: true })).toMatchObject({
    version: 1,
    errorCorrection: 'Q',
  })
  expect(planQr('A'.repeat(21), { errorCorrection: 'L', boost: true })).toMatchObject({
    version: 1,
    errorCorrection: 'L',
  })
  expect(planQr('A'.repeat(21), { errorCorrection: 'L' })).toMatchObject({ version: 1, errorCorrection: 'L' })
})

test('the level is M unless said otherwise, and versions keep within their bounds', () => {
  expect(planQr('A')).toMatchObject({ version: 1, errorCorrection: 'M' })
  expect(planQr('A', { minVersion: 7, maxVersion: 7 }).version).toBe(7)
  // Counted as in versions 10 to 26: byte count of 16 bits.
  expect(planQr('a', { minVersion: 10 })).toMatchObject({ version: 10, bits: 4 + 16 + 8 })
})

test.each<[QrOptions, QrIssue]>([
  [{ errorCorrection: 'X' as 'L' }, { code: 'invalid-option', field: 'errorCorrection' }],
  [{ minVersion: 0 }, { code: 'invalid-option', field: 'minVersion' }],
  [{ minVersion: 1.5 }, { code: 'invalid-option', field: 'minVersion' }],
  [{ maxVersion: 41 }, { code: 'invalid-option', field: 'maxVersion' }],
  [
    { minVersion: 8, maxVersion: 7 },
    { code: 'invalid-option', field: 'maxVersion' },
  ],
  [{ mask: 8 }, { code: 'invalid-option', field: 'mask' }],
  [{ mask: -1 }, { code: 'invalid-option', field: 'mask' }],
])('options %j are refused', (options, issue) => {
  expect(issueOf(() => encodeQr('A', options))).toEqual(issue)
})

test.each<[string, Segment]>([
  ['a letter among digits', { mode: 'numeric', text: '12A' }],
  ['lower case', { mode: 'alphanumeric', text: 'Aa' }],
  ['a letter beyond ASCII', { mode: 'alphanumeric', text: 'É' }],
  ['an ECI of more than one codeword', { mode: 'eci', assignment: 128 }],
  ['a mode that is none', { mode: 'kanji', text: '点' } as unknown as Segment],
])('a segment with %s is refused', (_what, segment) => {
  expect(issueOf(() => encodeQr([{ mode: 'byte', text: 'a' }, segment]))).toEqual({
    code: 'invalid-segment',
    index: 1,
  })
})

test('half a surrogate pair is refused, and the text is in no message', () => {
  expect(issueOf(() => encodeQr('secret\uD83D'))).toEqual({ code: 'lone-surrogate', position: 6 })
  expect(issueOf(() => encodeQr('secret\uDE00x'))).toEqual({ code: 'lone-surrogate', position: 6 })
  expect(issueOf(() => encodeQr([{ mode: 'byte', text: '\uD83Dx' }]))).toEqual({
    code: 'lone-surrogate',
    position: 0,
  })
  expect(() => encodeQr('secret'.repeat(1000))).toThrow(/^(?!.*secret)/)
})

test.each<[QrIssue, string]>([
  [
    { code: 'too-long', bitsNeeded: 9, bitsAvailable: 8 },
    'The text needs 9 bits; the largest symbol allowed holds 8.',
  ],
  [{ code: 'invalid-option', field: 'mask' }, 'The option mask is outside its range.'],
  [{ code: 'invalid-segment', index: 1 }, 'Segment 1 holds something that its mode cannot carry.'],
  [{ code: 'lone-surrogate', position: 6 }, 'The text has half a surrogate pair at position 6.'],
  [
    { code: 'eci-unsupported' },
    'The reference encoder writes no ECI segment, which text outside ASCII needs.',
  ],
])('%j has a sentence for people', (issue, sentence) => {
  expect(explain(issue)).toBe(sentence)
  expect(new QrError(issue)).toMatchObject({ name: 'QrError', code: issue.code, message: sentence })
})
