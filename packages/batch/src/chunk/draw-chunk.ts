import type { Series, SymbolPlace } from '@claimtag/label/series'
import { labelHeader } from '@claimtag/label/pdf-volume'
import { InputError, type Row } from '@claimtag/devices'
import { type RowChecker, readPart } from '@claimtag/devices/parts'
import type { NewFile } from '@claimtag/disk'
import { createLabelDigests } from '../ledger/label-digests.ts'
import type { ManifestFile, ManifestSymbol } from '../ledger/manifest.ts'
import type { ManifestDraft } from '../ledger/manifest-draft.ts'
import { isFileKind, type OutputKind } from '../render/kinds.ts'
import { createPagePlaces, ONE_FILE } from '../render/page-place.ts'
import { ARCHIVE, runFolder, streamFile } from '../render/shared-file.ts'
import { createChunkBuffers } from './chunk-buffers.ts'
import { createLabelRenderer } from '../render/render-label.ts'
import type { ChunkTask, JobPlan } from '../plan/job-plan.ts'
import type { FilePart } from './file-part.ts'
import { createSampling } from './sampling.ts'

/** All labels of a chunk, in memory. */
export interface DrawnChunk {
  readonly number: number
  readonly labels: number
  /** How many of them have to be verified. */
  readonly verified: number
  readonly manifest: ManifestDraft
  readonly files: readonly NewFile[]
  readonly parts: readonly FilePart[]
  /** Gives its memory to a later chunk: it is written, or given up. */
  readonly release: () => void
}

export type ChunkDrawer = (task: ChunkTask) => DrawnChunk

/** Draws chunks; the same plan and task always give the same bytes. */
export function createChunkDrawer(plan: JobPlan, check: RowChecker, series: Series): ChunkDrawer {
  const { as, perFolder, pack, addition } = plan
  const runs = runFolder(addition)
  const digests = createLabelDigests(plan.key, plan.digests)
  const pagePlaceOf = createPagePlaces(plan.template, plan.pages ?? ONE_FILE, addition)
  const verifiedByOf = createSampling(as, plan.verify)
  const draw = createLabelRenderer(series, as, plan)
  const memory = createChunkBuffers()

  return ({ number, stretch, excluded, labelsBefore }) => {
    const withoutLabel = new Set(excluded)
    const buffers = memory.take()
    const { manifest, partOf } = buffers
    const files: NewFile[] = []
    let labels = 0
    let verified = 0

    function put(kind: OutputKind, content: Uint8Array, devEui: string, row: number): ManifestFile {
      const bytes = content.length
      const signed = (file: Omit<ManifestFile, 'digest'>): ManifestFile => ({
        ...file,
        digest: digests.file(devEui, file, content),
      })
      if (kind === 'pdf') {
        const { file, index, page, place } = pagePlaceOf(labelsBefore + labels)
        partOf(file).add(Buffer.from(labelHeader(index), 'latin1'))
        return signed({ as: kind, file, offset: partOf(file).add(content), page, place, bytes })
      }
      if (!isFileKind(kind)) {
        const file = runs + streamFile(kind)
        return signed({ as: kind, file, offset: partOf(file).add(content), bytes })
      }
      const path = `${folderOf(row, perFolder)}${devEui}.${kind}`
      if (pack === 'zip') {
        const file = runs + ARCHIVE
        const offset = partOf(file).addZipped(path, content)
        return signed({ as: kind, file, entry: path, offset, bytes })
      }
      const file = runs + path
      files.push({ path: file, bytes: content })
      return signed({ as: kind, file, bytes })
    }

    function label({ index, line, file, cells }: Row): void {
      if (withoutLabel.has(index) || cells === undefined) return
      const { device } = check(cells, line)
      // The preflight found this row sound; only an input that changes under our hands gets here.
      if (device === undefined) {
        const path = plan.inputs[stretch.input]?.path ?? ''
        throw new InputError({ code: 'input-changed', path })
      }
      const { symbols, codes, outputs } = draw(device)
      const { devEui, joinEui } = device.fields
      const verifiedBy = verifiedByOf(index + 1)
      const described: ManifestSymbol[] = []
      for (const [at, symbol] of symbols.entries())
        described.push(describe(symbol, digests.symbol(devEui, codes[at] ?? '')))
      const written: ManifestFile[] = []
      for (const { as: kind, bytes } of outputs) written.push(put(kind, bytes, devEui, index))
      manifest.add({
        row: index + 1,
        line,
        addition,
        devEui,
        joinEui,
        input: file,
        format: plan.format.id,
        symbols: described,
        files: written,
        verifiedBy,
      })
      labels++
      if (verifiedBy !== undefined) verified++
    }

    for (const rows of readPart(plan.inputs, stretch)) for (const row of rows) label(row)
    return { number, labels, verified, manifest, files, parts: buffers.parts(), release: buffers.release }
  }
}

/** By row of the input, not by label: the folder of a label must not depend on other labels. */
function folderOf(row: number, perFolder: number): string {
  return perFolder === 0 ? '' : `${String(Math.floor(row / perFolder)).padStart(5, '0')}/`
}

function describe(
  { version, errorCorrection, modules, x, y, dots }: SymbolPlace,
  digest: string,
): ManifestSymbol {
  return { version, errorCorrection, modules, dots, x, y, digest }
}
