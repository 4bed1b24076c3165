import { createDecoder } from '@claimtag/decoder'
import { expect, test } from 'vitest'
import { createSightings } from '../../src/watch/sightings.ts'
import { FOREIGN, OTHER_OURS, OURS, symbolAt } from './symbols.ts'

const decoder = createDecoder()

test('a code is seen once, and again when it was out of view long enough', () => {
  const { see } = createSightings({ decoder, forgetMs: 1000 })
  const ours = symbolAt(OURS)
  expect(see([ours], 0)).toMatchObject([{ text: OURS, at: 0, result: { ok: true }, corners: ours.corners }])
  for (const at of [50, 900, 1800]) expect(see([ours], at)).toEqual([])
  expect(see([], 2700)).toEqual([])
  // 999 ms out of view, by the last time that it was seen.
  expect(see([ours], 2799)).toEqual([])
  expect(see([ours], 3799)).toMatchObject([{ text: OURS, at: 3799 }])
})

test('time counts for each code by itself', () => {
  const { see } = createSightings({ decoder, forgetMs: 1000 })
  see([symbolAt(OURS)], 0)
  expect(see([symbolAt(OTHER_OURS)], 900)).toMatchObject([{ text: OTHER_OURS }])
  expect(see([symbolAt(OURS), symbolAt(OTHER_OURS)], 1100)).toMatchObject([{ text: OURS }])
})

test('several codes of one frame come together, ours first, and one printed twice is one', () => {
  const { see } = createSightings({ decoder })
  const seen = see([FOREIGN, OURS, OURS, OTHER_OURS].map(symbolAt), 0)
  expect(seen.map(({ text }) => text)).toEqual([OURS, OTHER_OURS, FOREIGN])
  expect(seen[2]?.result).toMatchObject({ ok: false, error: { kind: 'foreign' } })
})

test('a foreign code says whether one of ours is in view beside it, seen before or not', () => {
  const { see } = createSightings({ decoder })
  expect(see([symbolAt(FOREIGN)], 0)).toMatchObject([{ isBesideOurs: false }])
  expect(see([symbolAt(OURS)], 10)).toMatchObject([{ isBesideOurs: false }])
  expect(see([symbolAt(`${FOREIGN}2`), symbolAt(OURS)], 20)).toMatchObject([{ isBesideOurs: true }])
})

test('a damaged symbol is no code, and does not keep one in view', () => {
  const { see } = createSightings({ decoder, forgetMs: 1000 })
  const { corners } = symbolAt(OURS)
  expect(see([{ corners, damaged: 'checksum' }], 0)).toEqual([])
})

test('what is out of view is forgotten: a wall of changing codes holds no memory', () => {
  let decoded = 0
  const { see } = createSightings({
    decoder: { decode: (text) => (decoded++, decoder.decode(text)) },
    forgetMs: 10,
  })
  for (let at = 0; at < 100; at++) see([symbolAt(`code ${at % 20}`)], at)
  expect(decoded).toBe(100)
})
