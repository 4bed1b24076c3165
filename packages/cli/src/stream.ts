import { streamBatch, type BatchEvent, type StreamOptions } from '@claimtag/batch'
import { count, counted } from '@claimtag/core'
import { batchExitCode, jsonEvents, NO_RESUMING, plainEvents, printSummary } from './batch-report.ts'
import type { ExitCode } from './exit-code.ts'
import { UsageError } from './usage-error.ts'
import { createProgress } from './output/progress.ts'
import { prose } from './output/prose.ts'
import type { Session } from './session.ts'

/** `--out -`: labels to stdout. All messages go to stderr, also the summary of `--json`. */
export async function generateStream(
  options: Omit<StreamOptions, 'write' | 'onEvent'>,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
  io: Session,
): Promise<ExitCode> {
  const { stdout, stderr } = io
  if (stdout.isTTY) throw new UsageError('The labels would go to this terminal: pipe them, or name a folder.')
  const progress = createProgress(io, quiet || json)
  const report = json ? jsonEvents(io) : plainEvents(io, quiet, progress)
  let [out, total] = [0, 0]
  try {
    const summary = await streamBatch({
      ...options,
      write: stdout.deliver,
      onEvent(event: BatchEvent) {
        if (event.type === 'progress') [out, total] = [event.labels, event.total]
        report(event)
      },
    })
    progress.clear()
    if (json) stderr.json({ type: 'summary', ...summary })
    else printSummary(summary, io, quiet)
    return batchExitCode(summary)
  } catch (error) {
    progress.clear()
    if (out > 0 && !json)
      stderr.print(prose`${count(out)} of ${counted(total, 'label')} are out. ${NO_RESUMING}\n`)
    throw error
  }
}
