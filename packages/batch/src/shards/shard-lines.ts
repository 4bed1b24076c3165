import { openOwnToRead } from '@claimtag/disk'
import { closeSync, readSync } from 'node:fs'
import type { ManifestLine } from '../ledger/manifest/manifest.ts'

/** The lines of a shard's manifest, read one after the other. */
export interface ShardLines {
  /** The lines of so many devices, and of the cartons that end with them; fewer when the file ends. */
  take(devices: number): readonly ManifestLine[]
  close(): void
}

const PIECE = 1 << 18
const LF = 0x0a

/** @param path of a manifest whose digest was compared */
export function openShardLines(path: string): ShardLines {
  const file = openOwnToRead(path)
  let rest: Buffer = Buffer.alloc(0)
  let [from, at] = [0, 0]
  let waiting: ManifestLine | undefined

  function next(): ManifestLine | undefined {
    for (;;) {
      const to = rest.indexOf(LF, from)
      if (to !== -1) {
        const line = JSON.parse(rest.toString('utf8', from, to)) as ManifestLine
        from = to + 1
        return line
      }
      const piece = Buffer.allocUnsafe(PIECE)
      const length = readSync(file, piece, 0, PIECE, at)
      if (length === 0) return undefined
      at += length
      rest = Buffer.concat([rest.subarray(from), piece.subarray(0, length)])
      from = 0
    }
  }

  return {
    take(devices) {
      const lines: ManifestLine[] = []
      for (let count = 0; ;) {
        const line = waiting ?? next()
        waiting = undefined
        if (line === undefined) return lines
        const isDevice = !('carton' in line)
        if (isDevice && count === devices) {
          waiting = line
          return lines
        }
        if (isDevice) count++
        lines.push(line)
      }
    },
    close: () => closeSync(file),
  }
}
