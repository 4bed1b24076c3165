import type { Labeller, SymbolPlace } from '@claimtag/label'
import { labelHeader } from '@claimtag/label/pdf-volume'
import { readRows } from '../input/rows.ts'
import { BatchError } from '../issue.ts'
import { keyedDigest } from '../job/digest.ts'
import type { ManifestFile, ManifestSymbol } from '../job/manifest.ts'
import type { ManifestDraft } from '../job/manifest-draft.ts'
import { isFileKind, type OutputKind } from '../output/kinds.ts'
import { createPagePlaces, ONE_FILE } from '../output/page-place.ts'
import { ARCHIVE, streamFile } from '../output/shared-file.ts'
import type { RowChecker } from '../rows/device.ts'
import type { Row } from '../rows/row.ts'
import { createChunkRooms } from './chunk-room.ts'
import { createDrawer } from './drawing.ts'
import type { ChunkTask, JobPlan } from './job-plan.ts'
import type { SharedStretch } from './stretch.ts'
import { createVerifiedBy } from './verified-by.ts'

/** A label file that is to be written. */
export interface LabelFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** All labels of a chunk, in memory. */
export interface DrawnChunk {
  readonly number: number
  readonly labels: number
  /** How many of them are to be verified. */
  readonly verified: number
  readonly manifest: ManifestDraft
  readonly files: readonly LabelFile[]
  readonly stretches: readonly SharedStretch[]
  /** Gives its memory to a later chunk: it is written, or given up. */
  readonly release: () => void
}

export type ChunkMaker = (task: ChunkTask) => DrawnChunk

/** Draws chunks; the same plan and task always give the same bytes. */
export function createChunkMaker(plan: JobPlan, check: RowChecker, labeller: Labeller): ChunkMaker {
  const { as, key, perFolder, pack } = plan
  const pagePlaceOf = createPagePlaces(plan.template, plan.pages ?? ONE_FILE)
  const verifiedByOf = createVerifiedBy(as, plan.verify)
  const draw = createDrawer(labeller, as, plan)
  const rooms = createChunkRooms()

  return ({ number, stretch, left, labelsBefore }) => {
    const passed = new Set(left)
    const room = rooms.take()
    const { manifest, stretchOf } = room
    const files: LabelFile[] = []
    let labels = 0
    let verified = 0

    function put(kind: OutputKind, content: Uint8Array, devEui: string, row: number): ManifestFile {
      const bytes = content.length
      const digest = keyedDigest(key, content)
      if (kind === 'pdf') {
        const { file, index, page, place } = pagePlaceOf(labelsBefore + labels)
        stretchOf(file).add(Buffer.from(labelHeader(index), 'latin1'))
        return { as: kind, file, offset: stretchOf(file).add(content), page, place, bytes, digest }
      }
      if (!isFileKind(kind)) {
        const file = streamFile(kind)
        return { as: kind, file, offset: stretchOf(file).add(content), bytes, digest }
      }
      const path = `${folderOf(row, perFolder)}${devEui}.${kind}`
      if (pack === 'zip') {
        const offset = stretchOf(ARCHIVE).addZipped(path, content)
        return { as: kind, file: ARCHIVE, entry: path, offset, bytes, digest }
      }
      files.push({ path, bytes: content })
      return { as: kind, file: path, bytes, digest }
    }

    function label({ index, line, cells }: Row): void {
      if (passed.has(index) || cells === undefined) return
      const { device } = check(cells, line)
      // The preflight found this row sound; only an input that changes under our hands gets here.
      if (device === undefined) throw new BatchError({ code: 'input-changed', path: plan.input.path })
      const { symbols, codes, outputs } = draw(device)
      const { devEui, joinEui } = device.fields
      const verifiedBy = verifiedByOf(index + 1)
      const described: ManifestSymbol[] = []
      for (const [at, symbol] of symbols.entries()) described.push(describe(symbol, codes[at] ?? '', key))
      const written: ManifestFile[] = []
      for (const { as: kind, bytes } of outputs) written.push(put(kind, bytes, devEui, index))
      manifest.add({
        row: index + 1,
        line,
        devEui,
        joinEui,
        format: plan.format.id,
        symbols: described,
        files: written,
        verifiedBy,
      })
      labels++
      if (verifiedBy !== undefined) verified++
    }

    for (const rows of readRows(plan.input, stretch)) for (const row of rows) label(row)
    return { number, labels, verified, manifest, files, stretches: room.stretches(), release: room.release }
  }
}

/** By row of the input, not by label: where a label goes must not depend on what happened to others. */
function folderOf(row: number, perFolder: number): string {
  return perFolder === 0 ? '' : `${String(Math.floor(row / perFolder)).padStart(5, '0')}/`
}

function describe(place: SymbolPlace, code: string, key: Uint8Array): ManifestSymbol {
  const { version, errorCorrection, modules, x, y, dots } = place
  return { version, errorCorrection, modules, dots, x, y, digest: keyedDigest(key, code) }
}
