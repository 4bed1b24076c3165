import { mergeShards } from '@claimtag/batch'
import { resolve } from 'node:path'
import { batchExitCode, jsonEvents, plainEvents, printSummary } from '../../batch-report.ts'
import type { ExitCode } from '../../exit-code.ts'
import { text } from '../../flags/flag-value.ts'
import { createProgress } from '../../output/progress.ts'
import type { Invocation } from '../../program.ts'
import type { Session } from '../../session.ts'
import { UsageError } from '../../usage-error.ts'

export async function merge({ args, flags }: Invocation, io: Session): Promise<ExitCode> {
  const [plan, out] = [text(flags['plan']), text(flags['out'])]
  if (plan === undefined) throw new UsageError('Say which plan the shards are of: --plan shards.json')
  if (out === undefined) throw new UsageError('Say where the labels go: --out labels')
  const [json, quiet] = [flags['json'] === true, flags['quiet'] === true]
  const progress = createProgress(io, quiet || json)
  try {
    const merged = await mergeShards({
      plan: resolve(io.cwd, plan),
      shards: args.map((path) => resolve(io.cwd, path)),
      out: resolve(io.cwd, out),
      strict: flags['strict'] === true,
      signal: io.signal,
      onEvent: json ? jsonEvents(io) : plainEvents(io, quiet, progress),
    })
    progress.clear()
    // The rows were told when they were planned.
    const summary = { ...merged, refusals: [], causes: [], warnings: [], unused: [] }
    if (json) io.stdout.json(merged)
    else printSummary(summary, io, quiet)
    return batchExitCode({ ...summary, refused: 0 })
  } finally {
    progress.clear()
  }
}
