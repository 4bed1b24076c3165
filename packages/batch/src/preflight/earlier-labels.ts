import { parseWrittenEui64 } from '@claimtag/core'
import type { Device, Row, RowIssue } from '@claimtag/devices'
import { type Input, placesOf, type RowChecker, type Stretch, rowIssue } from '@claimtag/devices/parts'
import type { JobFolder } from '../ledger/folder.ts'
import { indexManifest, type ManifestIndex } from '../ledger/manifest/manifest-index.ts'
import type { ManifestEntry } from '../ledger/manifest/manifest.ts'
import { createBitSet } from './compact/bit-set.ts'
import { createKeyMap, halvesOf, type KeyMap } from './compact/key-map.ts'
import { reread } from './reread.ts'

/** The labels that a job has, and the rows of an input that belong to them. */
export interface EarlierLabels {
  /** Notes a row, by the halves of its DevEUI. */
  see(high: number, low: number, row: number): void
  /** The rows that have a label, in their order; with an issue if it would be different now. */
  compare(
    inputs: readonly Input[],
    chunks: readonly (Stretch & { readonly rows: number; readonly index: number })[],
    isExcluded: (row: number) => boolean,
  ): AsyncGenerator<{ readonly index: number; readonly issue: RowIssue | undefined }>
  /** How many labels of these rows were read back when they were made. */
  readonly verified: number
  /** Devices with a label for which no row was noted. */
  vanished(): Vanished
  close(): void
}

export interface Vanished {
  readonly count: number
  /** The first of them. */
  readonly devEuis: readonly string[]
}

const NAMED = 10

export interface EarlierLabelsOptions {
  /** Number of bytes of the manifest that count. */
  readonly bytes: number
  readonly check: RowChecker
  /** Whether a device would get exactly the label of a line of the manifest. */
  readonly isSame: (entry: ManifestEntry, device: Device) => boolean
}

/**
 * Memory: 24 to 40 bytes for each label, and a bit for each row.
 *
 * @throws BatchError `job-damaged`
 */
export function openEarlierLabels(
  folder: JobFolder,
  { bytes, check, isSame }: EarlierLabelsOptions,
): EarlierLabels {
  const { keys, index } = keysOfManifest(folder, bytes)
  const labelled = createBitSet()
  const seen = createBitSet()
  let verified = 0

  function entryOf(devEui: string): ManifestEntry | undefined {
    const number = keys.find(...halvesOf(devEui))
    return number === undefined ? undefined : index.entry(number)
  }

  return {
    see(high, low, row) {
      const number = keys.find(high, low)
      if (number === undefined) return
      seen.add(number)
      labelled.add(row)
    },
    async *compare(inputs, chunks, isExcluded) {
      const isWanted = (row: number): boolean => labelled.has(row) && !isExcluded(row)
      const stretches = chunks.filter(({ index: first, rows }) => {
        for (let row = first; row < first + rows; row++) if (isWanted(row)) return true
        return false
      })
      for await (const { index: row, line, file, cells } of reread(inputs, { stretches, isWanted })) {
        const device = cells === undefined ? undefined : check(cells, line).device
        const entry = device === undefined ? undefined : entryOf(device.fields.devEui)
        if (device === undefined || entry === undefined) continue
        const isUnchanged = isSame(entry, device)
        if (isUnchanged && entry.verifiedBy !== undefined) verified++
        const issue = isUnchanged ? undefined : rowIssue(line, otherwise(entry), cells?.headings, file)
        yield { index: row, issue }
      }
    },
    get verified() {
      return verified
    },
    vanished() {
      const devEuis: string[] = []
      for (let number = 0; number < index.length && devEuis.length < NAMED; number++)
        if (!seen.has(number)) devEuis.push(index.entry(number).devEui)
      return { count: index.length - seen.count, devEuis }
    },
    close: () => index.close(),
  }
}

function otherwise({ line, input: file }: ManifestEntry): Parameters<typeof rowIssue>[1] {
  return { code: 'labelled-otherwise', field: 'devEui', ...placesOf([{ line, file }]) }
}

/** How many sound-looking rows of an input are of devices that have no label. */
export async function countNewRows(
  folder: JobFolder,
  bytes: number,
  rows: AsyncIterable<Row>,
): Promise<number> {
  const { keys, index } = keysOfManifest(folder, bytes)
  index.close()
  let count = 0
  for await (const { cells } of rows) {
    const devEui = parseWrittenEui64(cells?.fields.devEui ?? '')
    if (devEui !== undefined && !keys.has(...halvesOf(devEui))) count++
  }
  return count
}

function keysOfManifest(
  folder: JobFolder,
  bytes: number,
): { readonly keys: KeyMap; readonly index: ManifestIndex } {
  const keys = createKeyMap()
  const index = indexManifest(folder, bytes, (devEui, number) => keys.add(...halvesOf(devEui), number))
  return { keys, index }
}
