import { rmSync } from 'node:fs'
import { jobFolder } from './ledger/folder.ts'
import { runJob } from './job/run-job.ts'
import { labelInput } from './job/prepare.ts'
import { DEFAULTS, type BatchOptions } from './options.ts'
import { makeFolder, replaceFileFrom } from '@claimtag/disk'
import { outputError } from './disk/output-error.ts'
import type { Preflight } from './preflight/preflight.ts'
import { refusedCsv } from './preflight/refused-csv.ts'
import type { BatchSummary } from './summary.ts'

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
  const { out } = options
  return labelInput(
    { ...DEFAULTS, ...options },
    {
      refuse: (checked) => writeRefused(checked, out),
      async make(source, checked, ...job) {
        try {
          const outcome = await runJob(source, checked, ...job)
          // It is of a run before the rows were mended.
          if (checked.refusedRows === 0) rmSync(jobFolder(out).refused, { force: true })
          return outcome
        } catch (error) {
          throw outputError(error, out)
        }
      },
    },
  )
}

function writeRefused({ refusals }: Preflight, out: string): void {
  try {
    makeFolder(out)
    replaceFileFrom(jobFolder(out).refused, refusedCsv(refusals.all()))
  } catch (error) {
    throw outputError(error, out)
  }
}
