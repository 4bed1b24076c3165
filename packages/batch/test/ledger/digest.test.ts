import * as fc from 'fast-check'
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { keyedDigest } from '../../src/ledger/digest.ts'

const keys = fc.uint8Array({ minLength: 1, maxLength: 64 })

test('is HMAC-SHA-256, cut to 128 bits, whatever came before', () => {
  const contents = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.uint8Array({ maxLength: 5000 }))
  fc.assert(
    fc.property(keys, keys, contents, contents, (key, other, content, before) => {
      keyedDigest(other, before)
      keyedDigest(key, before)
      const expected = createHmac('sha256', key).update(content).digest('hex').slice(0, 32)
      expect(keyedDigest(key, content)).toBe(expected)
    }),
    { numRuns: 500 },
  )
})
