import { openOwnToRead } from '@claimtag/disk'
import { closeSync, readSync } from 'node:fs'
import { BatchError } from '../../issue.ts'
import type { JobFolder } from '../folder.ts'
import { manifestEntrySchema } from '../job-schema.ts'
import type { ManifestEntry } from './manifest.ts'

/** Lines of a manifest that can be found by their numbers: 8 bytes of memory each. */
export interface ManifestIndex {
  readonly length: number
  /** @throws BatchError `job-damaged` */
  entry(number: number): ManifestEntry
  close(): void
}

const PIECE = 1 << 20
const LF = 0x0a
/** The DevEUI comes before any text that could look like it. */
const BEGINNING = /^\{"row":\d+,"line":\d+,(?:"addition":\d+,)?"devEui":"([0-9A-F]{16})"/
const BEGINNING_BYTES = 120
/** Lines about cartons have no device of their own. */
const CARTON = '{"carton":'

/**
 * Reads the first bytes of a manifest once.
 *
 * @param take called with the DevEUI of each line
 * @throws BatchError `job-damaged`
 */
export function indexManifest(
  { manifest, out: path }: JobFolder,
  bytes: number,
  take: (devEui: string, number: number) => void,
): ManifestIndex {
  const damaged = new BatchError({ code: 'job-damaged', path, detail: 'manifest.ndjson' })
  const file = openOwnToRead(manifest)
  let offsets = new Float64Array(1024)
  let length = 0

  /** Records the offset of each line in a part of the manifest; returns the offset of the line after it. */
  function note(begin: number, part: Buffer): number {
    let from = 0
    for (let to = part.indexOf(LF); to !== -1; to = part.indexOf(LF, from)) {
      const start = part.toString('latin1', from, from + BEGINNING_BYTES)
      if (start.startsWith(CARTON)) {
        from = to + 1
        continue
      }
      const [, devEui] = BEGINNING.exec(start) ?? []
      if (devEui === undefined) throw damaged
      // Each line ends where the next one begins, or before it.
      if (length + 1 >= offsets.length) offsets = grown(offsets)
      offsets[length] = begin + from
      take(devEui, length++)
      from = to + 1
      offsets[length] = begin + from
    }
    return begin + from
  }

  function read(begin: number, end: number): Buffer {
    const part = Buffer.alloc(end - begin)
    return part.subarray(0, readSync(file, part, 0, part.length, begin))
  }

  try {
    for (let at = 0; at < bytes;) {
      const next = note(at, read(at, Math.min(bytes, at + PIECE)))
      // A line of a megabyte, or without an end, was not written by this program.
      if (next === at) throw damaged
      at = next
    }
  } catch (error) {
    closeSync(file)
    throw error
  }
  return {
    length,
    entry(number) {
      const [line = ''] = read(offsets[number] ?? 0, offsets[number + 1] ?? 0)
        .toString('utf8')
        .split('\n', 1)
      const parsed = manifestEntrySchema.safeParse(JSON.parse(line))
      if (!parsed.success) throw damaged
      return parsed.data
    },
    close: () => closeSync(file),
  }
}

function grown(offsets: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * offsets.length)
  larger.set(offsets)
  return larger
}
