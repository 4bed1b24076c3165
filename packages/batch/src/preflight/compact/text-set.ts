import { randomBytes } from 'node:crypto'
import { createKeyMap } from './key-map.ts'
import { createTextHash } from './text-hash.ts'

/**
 * A set of millions of texts, stored as 64-bit hashes: 16 to 32 bytes each, whatever their length. Of a million
 * texts, one in 10^12 pairs is wrongly taken for equal.
 */
export interface TextSet {
  add(text: string): void
  has(text: string): boolean
}

export function createTextSet(): TextSet {
  const seeds = randomBytes(8)
  const hash = createTextHash([seeds.readUInt32LE(0), seeds.readUInt32LE(4)])
  const keys = createKeyMap()
  return {
    add(text) {
      const { high, low } = hash(text)
      keys.add(high, low, 0)
    },
    has(text) {
      const { high, low } = hash(text)
      return keys.has(high, low)
    },
  }
}
