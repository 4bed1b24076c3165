import { labelsAcross } from '@claimtag/label'
import { join } from 'node:path'
import { idOf, type ManifestLine } from '../ledger/manifest/manifest.ts'
import type { Fault } from '../fault.ts'
import { createLabelDigests } from '../ledger/manifest/label-digests.ts'
import { openLabelBytes, readBack } from '../read-back/label-bytes.ts'
import { createBarcodeReader } from '../read-back/barcode.ts'
import { createSymbolReader } from '../read-back/symbol.ts'
import type { Places } from '../plan/chunk.ts'
import type { JobPlan } from '../plan/job-plan.ts'
import { acrossOf } from '../render/print-rows.ts'

/** Reads the labels of a chunk back, as its lines of the manifest describe them; only those that are to be verified. */
export type ChunkVerifier = (manifest: Uint8Array, places: Places) => Promise<readonly Fault[]>

export function createChunkVerifier({ out, key, digests, template, dpi }: JobPlan): ChunkVerifier {
  const across = acrossOf(template)
  const tools = {
    lefts: across && labelsAcross(template.stock, across, dpi).lefts,
    digests: createLabelDigests(key, digests),
    readSymbol: createSymbolReader(),
    readBarcode: createBarcodeReader(),
  }
  return async (manifest, places) => {
    const labelBytes = openLabelBytes(({ file }) => places[file]?.path ?? join(out, file))
    const faults: Fault[] = []
    try {
      for (const entry of manifestLines(manifest)) {
        if (entry.verifiedBy === undefined) continue
        faults.push(...(await readBack(entry, entry.files, labelBytes, tools)))
      }
    } finally {
      labelBytes.close()
    }
    return faults
  }
}

/** Only compares the bytes, for labels whose symbols were read before. */
export function createDigestVerifier({ out, key, digests: version }: JobPlan): ChunkVerifier {
  const digests = createLabelDigests(key, version)
  return (manifest, places) => {
    const labelBytes = openLabelBytes(({ file }) => places[file]?.path ?? join(out, file))
    const faults: Fault[] = []
    try {
      for (const entry of manifestLines(manifest)) {
        const { line, input, files } = entry
        const devEui = idOf(entry)
        for (const file of files) {
          const bytes = labelBytes.of(file)
          const isSame = typeof bytes !== 'string' && digests.file(devEui, file, bytes) === file.digest
          const fault = typeof bytes === 'string' ? bytes : 'changed'
          if (!isSame)
            faults.push({ line, ...(input === undefined ? {} : { input }), devEui, file: file.file, fault })
        }
      }
    } finally {
      labelBytes.close()
    }
    return Promise.resolve(faults)
  }
}

/** Parsed one by one: if all were kept, every scavenge (minor GC) would copy them while labels are read. */
function* manifestLines(manifest: Uint8Array): Generator<ManifestLine> {
  const lines = Buffer.from(manifest.buffer, manifest.byteOffset, manifest.length)
  let from = 0
  for (let to = lines.indexOf('\n'); to !== -1; to = lines.indexOf('\n', from)) {
    // This process has written it.
    yield JSON.parse(lines.toString('utf8', from, to)) as ManifestLine
    from = to + 1
  }
}
