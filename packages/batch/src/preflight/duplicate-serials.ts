import type { Row, RowIssue } from '@claimtag/devices'
import { type Input, placesOf, rowIssue, type Stretch } from '@claimtag/devices/parts'
import { createKeyMap } from './compact/key-map.ts'
import { reread } from './reread.ts'
import type { Hash64 } from './compact/text-hash.ts'

/** Finds serial numbers that several devices have. */
export interface DuplicateSerialFinder {
  add(index: number, serial: Hash64): void
  /**
   * A warning for each of them after the first, with the line of the first.
   *
   * @param isExcluded rows without a label: an exact repeat of a row is not a second device
   */
  find(
    inputs: readonly Input[],
    stretchOf: (index: number) => Stretch,
    isExcluded: (index: number) => boolean,
  ): Promise<readonly RowIssue[]>
  readonly bytes: number
}

/**
 * Memory: 16 to 32 bytes for each row.
 *
 * @param expected approximate number of rows
 * @param most number of warnings that are useful
 */
export function createDuplicateSerialFinder(expected: number, most: number): DuplicateSerialFinder {
  const serials = createKeyMap(expected)
  const pairs: { readonly first: number; readonly later: number }[] = []
  return {
    add(index, { high, low }) {
      const first = serials.add(high, low, index)
      if (first !== undefined && pairs.length < most) pairs.push({ first, later: index })
    },
    get bytes() {
      return serials.bytes
    },
    async find(inputs, stretchOf, isExcluded) {
      const sound = pairs.filter(({ first, later }) => !isExcluded(first) && !isExcluded(later))
      const wanted = new Set(sound.flatMap(({ first, later }) => [first, later]))
      const stretches = new Set([...wanted].sort((a, b) => a - b).map(stretchOf))
      const rows = new Map<number, Row>()
      for await (const row of reread(inputs, { stretches, isWanted: (index) => wanted.has(index) }))
        rows.set(row.index, row)
      return sound.flatMap(({ first, later }) => warningOf(rows.get(first), rows.get(later)) ?? [])
    },
  }
}

/** The pairs were found by a hash; the texts decide. */
function warningOf(first: Row | undefined, later: Row | undefined): RowIssue | undefined {
  const serial = later?.cells?.fields.serialNumber
  if (first === undefined || later === undefined || serial === undefined) return undefined
  if (first.cells?.fields.serialNumber !== serial) return undefined
  const problem = { code: 'duplicate-serial', field: 'serialNumber', ...placesOf([first]) } as const
  return rowIssue(later.line, problem, later.cells?.headings, later.file)
}
