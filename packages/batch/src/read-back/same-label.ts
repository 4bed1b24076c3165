import type { LabelDigests } from '../ledger/manifest/label-digests.ts'
import type { ManifestEntry } from '../ledger/manifest/manifest.ts'
import { outputKind } from '../render/kinds.ts'
import { isRowKind } from '../render/print-rows.ts'
import type { Output } from '../render/rendered-label.ts'

/** Whether a newly drawn label is, in every kind of output, the one in a line of the manifest. */
export function isSameLabel(
  { devEui, files }: ManifestEntry,
  outputs: readonly Output[],
  digests: LabelDigests,
): boolean {
  return files.every((file) => {
    const kind = outputKind(file.as)
    const drawn = outputs.find(({ as }) => as === kind)
    return drawn !== undefined && digests.file(devEui, file, drawn.bytes) === file.digest
  })
}

/** The column of a row in which a label is, counted from 0, when printers' streams have labels side by side. */
export function columnOf({ files }: Pick<ManifestEntry, 'files'>): number {
  return (files.find(({ as }) => isRowKind(as))?.place ?? 1) - 1
}
