import * as fc from 'fast-check'
import { createHash, createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { createKeyedDigest, createShortKeyedDigest, type KeyedDigest } from '../../src/ledger/digest.ts'

const keys = fc.uint8Array({ minLength: 1, maxLength: 64 })

const SHORT = 32

/** What each of them is, by the book. */
const KINDS: Readonly<
  Record<string, readonly [(key: Uint8Array) => KeyedDigest, (key: Uint8Array, all: Buffer) => string]>
> = {
  'HMAC-SHA-256 over words and content': [
    createKeyedDigest,
    (key, all) => createHmac('sha256', key).update(all).digest('hex'),
  ],
  'SHA-256 over key, words and content': [
    createShortKeyedDigest,
    (key, all) => createHash('sha256').update(key).update(all).digest('hex'),
  ],
}

test.each(Object.entries(KINDS))('is %s, cut to 128 bits, whatever came before', (_, [create, expected]) => {
  const texts = fc.string({ unit: 'binary', maxLength: 300 })
  const contents = fc.oneof(texts, fc.uint8Array({ maxLength: 5000 }))
  fc.assert(
    fc.property(keys, keys, texts, contents, contents, (key, other, words, content, before) => {
      const digest = create(key)
      const of = create(other)
      digest(before, words)
      of(before)
      const all = Buffer.concat([Buffer.from(words), Buffer.from(content)])
      expect(digest(content, words)).toBe(expected(key, all).slice(0, SHORT))
    }),
    { numRuns: 250 },
  )
})
