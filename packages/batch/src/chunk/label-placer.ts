import type { NewFile } from '@claimtag/disk'
import { isCartonId } from '../carton/carton.ts'
import type { ManifestFile } from '../ledger/manifest/manifest.ts'
import type { JobPlan } from '../plan/job-plan.ts'
import { isStreamKind, type OutputKind } from '../render/kinds.ts'
import { createPagePlaces, ONE_FILE } from '../render/page-place.ts'
import { acrossOf, openPrintRows } from '../render/print-rows.ts'
import { labelPrinting } from '../render/printing.ts'
import { createRowPlaces } from '../render/row-place.ts'
import { ARCHIVE, runFolder, streamFile } from '../render/shared-file.ts'
import type { FilePartBuilder } from './file-part.ts'

/** Where a label is in one kind of output. */
export type LabelPlace = Omit<ManifestFile, 'bytes' | 'digest'>

/** Which label it is. */
interface PlacedLabel {
  /** The DevEUI, or the name of a carton. */
  readonly id: string
  /** Row of the input, counted from 0. */
  readonly row: number
  /** Number of labels of devices of the run before it, and of all of them. */
  readonly before: number
  readonly all: number
}

/** Puts the labels of one chunk where they belong. */
export interface ChunkPlaces {
  /** Puts a label's bytes there, and says where that is: in its own file, or in a part of a shared one. */
  readonly put: (kind: OutputKind, content: Uint8Array, label: PlacedLabel) => LabelPlace
  /** The files of single labels so far. */
  readonly files: readonly NewFile[]
}

/** @returns makes the places of a chunk, from the parts that it adds to shared files */
export async function createLabelPlacer(
  plan: JobPlan,
): Promise<(parts: { readonly partOf: (name: string) => FilePartBuilder }) => ChunkPlaces> {
  const { as, perFolder, pack, addition, template, pages = ONE_FILE } = plan
  const runs = runFolder(addition)
  const archive = runs + ARCHIVE
  const sharedNames = new Map(
    as.filter(isStreamKind).map((kind) => [kind as OutputKind, runs + streamFile(kind)]),
  )
  const pagePlaceOf = createPagePlaces(template, pages, addition)
  const pdf = as.includes('pdf') ? await import('@claimtag/label/pdf-volume') : undefined

  const across = acrossOf(template)
  const rows = await openPrintRows(
    as,
    { stock: template.stock, dpi: plan.dpi, printing: labelPrinting(plan.printing) },
    across,
  )
  const rowPlaceOf = createRowPlaces(across?.columns ?? 1, plan.cartons?.size)

  return ({ partOf }) => {
    const files: NewFile[] = []
    return {
      files,
      put(kind, content, { id, row, before, all }) {
        if (pdf !== undefined && kind === 'pdf') {
          const { file, index, page, place } = pagePlaceOf(before)
          partOf(file).add(Buffer.from(pdf.labelHeader(index), 'latin1'))
          return { as: kind, file, offset: partOf(file).add(content), page, place }
        }
        const shared = sharedNames.get(kind)
        const frame = rows?.frameOf(kind)
        if (shared !== undefined && frame !== undefined && !isCartonId(id)) {
          const { page, place, isLast } = rowPlaceOf(before, all)
          const part = partOf(shared)
          if (place === 1) part.add(frame.opening)
          const offset = part.add(content)
          if (isLast) part.add(frame.closing)
          return { as: kind, file: shared, offset, page, place }
        }
        if (shared !== undefined) return { as: kind, file: shared, offset: partOf(shared).add(content) }
        const path = `${folderOf(row, perFolder)}${id}.${kind}`
        if (pack === 'zip')
          return { as: kind, file: archive, entry: path, offset: partOf(archive).addZipped(path, content) }
        const file = runs + path
        files.push({ path: file, bytes: content })
        return { as: kind, file }
      },
    }
  }
}

/** By row of the input, not by label: the folder of a label must not depend on other labels. */
function folderOf(row: number, perFolder: number): string {
  return perFolder === 0 ? '' : `${String(Math.floor(row / perFolder)).padStart(5, '0')}/`
}

// Member by member: an object that is spread and added to is no longer of one shape, and took ten times as long.
export function filed(
  { as, file, entry, offset, page, place }: LabelPlace,
  bytes: number,
  digest: string,
): ManifestFile {
  return { as, file, entry, offset, page, place, bytes, digest }
}
