import { defaultTemplate, withDate, type Art, type Template } from '@claimtag/label'
import type { FontFiles } from '@claimtag/label/fonts'
import { thingpark, type Format } from '@claimtag/core'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { openSeries } from '../render/open-series.ts'
import { createLabelRenderer } from '../render/render-label.ts'
import type { ColumnMapping, Device, IdNotation } from '@claimtag/devices'
import { createRowChecker, openInputs, readAll } from '@claimtag/devices/parts'
import { BatchError } from '../issue.ts'
import type { LabelDigests } from '../ledger/manifest/label-digests.ts'
import type { ManifestEntry } from '../ledger/manifest/manifest.ts'
import { outputKind, type OutputKind } from '../render/kinds.ts'
import { sized, type SymbolVersions } from '../plan/same-size.ts'
import type { Printing } from '../render/printing.ts'
import { isCounted } from '../plan/counters.ts'
import { payloadLayout, type PayloadLayout } from '../render/payload-csv.ts'
import { columnOf, isSameLabel } from '../read-back/same-label.ts'
import type { PrinterPaper } from '../render/printer-encoders.ts'

/** The input and the options of the job that made the labels, with the same defaults as `runBatch`. */
export interface LabelOrigin {
  /** Paths of the files of devices, in the order in which the job had them. */
  readonly input: string | readonly string[]
  readonly format?: Format
  readonly template?: Template
  readonly dpi?: number
  readonly art?: Art | undefined
  readonly fontFiles?: FontFiles | undefined
  readonly columns?: ColumnMapping
  readonly ids?: IdNotation | undefined
  readonly visible?: boolean | undefined
}

/** What the record of the job says of its labels. */
interface Redrawing {
  readonly media?: PrinterPaper['media']
  readonly guard?: boolean | undefined
  readonly date?: string | undefined
  readonly printing?: Printing | undefined
  readonly versions?: SymbolVersions | undefined
}

/**
 * Draws a label of a job again, one of a row in its place there. Every kind of output that the job made of it is drawn,
 * and must have the digest in the manifest.
 *
 * @throws BatchError `drawn-otherwise`
 * @throws InputError when the input is refused
 */
export async function redraw(
  entry: ManifestEntry,
  as: OutputKind,
  origin: LabelOrigin,
  digests: LabelDigests,
  { media, guard = true, date, printing, versions }: Redrawing = {},
): Promise<Uint8Array> {
  const { input, format = thingpark, template: undated = defaultTemplate, dpi = 203, art, fontFiles } = origin
  const dated = date === undefined ? undated : withDate(undated, date)
  const template = versions === undefined ? dated : sized(dated, versions)
  const otherwise = new BatchError({
    code: 'drawn-otherwise',
    path: entry.input ?? [input].flat()[0] ?? '',
    line: entry.line,
  })
  const kinds = new Set([...entry.files.map((file) => outputKind(file.as)), as])
  const found = await deviceOf(entry, origin, format, kinds.has('csv') ? guard : undefined)
  if (found === undefined) throw otherwise
  const { device, payload } = found
  if (isCounted(template, Object.keys(device.columns)))
    throw new BatchError({ code: 'counted-labels', path: [input].flat()[0] ?? '' })
  const series = await openSeries(template, { dpi, art, fontFiles, native: kinds.has('zpl-native') })
  const draw = await createLabelRenderer(series, [...kinds], {
    media,
    art,
    printing,
    payload,
  })
  const { outputs } = draw(device, columnOf(entry))
  const bytes = outputs.find((output) => output.as === as)?.bytes
  if (bytes === undefined || !isSameLabel(entry, outputs, digests)) throw otherwise
  // A copy: another label may be drawn before this one is printed.
  return Uint8Array.from(bytes)
}

async function deviceOf(
  entry: ManifestEntry,
  { input, columns, ids, visible }: LabelOrigin,
  format: Format,
  guard: boolean | undefined,
): Promise<{ readonly device: Device; readonly payload: PayloadLayout | undefined } | undefined> {
  const opened = await openInputs(input, { columns, ids, visible })
  const check = createRowChecker(format)
  try {
    for (const rows of readAll(opened.inputs)) {
      // A printer may be waiting for its turn.
      await nextTurn()
      for (const { index, cells, line } of rows) {
        if (index + 1 !== entry.row) continue
        const device = cells === undefined ? undefined : check(cells, line).device
        if (device === undefined) return undefined
        return { device, payload: guard === undefined ? undefined : payloadLayout(opened.inputs, guard) }
      }
    }
    return undefined
  } finally {
    await opened.dispose()
  }
}
