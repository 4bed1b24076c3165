import * as fc from 'fast-check'
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { createKeyedDigest } from '../../src/ledger/digest.ts'

const keys = fc.uint8Array({ minLength: 1, maxLength: 64 })

test('is HMAC-SHA-256 over words and content, cut to 128 bits, whatever came before', () => {
  const texts = fc.string({ unit: 'binary', maxLength: 300 })
  const contents = fc.oneof(texts, fc.uint8Array({ maxLength: 5000 }))
  fc.assert(
    fc.property(keys, keys, texts, contents, contents, (key, other, words, content, before) => {
      const digest = createKeyedDigest(key)
      const of = createKeyedDigest(other)
      digest(before, words)
      of(before)
      const expected = createHmac('sha256', key).update(words).update(content).digest('hex').slice(0, 32)
      expect(digest(content, words)).toBe(expected)
    }),
    { numRuns: 500 },
  )
})
