import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createByteBuffer } from '../../src/disk/byte-buffer.ts'

const contents = fc.array(
  fc.oneof(fc.string({ unit: 'binary', maxLength: 40_000 }), fc.uint8Array({ maxLength: 80_000 })),
  { maxLength: 12 },
)

test('holds what was added one behind the other, chunk after chunk', () => {
  const buffer = createByteBuffer()
  fc.assert(
    fc.property(contents, (parts) => {
      buffer.clear()
      const begins = parts.map((part) => (typeof part === 'string' ? buffer.addText(part) : buffer.add(part)))
      const bytes = parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part))
      const expected = Buffer.concat(bytes)
      expect(buffer.length).toBe(expected.length)
      expect(buffer.all().equals(expected)).toBe(true)
      const before = bytes.map((_, index) => Buffer.concat(bytes.slice(0, index)).length)
      expect(begins).toEqual(before)
    }),
    { numRuns: 100 },
  )
})
