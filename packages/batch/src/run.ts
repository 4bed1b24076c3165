import { statSync } from 'node:fs'
import type { Crew } from './chunk/crew.ts'
import { hire, threadsFor } from './chunk/hire.ts'
import type { JobSource } from './chunk/job-plan.ts'
import type { Input } from './input/input.ts'
import { openInput } from './input/open.ts'
import { jobFolder } from './job/folder.ts'
import { runJob, type JobOutcome } from './job/run-job.ts'
import { DEFAULTS, type BatchOptions, type SettledOptions } from './options.ts'
import { brotherStock } from './output/brother-stock.ts'
import { makeFolder, replaceFile } from './output/durable.ts'
import { outputError } from './output/output-error.ts'
import { preflight, type Preflight } from './preflight/preflight.ts'
import { refusedCsv } from './preflight/refused-csv.ts'
import type { BatchState, BatchSummary } from './summary.ts'

/**
 * Makes verified labels of a file of devices. The whole input is checked before the first label; what was made is
 * journaled, and the same options go on where an earlier run stopped.
 *
 * @throws BatchError about the input, the job or the output; `VerificationError`; `LabelError` for a template that
 *   cannot work. A row that is wrong is reported, not thrown.
 * @example
 * ```ts
 * const { state, labelled } = await runBatch({ input: 'devices.csv', out: 'labels', as: ['png', 'svg'] })
 * ```
 */
export async function runBatch(options: BatchOptions): Promise<BatchSummary> {
  const settled: SettledOptions = { ...DEFAULTS, ...options }
  const media = mediaFor(settled)
  const { input, dispose } = await openInput(options.input, options.columns)
  const source = sourceOf(input, settled, media)
  const crew = await hire(source, threadsFor(settled.workers, statSync(input.path).size))
  try {
    const checked = await checkAll(source, settled, crew)
    const { out, dryRun, skipBadRows } = settled
    if (dryRun) return summarise('checked', checked, settled)
    if (checked.refusedRows > 0) {
      writeRefused(checked, out)
      if (!skipBadRows) return summarise('refused', checked, settled)
    }
    const outcome = await runJob(source, checked, settled, crew).catch((error: unknown) => {
      throw outputError(error, out)
    })
    return summarise(outcome.complete ? 'done' : 'interrupted', checked, settled, outcome)
  } finally {
    await crew.close()
    await dispose()
  }
}

function mediaFor({ template, dpi, as, media }: SettledOptions): JobSource['media'] {
  return as.includes('brother') ? brotherStock(template.stock, dpi, media) : undefined
}

function sourceOf(
  input: Input,
  { format, template, art, dpi }: SettledOptions,
  media: JobSource['media'],
): JobSource {
  return { input, format: format.document, template, art, dpi, media }
}

async function checkAll(
  { input, format }: JobSource,
  options: SettledOptions,
  crew: Crew,
): Promise<Preflight> {
  const { chunkRows, signal, onEvent } = options
  const { survey, window } = crew
  const checked = await preflight(input, {
    format,
    survey,
    window,
    chunkRows,
    signal,
    onProgress: (rows) => onEvent({ type: 'checking', rows }),
  })
  const { read, sound, refusedRows: refused, repeated } = checked
  for (const issue of checked.refusals) onEvent({ type: 'refused', issue })
  for (const issue of checked.warnings) onEvent({ type: 'warning', issue })
  onEvent({ type: 'checked', read, sound, refused, repeated })
  return checked
}

function writeRefused({ refusals }: Preflight, out: string): void {
  try {
    makeFolder(out)
    replaceFile(jobFolder(out).refused, refusedCsv(refusals))
  } catch (error) {
    throw outputError(error, out)
  }
}

const NOTHING_MADE: JobOutcome = { complete: false, labelled: 0, verified: 0, resumed: 0 }

function summarise(
  state: BatchState,
  { read, sound, refusedRows: refused, repeated, refusals, warnings }: Preflight,
  { out, as }: SettledOptions,
  { labelled, verified, resumed }: JobOutcome = NOTHING_MADE,
): BatchSummary {
  const withheld = sound - labelled
  const counts = { read, labelled, refused, repeated, withheld, verified, resumed }
  return { state, ...counts, out, outputs: as, refusals, warnings }
}
