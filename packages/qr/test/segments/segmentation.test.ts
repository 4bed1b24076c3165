import { isOneAlphanumericRun, isOneAlphanumericSegment, planQr, type Segment } from '@claimtag/qr'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { segmentBits, type VersionRange } from '../../src/segments/segments.ts'
import { segmentText } from '../../src/segments/segmentation.ts'

const RANGES: readonly VersionRange[] = [0, 1, 2]
const ALPHANUMERIC = /^[0-9A-Z $%*+\-./:]$/

/** Fewest bits over every way to give each character a mode, found by trying them all. */
function fewestBits(text: string, range: VersionRange): number {
  const characters = Array.from(text)
  const modes = characters.map((character) => {
    const possible: ('numeric' | 'alphanumeric' | 'byte')[] = ['byte']
    if (ALPHANUMERIC.test(character)) possible.push('alphanumeric')
    if (/^[0-9]$/.test(character)) possible.push('numeric')
    return possible
  })
  let fewest = Infinity
  const cut = (at: number, segments: readonly Extract<Segment, { text: string }>[]): void => {
    if (at === characters.length) {
      fewest = Math.min(
        fewest,
        segments.reduce((sum, segment) => sum + segmentBits(segment, range), 0),
      )
      return
    }
    for (const mode of modes[at]!) {
      const last = segments.at(-1)
      const more = characters[at]!
      if (last?.mode === mode) cut(at + 1, [...segments.slice(0, -1), { mode, text: last.text + more }])
      else cut(at + 1, [...segments, { mode, text: more }])
    }
  }
  cut(0, [])
  return fewest
}

function bitsOf(segments: readonly Segment[], range: VersionRange): number {
  return segments.reduce((sum, segment) => sum + segmentBits(segment, range), 0)
}

function textOf(segments: readonly Segment[]): string {
  return segments.map((segment) => ('text' in segment ? segment.text : '')).join('')
}

test('no other cut of a short text takes fewer bits', () => {
  const character = fc.constantFrom('0', '7', 'A', ':', 'a', 'z')
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 8 }), fc.constantFrom(...RANGES), (text, range) => {
      const segments = segmentText(text, range)
      expect(textOf(segments)).toBe(text)
      expect(bitsOf(segments, range)).toBe(fewestBits(text, range))
    }),
    { numRuns: 400 },
  )
})

test('no cut of long runs into two or three modes takes fewer bits', () => {
  // Runs of about the length at which a change of mode pays.
  const run = fc.tuple(fc.constantFrom('0', 'A', 'a'), fc.integer({ min: 1, max: 18 }))
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 5 }), fc.constantFrom(...RANGES), (runs, range) => {
      const text = runs.map(([character, length]) => character.repeat(length)).join('')
      // Cutting inside a run of equal characters never helps, so that each run has one mode.
      const ways = runs.reduce<Segment[][]>(
        (cuts, [character, length]) =>
          cuts.flatMap((segments) =>
            (['numeric', 'alphanumeric', 'byte'] as const)
              .filter(
                (mode) =>
                  mode === 'byte' || (mode === 'alphanumeric' ? character !== 'a' : character === '0'),
              )
              .map((mode): Segment[] => {
                const last = segments.at(-1)
                const more = character.repeat(length)
                return last?.mode === mode && 'text' in last
                  ? [...segments.slice(0, -1), { mode, text: last.text + more }]
                  : [...segments, { mode, text: more }]
              }),
          ),
        [[]],
      )
      expect(bitsOf(segmentText(text, range), range)).toBe(Math.min(...ways.map((way) => bitsOf(way, range))))
    }),
    { numRuns: 400 },
  )
})

test('any text comes back whole from its segments, each in a mode that carries it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.constantFrom(...RANGES), (text, range) => {
      const segments = segmentText(text, range)
      expect(textOf(segments)).toBe(text)
      const ascii = Array.from(text).every((character) => character < '\u0080')
      expect(segments.some(({ mode }) => mode === 'eci')).toBe(!ascii)
      // Segments of a plan are checked like those of a caller.
      expect(planQr(segments).bits).toBe(planQr(text).bits)
    }),
    { numRuns: 200 },
  )
})

test.each([
  ['', []],
  ['0123456', ['numeric']],
  ['ABC', ['alphanumeric']],
  ['abc', ['byte']],
  // 12 digits inside are not worth two headers, 13 are.
  [`AB${'1'.repeat(12)}CD`, ['alphanumeric']],
  [`AB${'1'.repeat(13)}CD`, ['alphanumeric', 'numeric', 'alphanumeric']],
  // 6 digits at the beginning are not worth one header; 7 are when that leaves an even number behind.
  ['123456AB', ['alphanumeric']],
  ['1234567AB', ['numeric', 'alphanumeric']],
  ['abcABCDEFGHIJK', ['byte', 'alphanumeric']],
  ['é', ['eci', 'byte']],
  ['é0123456', ['eci', 'byte', 'numeric']],
] as const)('%j in versions 1 to 9', (text, modes) => {
  expect(segmentText(text, 0).map(({ mode }) => mode)).toEqual(modes)
})

test('what is one alphanumeric segment is told without a search, for nearly every code', () => {
  // Runs around the lengths at which digits are worth a segment of their own, at the ends and inside.
  const run = fc.oneof(
    fc.integer({ min: 1, max: 14 }).map((length) => '7'.repeat(length)),
    fc.integer({ min: 1, max: 3 }).map((length) => 'A:'.repeat(length).slice(1)),
    fc.constantFrom('a', 'é'),
  )
  const text = fc.oneof(
    { weight: 9, arbitrary: fc.array(run, { maxLength: 7 }).map((runs) => runs.join('')) },
    fc.stringMatching(/^[0-9A-Z:]{0,40}$/),
  )
  let told = 0
  fc.assert(
    fc.property(text, (value) => {
      if (!isOneAlphanumericSegment(value)) return
      told += 1
      for (const range of RANGES) {
        expect(segmentText(value, range)).toEqual([{ mode: 'alphanumeric', text: value }])
      }
    }),
    { numRuns: 3000, seed: 7 },
  )
  expect(told).toBeGreaterThan(500)
})

test.each([
  ['LW:D0:70B3D57ED0000001:70B3D57ED1000309:00000000:OVTLC76XUZPS7AZMKC7FMHYPJRY:S26W47-000777', true],
  [`AB${'1'.repeat(12)}CD`, true],
  [`AB${'1'.repeat(13)}CD`, false],
  ['123456AB', true],
  ['1234567AB', false],
  ['AB1234567', false],
  ['123456', false],
  ['ABc', false],
  ['', false],
] as const)('%j is one alphanumeric segment for certain: %s', (text, certain) => {
  expect(isOneAlphanumericSegment(text)).toBe(certain)
  expect(isOneAlphanumericRun(new TextEncoder().encode(text), text.length)).toBe(certain)
})

test('a text and its bytes are judged alike, whatever it holds', () => {
  const unit = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...'0123456789ABCXYZ:$ '.split('')) },
    { weight: 1, arbitrary: fc.constantFrom('a', '~', '\x7f', '\x80', 'é', '\u2009', '\ud834', '𝄞') },
  )
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
      const bytes = new TextEncoder().encode(text)
      expect(isOneAlphanumericRun(bytes, text.length)).toBe(isOneAlphanumericSegment(text))
    }),
    { numRuns: 2000 },
  )
})
