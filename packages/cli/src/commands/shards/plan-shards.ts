import { planShards, type PlanSummary } from '@claimtag/batch'
import { agreeing, count, counted } from '@claimtag/core'
import { resolve } from 'node:path'
import { jsonEvents, plainEvents } from '../../batch-report.ts'
import { EXIT, type ExitCode } from '../../exit-code.ts'
import { batchFlags } from '../../flags/batch-flags.ts'
import { text, wholeNumber } from '../../flags/flag-value.ts'
import { createProgress } from '../../output/progress.ts'
import { prose } from '../../output/prose.ts'
import type { Invocation } from '../../program.ts'
import type { Session } from '../../session.ts'
import { loadCartons } from '../../settings/cartons.ts'
import { deviceFiles } from '../../settings/device-files.ts'
import { labelSettings, loadSettings } from '../../settings/settings.ts'
import { UsageError } from '../../usage-error.ts'

export async function planShardsOf(invocation: Invocation, io: Session): Promise<ExitCode> {
  const { flags, args } = invocation
  if (flags['of'] === undefined) throw new UsageError('Say how many shards: --of 16')
  const out = text(flags['out'])
  if (out === undefined) throw new UsageError('Say where the plan goes: --out plan')
  const files = deviceFiles(args, io)
  // Every shard has to read the same devices again.
  if (files === undefined || files.paths.length === 0)
    throw new UsageError('Name the file of devices: a plan is of a file that every shard can read.')
  const settings = await loadSettings(invocation, io.cwd)
  const { dpi, json, quiet } = settings
  const { add: _, dryRun: __, ...given } = batchFlags(invocation, settings)
  const progress = createProgress(io, quiet || json)
  try {
    const summary = await planShards({
      ...given,
      ...labelSettings(settings),
      of: wholeNumber('--of', flags['of']),
      input: files.input,
      out: resolve(io.cwd, out),
      cartons: await loadCartons(invocation, io.cwd, dpi),
      signal: io.signal,
      onEvent: json ? jsonEvents(io) : plainEvents(io, quiet, progress),
    })
    progress.clear()
    if (json) io.stdout.json(summary)
    else if (!quiet || summary.state === 'refused') say(summary, io)
    return summary.refused > 0 ? EXIT.refused : EXIT.done
  } finally {
    progress.clear()
  }
}

function say({ state, of, labels, read, refused, plan }: PlanSummary, { stderr }: Session): void {
  const { green, bold } = stderr.paint
  if (state === 'refused') {
    const are = agreeing(refused, 'is', 'are')
    stderr.print(
      prose`${count(refused)} of ${counted(read, 'row')} ${are} refused, so there is no plan: correct ${agreeing(refused, 'it', 'them')}, or plan the others with --skip-bad-rows.\n`,
    )
    return
  }
  stderr.print(
    prose`${green('✓')} ${counted(labels, 'label')} in ${counted(of, 'shard')}: ${bold(plan)}, with its key beside it\n`,
  )
}
