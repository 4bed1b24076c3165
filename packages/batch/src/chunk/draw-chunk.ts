import type { Series, SymbolPlace } from '@claimtag/label/series'
import { InputError, type Row } from '@claimtag/devices'
import { type RowChecker, readPart } from '@claimtag/devices/parts'
import type { NewFile } from '@claimtag/disk'
import { createLabelDigests } from '../ledger/manifest/label-digests.ts'
import type { ManifestFile, ManifestLine, ManifestSymbol } from '../ledger/manifest/manifest.ts'
import type { ManifestDraft } from '../ledger/manifest/manifest-draft.ts'
import { isStreamKind, type OutputKind } from '../render/kinds.ts'
import { createPagePlaces, ONE_FILE } from '../render/page-place.ts'
import { ARCHIVE, runFolder, streamFile } from '../render/shared-file.ts'
import { createChunkBuffers } from './chunk-buffers.ts'
import { createLabelRenderer } from '../render/render-label.ts'
import type { RenderedLabel } from '../render/rendered-label.ts'
import { cartonDevice, cartonId, cartonsFor } from '../carton/carton.ts'
import { createCartonRenderer } from '../carton/render-carton.ts'
import { cartonFor } from './chunk-carton.ts'
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

/** Where a label is in one kind of output. */
type LabelPlace = Omit<ManifestFile, 'bytes' | 'digest'>

/** Draws chunks; the same plan and task always give the same bytes. */
export async function createChunkDrawer(
  plan: JobPlan,
  check: RowChecker,
  series: Series,
): Promise<ChunkDrawer> {
  const { as, perFolder, pack, addition } = plan
  const runs = runFolder(addition)
  const archive = runs + ARCHIVE
  const sharedNames = new Map(
    as.filter(isStreamKind).map((kind) => [kind as OutputKind, runs + streamFile(kind)]),
  )
  const digests = createLabelDigests(plan.key, plan.digests)
  const pagePlaceOf = createPagePlaces(plan.template, plan.pages ?? ONE_FILE, addition)
  const verifiedByOf = createSampling(as, plan.verify)
  const draw = await createLabelRenderer(series, as, plan)
  const drawCarton = await createCartonRenderer(plan, as)
  const memory = createChunkBuffers()
  const pdf = as.includes('pdf') ? await import('@claimtag/label/pdf-volume') : undefined

  return (task) => {
    const { number, stretch, excluded, labelsBefore, labelsInAll } = task
    const cartons = drawCarton === undefined ? undefined : cartonFor(plan, task, check)
    const cartonsInAll = plan.cartonsBefore + cartonsFor(labelsInAll, plan.cartons?.size)
    const withoutLabel = new Set(excluded)
    const buffers = memory.take()
    const { manifest, partOf } = buffers
    const files: NewFile[] = []
    let labels = 0
    let verified = 0

    /**
     * Puts a label's bytes where they belong, and says where that is.
     *
     * @param id the DevEUI, or the name of a carton
     */
    function put(kind: OutputKind, content: Uint8Array, id: string, row: number): LabelPlace {
      if (pdf !== undefined && kind === 'pdf') {
        const { file, index, page, place } = pagePlaceOf(labelsBefore + labels)
        partOf(file).add(Buffer.from(pdf.labelHeader(index), 'latin1'))
        return { as: kind, file, offset: partOf(file).add(content), page, place }
      }
      const shared = sharedNames.get(kind)
      if (shared !== undefined) return { as: kind, file: shared, offset: partOf(shared).add(content) }
      const path = `${folderOf(row, perFolder)}${id}.${kind}`
      if (pack === 'zip')
        return { as: kind, file: archive, entry: path, offset: partOf(archive).addZipped(path, content) }
      const file = runs + path
      files.push({ path: file, bytes: content })
      return { as: kind, file }
    }

    function label({ index, line, file, cells }: Row): void {
      if (withoutLabel.has(index) || cells === undefined) return
      const { device } = check(cells, line)
      // The preflight found this row sound; only an input that changes under our hands gets here.
      if (device === undefined) {
        const path = plan.inputs[stretch.input]?.path ?? ''
        throw new InputError({ code: 'input-changed', path })
      }
      const { devEui, joinEui } = device.fields
      const verifiedBy = verifiedByOf(index + 1)
      const row = index + 1
      const { symbols, files: written } = signed(draw(device), devEui, index)
      manifest.add({
        row,
        line,
        addition,
        devEui,
        joinEui,
        input: file,
        format: plan.format.id,
        symbols,
        files: written,
        verifiedBy,
      })
      labels++
      if (verifiedBy !== undefined) verified++
      const carton = cartons?.add(cartonDevice(device))
      if (carton === undefined || drawCarton === undefined) return
      const onCarton = signed(drawCarton.render(carton, cartonsInAll), cartonId(carton.number), index)
      const place = { row, line, addition, input: file, verifiedBy }
      manifest.addCarton({ ...place, ...onCarton, carton: carton.number, devices: carton.devices.length })
    }

    /** Puts a label into its files, and signs what is there. */
    function signed(
      { symbols, codes, outputs }: RenderedLabel,
      id: string,
      row: number,
    ): Pick<ManifestLine, 'symbols' | 'files'> {
      const described: ManifestSymbol[] = []
      for (let at = 0; at < symbols.length; at++)
        described.push(describe(symbols[at]!, digests.symbol(id, codes[at] ?? '')))
      const written: ManifestFile[] = []
      for (const { as: kind, bytes } of outputs) {
        const place = put(kind, bytes, id, row)
        written.push(filed(place, bytes.length, digests.file(id, place, bytes)))
      }
      return { symbols: described, files: written }
    }

    for (const rows of readPart(plan.inputs, stretch)) for (const row of rows) label(row)
    return { number, labels, verified, manifest, files, parts: buffers.parts(), release: buffers.release }
  }
}

/** By row of the input, not by label: the folder of a label must not depend on other labels. */
function folderOf(row: number, perFolder: number): string {
  return perFolder === 0 ? '' : `${String(Math.floor(row / perFolder)).padStart(5, '0')}/`
}

// Member by member: an object that is spread and added to is no longer of one shape, and took ten times as long.
function filed(
  { as, file, entry, offset, page, place }: LabelPlace,
  bytes: number,
  digest: string,
): ManifestFile {
  return { as, file, entry, offset, page, place, bytes, digest }
}

function describe(
  { version, errorCorrection, modules, x, y, dots }: SymbolPlace,
  digest: string,
): ManifestSymbol {
  return { version, errorCorrection, modules, dots, x, y, digest }
}
