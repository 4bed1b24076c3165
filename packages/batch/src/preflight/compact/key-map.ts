/** The result of `add`: the first row with this key, or `undefined` when the key is new. */
type FirstRow = number | undefined

/**
 * A map from 64-bit keys to the first row with each, packed into typed arrays: 16 to 32 bytes for each key, where a
 * `Map` of strings takes over 100. Ten million keys take 201 MB.
 */
export interface KeyMap {
  /** Number of different keys. */
  readonly size: number
  /** Bytes in the tables. */
  readonly bytes: number
  add(high: number, low: number, row: number): FirstRow
  /** The first row with the key. */
  find(high: number, low: number): FirstRow
  has(high: number, low: number): boolean
}

// Shards grow one at a time, so that the whole old and new tables never exist at the same time.
const SHARDS = 256
const LEAST_CAPACITY = 64
const FULLEST = 0.75

interface Shard {
  mask: number
  count: number
  /** high, low, row + 1 (0 marks an empty slot), slot after slot. */
  slots: Uint32Array
}

/**
 * Makes an empty map.
 *
 * @param expected approximate number of keys: tables that need not grow leave no old ones behind
 *
 * @example
 * ```ts
 * import { createKeyMap, halvesOf } from '@claimtag/batch'
 *
 * const rows = createKeyMap()
 * rows.add(...halvesOf('70B3D57ED00A0004'), 7)
 * console.log(rows.find(...halvesOf('70B3D57ED00A0004'))) // 7
 * ```
 */
export function createKeyMap(expected = 0): KeyMap {
  const capacity = capacityFor(expected / SHARDS)
  const shards: Shard[] = Array.from({ length: SHARDS }, () => emptyShard(capacity))
  let size = 0

  function find(high: number, low: number): FirstRow {
    const mixed = mix(high, low)
    const shard = shards[mixed >>> 24]
    if (shard === undefined) return undefined
    const { slots, mask } = shard
    for (let slot = mixed & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 3
      const owner = slots[at + 2] ?? 0
      if (owner === 0) return undefined
      if (slots[at] === high >>> 0 && slots[at + 1] === low >>> 0) return owner - 1
    }
  }

  return {
    get size() {
      return size
    },
    get bytes() {
      return shards.reduce((sum, shard) => sum + shard.slots.byteLength, 0)
    },
    add(high, low, row) {
      const mixed = mix(high, low)
      const shard = shards[mixed >>> 24]
      if (shard === undefined) return undefined
      const found = insert(shard, mixed, high, low, row)
      if (found !== undefined) return found
      size++
      if (shard.count > (shard.mask + 1) * FULLEST) grow(shard)
      return undefined
    },
    find,
    has: (high, low) => find(high, low) !== undefined,
  }
}

/**
 * A DevEUI of 16 hex digits as a key.
 *
 * @example
 * ```ts
 * import { halvesOf } from '@claimtag/batch'
 *
 * console.log(halvesOf('0000000200000001').join(' ')) // 2 1
 * ```
 */
export function halvesOf(devEui: string): readonly [high: number, low: number] {
  return [halfOf(devEui, 0), halfOf(devEui, 8)]
}

/** The 8 hex digits of a DevEUI from one of them on, as a number: a fifth of the time of `Number.parseInt`. */
export function halfOf(devEui: string, from: number): number {
  let half = 0
  for (let at = from; at < from + 8; at++) {
    const unit = devEui.charCodeAt(at)
    half = (half << 4) | (unit < LETTERS ? unit - ZERO : (unit | SMALL) - TEN)
  }
  return half >>> 0
}

const ZERO = 0x30
const LETTERS = 0x41
/** What small letters have beside capitals. `a` stands for ten. */
const SMALL = 0x20
const TEN = (LETTERS | SMALL) - 10

function insert(shard: Shard, mixed: number, high: number, low: number, row: number): FirstRow {
  const { slots, mask } = shard
  for (let slot = mixed & mask; ; slot = (slot + 1) & mask) {
    const at = slot * 3
    const owner = slots[at + 2] ?? 0
    if (owner === 0) {
      slots[at] = high
      slots[at + 1] = low
      slots[at + 2] = row + 1
      shard.count++
      return undefined
    }
    if (slots[at] === high >>> 0 && slots[at + 1] === low >>> 0) return owner - 1
  }
}

function grow(shard: Shard): void {
  const old = shard.slots
  Object.assign(shard, emptyShard((shard.mask + 1) * 2))
  for (let at = 0; at < old.length; at += 3) {
    const [high, low, owner] = [old[at] ?? 0, old[at + 1] ?? 0, old[at + 2] ?? 0]
    if (owner !== 0) insert(shard, mix(high, low), high, low, owner - 1)
  }
}

function capacityFor(keys: number): number {
  let capacity = LEAST_CAPACITY
  while (keys > capacity * FULLEST) capacity *= 2
  return capacity
}

function emptyShard(capacity: number): Shard {
  return { mask: capacity - 1, count: 0, slots: new Uint32Array(capacity * 3) }
}

// The finaliser of MurmurHash3 over both halves: EUIs of one batch differ in a few adjacent bits.
function mix(high: number, low: number): number {
  let h = Math.imul(high ^ 0x9e3779b9, 0x85ebca6b) ^ low
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
