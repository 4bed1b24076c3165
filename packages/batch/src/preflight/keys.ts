import { statSync } from 'node:fs'
import type { Cut, Input } from '@claimtag/devices/parts'
import type { BitSet } from './compact/bit-set.ts'
import { createKeyMap, type KeyMap } from './compact/key-map.ts'
import { createDuplicateSerialFinder, type DuplicateSerialFinder } from './duplicate-serials.ts'
import { type Survey, WARNINGS_KEPT } from './survey.ts'

/** The DevEUIs, tokens and serial numbers of all rows so far. */
export interface Keys {
  readonly devEuis: KeyMap
  readonly tokens: KeyMap
  readonly serials: DuplicateSerialFinder
}

/** As large as they have to be when the other rows are as long as the first ones. */
export function createKeys(
  inputs: readonly Input[],
  { start, end }: Cut,
  { rows, serials }: Pick<Survey, 'rows' | 'serials'>,
): Keys {
  const size = inputs.reduce((sum, { path }) => sum + statSync(path).size, 0)
  const expected = (size / (end - start)) * rows
  return {
    devEuis: createKeyMap(expected),
    tokens: createKeyMap(expected),
    // Many inputs have no serial numbers; should they begin later, the table grows.
    serials: createDuplicateSerialFinder(serials.length > 0 ? expected : 0, WARNINGS_KEPT),
  }
}

/** Adds the key of a row; returns the row that had it before, if one had. */
export function addTo(keys: KeyMap, halves: Uint32Array, row: number, index: number): number | undefined {
  return keys.add(halves[2 * row] ?? 0, halves[2 * row + 1] ?? 0, index)
}

/** Remembers two rows that share a key. */
export function note(suspect: BitSet, first: number | undefined, index: number): void {
  if (first === undefined) return
  suspect.add(first)
  suspect.add(index)
}
