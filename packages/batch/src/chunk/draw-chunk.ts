import type { Series, SymbolPlace } from '@claimtag/label/series'
import { type Device, InputError, type Row } from '@claimtag/devices'
import { type RowChecker, readPart } from '@claimtag/devices/parts'
import type { NewFile } from '@claimtag/disk'
import { createLabelDigests } from '../ledger/manifest/label-digests.ts'
import type { ManifestFile, ManifestLine, ManifestSymbol } from '../ledger/manifest/manifest.ts'
import type { ManifestDraft } from '../ledger/manifest/manifest-draft.ts'
import { createChunkBuffers } from './chunk-buffers.ts'
import { createLabelRenderer } from '../render/render-label.ts'
import { acrossOf } from '../render/print-rows.ts'
import type { RenderedLabel } from '../render/rendered-label.ts'
import { createRowPlaces } from '../render/row-place.ts'
import { cartonDevice, cartonId, cartonsFor } from '../carton/carton.ts'
import { createCartonRenderer } from '../carton/render-carton.ts'
import { cartonFor } from './chunk-carton.ts'
import { countedDevice, isCounted } from '../plan/counters.ts'
import type { ChunkTask, JobPlan } from '../plan/job-plan.ts'
import type { FilePart } from './file-part.ts'
import { tokenSearch } from '../preflight/shown-token.ts'
import { createLabelPlacer, filed } from './label-placer.ts'
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
export async function createChunkDrawer(
  plan: JobPlan,
  check: RowChecker,
  series: Series,
): Promise<ChunkDrawer> {
  const { as, addition } = plan
  const digests = createLabelDigests(plan.key, plan.digests)
  const verifiedByOf = createSampling(as, plan.verify)
  const draw = await createLabelRenderer(series, as, plan)
  const drawCarton = await createCartonRenderer(plan, as)
  const memory = createChunkBuffers()
  const hasCounter = isCounted(plan.template)
  const place = await createLabelPlacer(plan)
  const across = acrossOf(plan.template)
  const rowPlaceOf = across && createRowPlaces(across.columns, plan.cartons?.size)

  return (task) => {
    const { number, stretch, excluded, labelsBefore, labelsInAll } = task
    const cartons = drawCarton === undefined ? undefined : cartonFor(plan, task, check)
    const cartonsInAll = plan.cartonsBefore + cartonsFor(labelsInAll, plan.cartons?.size)
    const withoutLabel = new Set(excluded)
    const buffers = memory.take()
    const { manifest } = buffers
    const { put, files } = place(buffers)
    let labels = 0
    let verified = 0

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
      const labelled = hasCounter
        ? countedDevice(device, { index: labelsBefore + labels + 1, count: labelsInAll })
        : device
      const column = (rowPlaceOf?.(labelsBefore + labels, labelsInAll).place ?? 1) - 1
      const drawn = draw(labelled, column)
      const { symbols, barcodes, files: written } = signed(drawn, devEui, index)
      manifest.add({
        row,
        line,
        addition,
        devEui,
        joinEui,
        serialNumber: publicSerial(device),
        input: file,
        format: plan.format.id,
        symbols,
        barcodes,
        copies: drawn.copies,
        files: written,
        verifiedBy,
      })
      labels++
      if (verifiedBy !== undefined) verified++
      const carton = cartons?.add(cartonDevice(device))
      if (carton === undefined || drawCarton === undefined) return
      const onCarton = signed(drawCarton.render(carton, cartonsInAll), cartonId(carton.number), index)
      const origin = { row, line, addition, input: file, verifiedBy }
      manifest.addCarton({ ...origin, ...onCarton, carton: carton.number, devices: carton.devices.length })
    }

    /** Puts a label into its files, and signs what is there. */
    function signed(
      { symbols, codes, barcodes, outputs }: RenderedLabel,
      id: string,
      row: number,
    ): Pick<ManifestLine, 'symbols' | 'barcodes' | 'files'> {
      const described: ManifestSymbol[] = []
      for (let at = 0; at < symbols.length; at++)
        described.push(describe(symbols[at]!, digests.symbol(id, codes[at] ?? '')))
      const written: ManifestFile[] = []
      const placed = { id, row, before: labelsBefore + labels, all: labelsInAll }
      for (const { as: kind, bytes } of outputs) {
        const where = put(kind, bytes, placed)
        written.push(filed(where, bytes.length, digests.file(id, where, bytes)))
      }
      const signedCodes = barcodes?.map(({ text, ...at }) => ({ ...at, digest: digests.symbol(id, text) }))
      return { symbols: described, barcodes: signedCodes, files: written }
    }

    for (const rows of readPart(plan.inputs, stretch)) for (const row of rows) label(row)
    return { number, labels, verified, manifest, files, parts: buffers.parts(), release: buffers.release }
  }
}

/** A serial number from which the token was made would give it away. */
function publicSerial({ fields }: Device): string | undefined {
  const { serialNumber, ownerToken } = fields
  if (serialNumber === undefined || serialNumber === '') return undefined
  const isShown = ownerToken !== undefined && ownerToken !== '' && tokenSearch(ownerToken)(serialNumber)
  return isShown ? undefined : serialNumber
}

function describe(
  { version, errorCorrection, modules, x, y, dots }: SymbolPlace,
  digest: string,
): ManifestSymbol {
  return { version, errorCorrection, modules, dots, x, y, digest }
}
