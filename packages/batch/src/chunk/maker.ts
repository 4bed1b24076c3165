import type { Labeller, PlacedSymbol } from '@claimtag/label'
import { labelHeader } from '@claimtag/label/pdf-volume'
import { readRows } from '../input/rows.ts'
import { BatchError } from '../issue.ts'
import { keyedDigest } from '../job/digest.ts'
import type { ManifestEntry, ManifestFile, ManifestSymbol } from '../job/manifest.ts'
import { isFileKind, type OutputKind } from '../output/kinds.ts'
import { createPagePlaces, ONE_FILE } from '../output/page-place.ts'
import { ARCHIVE, streamFile } from '../output/shared-file.ts'
import type { RowChecker } from '../rows/device.ts'
import { drawLabel } from './drawing.ts'
import type { ChunkTask, JobPlan } from './job-plan.ts'
import { createStretch, type SharedStretch, type StretchBuilder } from './stretch.ts'

/** A label file that is to be written. */
export interface LabelFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** All labels of a chunk, in memory. */
export interface DrawnChunk {
  readonly number: number
  readonly entries: readonly ManifestEntry[]
  readonly files: readonly LabelFile[]
  readonly stretches: readonly SharedStretch[]
}

export type ChunkMaker = (task: ChunkTask) => Promise<DrawnChunk>

/** Draws chunks; the same plan and task always give the same bytes. */
export function createChunkMaker(plan: JobPlan, check: RowChecker, labeller: Labeller): ChunkMaker {
  const pagePlaceOf = createPagePlaces(plan.template, plan.pages ?? ONE_FILE)

  return async ({ number, stretch, left, labelsBefore }) => {
    const passed = new Set(left)
    const entries: ManifestEntry[] = []
    const files: LabelFile[] = []
    const stretches = new Map<string, StretchBuilder>()

    function stretchOf(name: string): StretchBuilder {
      const known = stretches.get(name) ?? createStretch(name)
      stretches.set(name, known)
      return known
    }

    function put(kind: OutputKind, bytes: Uint8Array, devEui: string, row: number): ManifestFile {
      const common = { bytes: bytes.length, digest: keyedDigest(plan.key, bytes) }
      if (kind === 'pdf') {
        const { file, index, page, place } = pagePlaceOf(labelsBefore + entries.length)
        stretchOf(file).add(Buffer.from(labelHeader(index), 'latin1'))
        return { as: kind, file, offset: stretchOf(file).add(bytes), page, place, ...common }
      }
      if (!isFileKind(kind)) {
        const file = streamFile(kind)
        return { as: kind, file, offset: stretchOf(file).add(bytes), ...common }
      }
      const path = `${folderOf(row, plan.perFolder)}${devEui}.${kind}`
      if (plan.pack === 'zip') {
        const offset = stretchOf(ARCHIVE).addZipped(path, bytes)
        return { as: kind, file: ARCHIVE, entry: path, offset, ...common }
      }
      files.push({ path, bytes })
      return { as: kind, file: path, ...common }
    }

    for await (const rows of readRows(plan.input, stretch)) {
      for (const { index, line, cells } of rows) {
        if (passed.has(index) || cells === undefined) continue
        const { device } = check(cells, line)
        // The preflight found this row sound; only an input that changes under our hands gets here.
        if (device === undefined) throw new BatchError({ code: 'input-changed', path: plan.input.path })
        const { symbols, outputs } = drawLabel(labeller, plan.as, device, plan)
        const { devEui, joinEui } = device.fields
        entries.push({
          row: index + 1,
          line,
          devEui,
          ...(joinEui === undefined ? {} : { joinEui }),
          format: plan.format.id,
          symbols: symbols.map((symbol) => describe(symbol, plan.key)),
          files: [...outputs].map(([kind, bytes]) => put(kind, bytes, devEui, index)),
        })
      }
    }
    return {
      number,
      entries,
      files,
      stretches: [...stretches.values()].map((builder) => builder.build()),
    }
  }
}

/** By row of the input, not by label: where a label goes must not depend on what happened to others. */
function folderOf(row: number, perFolder: number): string {
  return perFolder === 0 ? '' : `${String(Math.floor(row / perFolder)).padStart(5, '0')}/`
}

function describe(symbol: PlacedSymbol, key: Uint8Array): ManifestSymbol {
  const { version, errorCorrection, modules, x, y, dots, text } = symbol
  return { version, errorCorrection, modules, dots, x, y, digest: keyedDigest(key, text) }
}
