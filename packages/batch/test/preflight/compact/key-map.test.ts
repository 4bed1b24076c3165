import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKeyMap } from '../../../src/preflight/compact/key-map.ts'

const word = fc.integer({ min: 0, max: 0xffffffff })

test('finds the first row of every key, as a map does', () => {
  const near = fc.integer({ min: 0, max: 40 })
  const key = fc.oneof(fc.tuple(near, near), fc.tuple(word, near), fc.tuple(word, word))
  fc.assert(
    fc.property(fc.array(key, { maxLength: 400 }), fc.nat({ max: 100_000 }), (keys, expected) => {
      const set = createKeyMap(expected)
      const map = new Map<string, number>()
      for (const [row, [high, low]] of keys.entries()) {
        const name = `${high} ${low}`
        expect(set.has(high, low)).toBe(map.has(name))
        expect(set.add(high, low, row)).toBe(map.get(name))
        if (!map.has(name)) map.set(name, row)
      }
      expect(set.size).toBe(map.size)
    }),
  )
})

test.each([0, 1_000_000])(
  'a million EUIs are found again in at most 32 bytes each, %i expected',
  (expected) => {
    const set = createKeyMap(expected)
    const count = 1_000_000
    let found = 0
    for (let row = 0; row < count; row++)
      if (set.add(0x70b3d57e, 0xd0000000 + row * 5, row) !== undefined) found++
    expect(found).toBe(0)
    expect(set.size).toBe(count)
    expect(set.bytes / count).toBeLessThanOrEqual(32)
    for (let row = 0; row < count; row += 97) expect(set.add(0x70b3d57e, 0xd0000000 + row * 5, 0)).toBe(row)
  },
)
