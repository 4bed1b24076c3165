import { openOwnToRead } from '@claimtag/disk'
import { closeSync, readSync } from 'node:fs'
import { LABEL_OBJECT_HEAD, labelHeader, readLabelObjectHead } from '@claimtag/label/pdf-volume'

type Glyphs = NonNullable<ReturnType<typeof readLabelObjectHead>>['glyphs']
type Face = Glyphs extends ReadonlyMap<infer F, unknown> ? F : never

/** The labels in a PDF that has no end yet. */
export interface VolumeLabels {
  /** Offsets of the labels' objects, their headers included. */
  readonly offsets: Float64Array
  /** Characters that the labels show. */
  readonly glyphs: ReadonlyMap<Face, ReadonlySet<string>>
}

/**
 * Finds the labels of a PDF by going from one to the next. Their places are not stored anywhere else, so nothing has
 * to be recovered after a power cut.
 *
 * @param begin offset of the first label's header
 * @param end end of the last object
 */
export function labelObjectsIn(path: string, begin: number, end: number): VolumeLabels {
  const glyphs = new Map<Face, Set<string>>()
  let offsets = new Float64Array(1024)
  let count = 0
  const file = openOwnToRead(path)
  const bytes = Buffer.alloc(LABEL_OBJECT_HEAD + 16)
  try {
    for (let at = begin; at < end;) {
      const latin = bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, at))
      const header = labelHeader(count)
      const head = latin.startsWith(header) ? readLabelObjectHead(latin.slice(header.length)) : undefined
      if (head === undefined) break
      if (count === offsets.length) offsets = grown(offsets)
      offsets[count++] = at
      for (const [face, shown] of head.glyphs) {
        const known = glyphs.get(face) ?? new Set()
        for (const character of shown) known.add(character)
        glyphs.set(face, known)
      }
      at += header.length + head.size
    }
  } finally {
    closeSync(file)
  }
  return { offsets: offsets.subarray(0, count), glyphs }
}

function grown(offsets: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * offsets.length)
  larger.set(offsets)
  return larger
}
