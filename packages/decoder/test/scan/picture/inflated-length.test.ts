import * as fc from 'fast-check'
import { constants, deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { inflatesBeyond } from '../../../src/scan/picture/inflated-length.ts'

const contents = fc.oneof(
  fc.uint8Array({ maxLength: 4000 }),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 30 }), fc.nat(4000))
    .map(([some, times]) => Buffer.concat(Array.from({ length: times }, () => some))),
)
const kinds = fc.constantFrom(
  { level: 0 },
  { level: 9 },
  { level: 9, strategy: constants.Z_FIXED },
  { level: 1, strategy: constants.Z_HUFFMAN_ONLY },
  { level: 6, strategy: constants.Z_RLE },
)

/** A stream in parts, as a PNG has it. */
function cut(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) parts.push(bytes.subarray(at, at + size))
  return parts
}

test('the length is that of zlib, whatever the blocks and the parts', () => {
  fc.assert(
    fc.property(contents, kinds, fc.integer({ min: 1, max: 500 }), (content, kind, size) => {
      const parts = cut(deflateSync(content, kind), size)
      expect(inflatesBeyond(parts, content.length)).toBe(false)
      expect(inflatesBeyond(parts, content.length - 1)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

describe('damage', () => {
  test('neither throws nor goes on for ever', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(1000), (bytes, most) => {
        expect(typeof inflatesBeyond([bytes], most)).toBe('boolean')
      }),
      { numRuns: 2000 },
    )
  })
})
