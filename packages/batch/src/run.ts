import { createLabeller } from '@claimtag/label'
import type { Input } from './input/input.ts'
import { openInput } from './input/open.ts'
import { jobFolder } from './job/folder.ts'
import { runJob, type JobOutcome } from './job/run-job.ts'
import { DEFAULTS, type BatchOptions, type SettledOptions } from './options.ts'
import { makeFolder, replaceFile } from './output/durable.ts'
import { outputError } from './output/output-error.ts'
import { createPlanCheck } from './preflight/plan-check.ts'
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
  const { input, dispose } = await openInput(options.input, options.columns)
  try {
    const checked = await checkAll(input, settled)
    const { out, dryRun, skipBadRows } = settled
    if (dryRun) return summarise('checked', checked, settled)
    if (checked.refusedRows > 0) {
      writeRefused(checked, out)
      if (!skipBadRows) return summarise('refused', checked, settled)
    }
    const outcome = await runJob(input, checked, settled).catch((error: unknown) => {
      throw outputError(error, out)
    })
    return summarise(outcome.complete ? 'done' : 'interrupted', checked, settled, outcome)
  } finally {
    await dispose()
  }
}

async function checkAll(input: Input, options: SettledOptions): Promise<Preflight> {
  const { format, template, art, dpi, chunkRows, signal, onEvent } = options
  const checked = await preflight(input, {
    format,
    planned: createPlanCheck(createLabeller(template, { dpi, art })),
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
