import { runShard, shardFromEnvironment, type ShardSummary } from '@claimtag/batch'
import { counted } from '@claimtag/core'
import { resolve } from 'node:path'
import { jsonEvents, plainEvents } from '../../batch-report.ts'
import { EXIT, type ExitCode } from '../../exit-code.ts'
import { workersOf } from '../../flags/batch-flags.ts'
import { commandLine } from '../../flags/command-line.ts'
import { text } from '../../flags/flag-value.ts'
import { createProgress } from '../../output/progress.ts'
import { prose } from '../../output/prose.ts'
import type { Invocation } from '../../program.ts'
import type { Session } from '../../session.ts'
import { deviceFiles } from '../../settings/device-files.ts'
import { UsageError } from '../../usage-error.ts'

/** Flags that do not decide the labels; all others stand in the plan. */
const OF_A_SHARD = new Set(['plan', 'shard', 'out', 'workers', 'strict', 'json', 'quiet'])

/** `claimtag generate devices.csv --plan shards.json --shard 3/16 --out shards` */
export async function generateShard({ args, flags }: Invocation, io: Session): Promise<ExitCode> {
  const plan = text(flags['plan'])
  if (plan === undefined) throw new UsageError('--shard is one of a plan: --plan shards.json')
  for (const [name, value] of Object.entries(flags)) {
    // commander gives `true` for a flag that begins with --no- and was not typed.
    if (OF_A_SHARD.has(name) || value === undefined || (name === 'csvGuard' && value === true)) continue
    const typed = name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)
    throw new UsageError(`--${typed} cannot be given with --plan: the plan says what is made.`)
  }
  const out = text(flags['out'])
  if (out === undefined) throw new UsageError('Say where the shards go: --out shards')
  const files = deviceFiles(args, io)
  if (files === undefined) throw new UsageError('Name the file of devices that the plan was made of.')
  const { shard, of } = shardOf(text(flags['shard']), io)
  const [json, quiet] = [flags['json'] === true, flags['quiet'] === true]
  const progress = createProgress(io, quiet || json)
  try {
    const summary = await runShard({
      plan: resolve(io.cwd, plan),
      shard,
      of,
      input: files.input,
      out: resolve(io.cwd, out),
      workers: workersOf(flags['workers'], undefined),
      strict: flags['strict'] === true,
      signal: io.signal,
      onEvent: json ? jsonEvents(io) : plainEvents(io, quiet, progress),
    })
    progress.clear()
    if (json) io.stdout.json(summary)
    else say(summary, io, quiet)
    return summary.state === 'done' ? EXIT.done : EXIT.interrupted
  } finally {
    progress.clear()
  }
}

/** What was typed, or else what the scheduler says. */
function shardOf(
  typed: string | undefined,
  { env }: Session,
): { readonly shard: number; readonly of?: number | undefined } {
  if (typed !== undefined) {
    const [, shard, of] = /^(\d{1,6})(?:\/(\d{1,6}))?$/.exec(typed) ?? []
    if (shard === undefined) throw new UsageError('--shard is a number, counted from 1: 3, or 3/16.')
    return { shard: Number(shard), of: of === undefined ? undefined : Number(of) }
  }
  const given = shardFromEnvironment(env)
  if (given === undefined)
    throw new UsageError('Say which shard of the plan: --shard 3/16 (no scheduler has said it).')
  return given
}

function say({ state, shard, of, labelled, out }: ShardSummary, io: Session, quiet: boolean): void {
  const { stderr } = io
  const { green, bold } = stderr.paint
  if (state === 'interrupted')
    stderr.print(prose`Stopped after ${counted(labelled, 'label')}. To go on:\n  ${commandLine(io.argv)}\n`)
  else if (!quiet)
    stderr.print(
      prose`${green('✓')} shard ${shard} of ${of}: ${counted(labelled, 'label')} in ${bold(out)}\n`,
    )
}
