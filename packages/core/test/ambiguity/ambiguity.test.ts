import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  builtInFormats,
  ClaimtagError,
  compileFormats,
  decode,
  devEuiOnly,
  type ElementDocument,
  encode,
  type Format,
  type FormatDocument,
  thingpark,
  tr005,
} from '@claimtag/core'
import { areToldApart, readAlike } from '../../src/ambiguity/ambiguity.ts'
import { formatOf, grammarOf } from '../../src/format/format.ts'
import { sample } from '../arbitrary.ts'

const apart = (a: Format, b: Format): boolean => areToldApart(grammarOf(a), grammarOf(b))
const like = (document: FormatDocument, changes: Partial<FormatDocument>): Format =>
  formatOf({ ...document, id: 'acme', ...changes })
const ids = tr005.document.fields.slice(0, 3)

describe('the built-in formats', () => {
  const pairs = builtInFormats.flatMap((a, i) =>
    builtInFormats.slice(0, i).map((b) => [b.id, a.id, b, a] as const),
  )
  test.each(pairs)('%s and %s are told apart', (_, __, a, b) => {
    expect(apart(a, b)).toBe(true)
  })

  test('two of them share codes, and read them alike', () => {
    const alike = pairs.filter(([, , a, b]) => readAlike(grammarOf(a), grammarOf(b))).map(([a, b]) => [a, b])
    expect(alike).toEqual([['tr005', 'thingpark-base64']])
  })
})

const markless = like(thingpark.document, {
  fields: [...ids, { name: 'ownerToken', tag: 'O', issued: 'base64', wire: 'base32' }],
})

describe('told apart', () => {
  test.each<[string, Format, Format]>([
    ['by a prefix', tr005, like(tr005.document, { prefix: 'ACME:' })],
    ['by a separator', like({ ...tr005.document }, { separator: ';' }), tr005],
    [
      'by a length',
      like(devEuiOnly.document, { fields: [{ name: 'devEui' }] }),
      like(devEuiOnly.document, { fields: [{ run: [{ name: 'devEui' }, { name: 'joinEui' }] }] }),
    ],
    ['by a match', tr005, like(markless.document, { match: { vendorId: 'AABB' } })],
    [
      'by matches of which one is narrower',
      like(tr005.document, { match: { vendorId: 'AABB' } }),
      like(markless.document, { match: { vendorId: 'AABB', devEui: '70B3D5*' } }),
    ],
    [
      'by a value within a range of values',
      like(tr005.document, { match: { vendorId: 'AABB' } }),
      like(markless.document, { match: { vendorId: 'AAB*' } }),
    ],
    [
      'by a match whatever the prefix',
      formatOf({
        ...tr005.document,
        id: 'lw',
        prefix: 'LW:',
        fields: [{ name: 'sku' }, ...tr005.document.fields],
        match: { vendorId: 'AABB' },
      }),
      tr005,
    ],
    [
      'by matches that exclude each other',
      like(tr005.document, { match: { vendorId: ['AABB', 'CC*'] } }),
      like(markless.document, { match: { vendorId: ['AACC', 'CD*'] } }),
    ],
    ['by a mark', tr005, like(thingpark.document, {})],
    [
      'because they read alike',
      tr005,
      like(tr005.document, { checksum: { algorithm: 'crc16-modbus', tag: 'C', required: true } }),
    ],
  ])('%s', (_, a, b) => {
    expect(apart(a, b)).toBe(true)
    expect(apart(b, a)).toBe(true)
  })
})

describe('in conflict', () => {
  test.each<[string, Format, Format]>([
    ['a token that is base32 or verbatim', tr005, markless],
    [
      'a token issued in another form',
      thingpark,
      like(thingpark.document, {
        fields: thingpark.document.fields.map((one) =>
          'name' in one && one.name === 'ownerToken' ? { ...one, issued: 'hex' } : one,
        ),
      }),
    ],
    [
      'fields in another order',
      tr005,
      like(tr005.document, {
        fields: [{ name: 'devEui' }, { name: 'joinEui' }, ...tr005.document.fields.slice(2)],
      }),
    ],
    [
      'a tag that means something else',
      tr005,
      like(tr005.document, { fields: [...ids, { name: 'sku', tag: 'S' }] }),
    ],
    [
      'a tag that one reads and the other ignores',
      tr005,
      like(tr005.document, { fields: [...tr005.document.fields, { name: 'sku', tag: 'K' }] }),
    ],
    [
      'matches of different fields',
      like(tr005.document, { match: { vendorId: 'AABB' } }),
      like(markless.document, { match: { devEui: '70B3D5*' } }),
    ],
    [
      'the same match',
      like(tr005.document, { match: { vendorId: 'AABB' } }),
      like(markless.document, { match: { vendorId: 'AABB' } }),
    ],
    [
      'a prefix in the other case',
      tr005,
      formatOf({
        ...tr005.document,
        id: 'lower',
        prefix: 'lw:d0:',
        fields: [...ids, { name: 'sku', tag: 'O' }],
      }),
    ],
  ])('%s', (_, a, b) => {
    expect(apart(a, b)).toBe(false)
    expect(apart(b, a)).toBe(false)
  })
})

const hostile = (id: string, fields: readonly ElementDocument[]): Format =>
  formatOf({ id, title: id, prefix: 'LW:D0:', separator: ':', fields })
/** One after the other, with a beginning of any length: as many states as possible at each character. */
const sliding = (id: string, length: number): ElementDocument => ({
  run: [
    { name: `${id}x` },
    { name: 'devEui' },
    ...Array.from({ length: 60 }, (_, i) => ({ name: `${id}${i}`, length })),
  ],
})
const requiredTags = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (tag) => ({
  tag,
  required: true,
  run: Array.from({ length: 13 }, (_, i) => ({ name: `${tag}${i}`, length: 12 })),
}))

describe('hostile documents are compared in a moment, and doubt counts as conflict', () => {
  test.each<[string, Format, Format]>([
    ['lengths that never meet', hostile('a', [sliding('a', 60)]), hostile('b', [sliding('b', 61)])],
    [
      'every tag required',
      hostile('a', [...ids, ...requiredTags]),
      hostile('b', [ids[1]!, ids[0]!, ids[2]!, ...requiredTags]),
    ],
  ])('%s', (_, a, b) => {
    // Time of the processor, which other programs do not lengthen.
    const start = process.cpuUsage()
    expect(apart(a, b)).toBe(false)
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(1500)
  })
})

function refuse(formats: readonly Format[]): () => void {
  return () => {
    compileFormats(formats)
  }
}

test('refuses with both names', () => {
  expect(refuse(builtInFormats)).not.toThrow()
  expect(refuse([markless, ...builtInFormats])).toThrow(ClaimtagError)
  expect(refuse([markless, ...builtInFormats])).toThrow(/acme and thingpark cannot be told apart/)
  expect(refuse([formatOf({ ...tr005.document, id: 'thingpark' }), thingpark])).toThrow(
    /Two different formats/,
  )
  expect(refuse([markless, markless])).not.toThrow()
})

test('whatever two random formats are let through together, no code of one is read differently by the other', () => {
  let together = 0
  fc.assert(
    fc.property(sample, sample, (one, two) => {
      const a = formatOf({ ...one.document, id: 'a' })
      const b = formatOf({ ...two.document, id: 'b' })
      if (!apart(a, b)) return
      together += 1
      const result = decode(encode(one.fields, a), [a, b])
      // A narrower match decides about the codes that it claims; no other format may interfere.
      const outcome = result.ok ? result.record : two.document.match && one.fields
      expect(outcome).toEqual(one.fields)
    }),
    { numRuns: 150 },
  )
  expect(together).toBeGreaterThan(40)
})
