import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBitSet } from '../../../src/preflight/compact/bit-set.ts'

test('holds the rows that were added, each once, however far apart', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000)), fc.nat(1_000_000), (rows, other) => {
      const set = createBitSet()
      for (const row of rows) set.add(row)
      expect(set.count).toBe(new Set(rows).size)
      expect(rows.every((row) => set.has(row))).toBe(true)
      expect(set.has(other)).toBe(rows.includes(other))
    }),
  )
})
