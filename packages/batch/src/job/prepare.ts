import { cartonsFor } from '../carton/carton.ts'
import { assertNoCode, cartonKinds } from '../carton/carton-template.ts'
import { BatchError } from '../issue.ts'
import { MOST_IN_CARTON } from '../plan/carton-plan.ts'
import { checkCartons } from '../preflight/check-cartons.ts'
import { checkNative, localDate } from '@claimtag/label'
import { statSync } from 'node:fs'
import type { Pool } from '../pool/pool.ts'
import { openPool, threadsFor } from '../pool/open-pool.ts'
import { mediaFor } from '../render/media-for.ts'
import type { JobSource } from '../plan/job-plan.ts'
import { poolForUnchangedInputs } from './unchanged-input.ts'
import { fingerprintInput, type OpenInputs, openInputs } from '@claimtag/devices/parts'
import type { JobOutcome } from './make-labels.ts'
import { MOST_CHUNK_ROWS, type SettledOptions } from '../options.ts'
import { assertPrinting } from '../render/printer-encoders.ts'
import { assertPrintable } from '../render/printer-limits.ts'
import { preflight, type Preflight } from '../preflight/preflight.ts'
import type { EarlierLabels } from '../preflight/earlier-labels.ts'
import type { Refusals } from '../preflight/refusals.ts'
import { withCopiesColumn } from '../render/copies.ts'
import { dated } from '../plan/job-date.ts'
import { isCopiesColumn } from '../render/printing.ts'
import { columnsLikeCounters, isCounted, mostRows } from '../plan/counters.ts'
import { unusedColumns } from '../plan/unused-columns.ts'
import type { BatchState, BatchSummary } from '../summary.ts'

const NATIVE = 'zpl-native'

/** What to do with an input that was checked. */
export interface Destination {
  /** The existing labels, when labels are added to them. */
  earlier?(source: JobSource, options: SettledOptions): Promise<EarlierLabels>
  /** Records the rows that are wrong, before anything is made. */
  refuse(source: JobSource, checked: Preflight): void | Promise<void>
  make(source: JobSource, checked: Preflight, options: SettledOptions, pool: Pool): Promise<JobOutcome>
}

/** Checks an input and, when it may be labelled, hands it over. */
export async function labelInput(asked: SettledOptions, to: Destination): Promise<BatchSummary> {
  const { date, now } = asked
  const options = {
    ...dated(asked, () => date ?? localDate(now())),
    chunkRows: Math.max(1, Math.min(asked.chunkRows, MOST_CHUNK_ROWS)),
  }
  assertPrintable(options, options.as)
  const media = await mediaFor(options.as, options)
  await assertPrinting(options.as, options.printing, {
    stock: options.template.stock,
    dpi: options.dpi,
    media,
  })
  if (options.as.includes(NATIVE)) checkNative(options.template)
  assertCartons(options)
  const opened = await openInputs(options.input, options)
  const { inputs, dispose } = opened
  let pool: Pool | undefined
  let refusals: Refusals | undefined
  let earlier: EarlierLabels | undefined
  try {
    const printing = withCopiesColumn(options.printing, opened.columns, options.template)
    const source = sourceOf(opened, { ...options, printing }, media)
    earlier = await to.earlier?.(source, options)
    const assertUnchanged = inputs.map(({ path }) => fingerprintInput(path))
    const size = inputs.reduce((sum, { path }) => sum + statSync(path).size, 0)
    pool = await openPool(source, threadsFor(options.workers, size), options.as)
    const checked = await checkAll(source, opened, options, { pool, earlier })
    refusals = checked.refusals
    for (const assertOne of assertUnchanged) assertOne()
    announce(checked, options)
    const isLabelled = checked.refusedRows === 0 || options.skipBadRows
    if (isLabelled) await checkCartons(source, options.as, checked)
    if (options.dryRun) return summarise('checked', checked, options)
    if (checked.refusedRows > 0) {
      await to.refuse(source, checked)
      if (!options.skipBadRows) return summarise('refused', checked, options)
    }
    const outcome = await to.make(
      source,
      checked,
      options,
      poolForUnchangedInputs(pool, inputs, assertUnchanged),
    )
    return summarise(outcome.complete ? 'done' : 'interrupted', checked, options, outcome)
  } finally {
    await pool?.close()
    await refusals?.dispose()
    earlier?.close()
    // It may be a copy of a stream, with all its tokens.
    await dispose()
  }
}

function sourceOf(
  { inputs, files }: OpenInputs,
  { format, template, art, fontFiles, dpi, as, cartons, date, printing }: SettledOptions,
  media: JobSource['media'],
): JobSource {
  const native = as.includes(NATIVE)
  const design = { format: format.document, template, art, dpi, media, native, cartons }
  return {
    inputs,
    files,
    ...design,
    ...(fontFiles === undefined ? {} : { fontFiles }),
    ...(printing === undefined ? {} : { printing }),
    ...(date === undefined ? {} : { date }),
    ...(isCounted(template, columnsLikeCounters(inputs))
      ? { mostCounted: mostRows(inputs.map(({ path }) => path)) }
      : {}),
  }
}

/**
 * Refuses cartons that no output can show as they should be, before a row is read.
 *
 * @throws BatchError `carton-size`, `code-on-carton`, `no-carton-output`, `sheet-for-printer`, `wider-than-head`
 */
function assertCartons({ cartons, as, dpi, headDots }: SettledOptions): void {
  if (cartons === undefined) return
  const { size, template } = cartons
  if (!Number.isInteger(size) || size < 1 || size > MOST_IN_CARTON)
    throw new BatchError({ code: 'carton-size', size, most: MOST_IN_CARTON })
  assertNoCode(template)
  const kinds = cartonKinds(as)
  assertPrintable({ template, dpi, headDots }, kinds)
  if (kinds.includes(NATIVE)) checkNative(template)
}

/** The result of checking an input and its columns. */
interface CheckedInput extends Preflight {
  readonly unused: readonly string[]
}

async function checkAll(
  source: JobSource,
  { columns, notes }: OpenInputs,
  options: SettledOptions,
  { pool, earlier }: { readonly pool: Pool; readonly earlier: EarlierLabels | undefined },
): Promise<CheckedInput> {
  const { chunkRows, signal, onEvent } = options
  const { fields } = options.format
  const { survey, window } = pool
  const checked = await preflight(source.inputs, {
    fields,
    survey,
    window,
    chunkRows,
    earlier,
    signal,
    onProgress: (rows) => onEvent({ type: 'checking', rows }),
  })
  const templates = [source.template, ...(source.cartons === undefined ? [] : [source.cartons.template])]
  const byColumn = source.printing?.copies
  const copies = isCopiesColumn(byColumn) ? byColumn.column : undefined
  const unused = unusedColumns(columns, { fields, templates, copies })
  return { ...checked, warnings: [...notes, ...checked.warnings], unused }
}

function announce(checked: CheckedInput, { onEvent }: SettledOptions): void {
  const {
    read,
    sound,
    refusedRows: refused,
    repeated,
    before,
    vanished,
    refusals,
    warnings,
    unused,
  } = checked
  if (refusals.causes.length > 0) onEvent({ type: 'causes', causes: refusals.causes })
  for (const issue of refusals.all()) onEvent({ type: 'refused', issue })
  for (const issue of warnings) onEvent({ type: 'warning', issue })
  onEvent({ type: 'checked', read, sound, refused, repeated, ...(vanished && { before }), unused })
  if (vanished !== undefined && vanished.count > 0) onEvent({ type: 'vanished', ...vanished })
}

const NOTHING_MADE: JobOutcome = { complete: false, labelled: 0, verified: 0, resumed: 0 }

function summarise(
  state: BatchState,
  checked: CheckedInput,
  { out, as, cartons }: SettledOptions,
  made: JobOutcome = NOTHING_MADE,
): BatchSummary {
  const { read, sound, refusedRows: refused, repeated, refusals, warnings, unused } = checked
  const { before, verifiedBefore, vanished } = checked
  const counts = {
    read,
    labelled: before + made.labelled,
    refused,
    repeated,
    withheld: sound - made.labelled,
    verified: verifiedBefore + made.verified,
    resumed: before + made.resumed,
  }
  return {
    state,
    ...counts,
    ...(cartons === undefined
      ? {}
      : { cartons: made.complete ? cartonsFor(made.labelled, cartons.size) : 0 }),
    ...(vanished === undefined ? {} : { added: made.labelled, vanished: vanished.count }),
    out,
    outputs: as,
    refusals: firstOf(refusals.all(), REFUSALS_KEPT),
    causes: refusals.causes,
    warnings,
    unused,
  }
}

/** A summary is held in memory; all refusals, ten million perhaps, are in `refused.csv` and in the events. */
const REFUSALS_KEPT = 1000

function firstOf<T>(all: Iterable<T>, most: number): readonly T[] {
  const first: T[] = []
  for (const one of all) {
    if (first.length === most) break
    first.push(one)
  }
  return first
}
