import { assertPrintable, type BatchOptions, runBatch } from '@claimtag/batch'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { batchFlags } from '../flags/batch-flags.ts'
import { batchExitCode, jsonEvents, plainEvents, printSummary, STREAM } from '../batch-report.ts'
import type { ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import { UsageError } from '../usage-error.ts'
import type { Invocation } from '../program.ts'
import { createProgress } from '../output/progress.ts'
import type { Session } from '../session.ts'
import { loadCartons } from '../settings/cartons.ts'
import { deviceFiles } from '../settings/device-files.ts'
import { labelSettings, loadSettings } from '../settings/settings.ts'
import type * as printingOfLabels from '../printing.ts'
import { generateStream } from '../stream.ts'

export async function generate(invocation: Invocation, io: Session): Promise<ExitCode> {
  if (invocation.flags['plan'] !== undefined || invocation.flags['shard'] !== undefined)
    return (await import('./shards/generate-shard.ts')).generateShard(invocation, io)
  const settings = await loadSettings(invocation, io.cwd)
  const isDry = invocation.flags['dryRun'] === true
  // A dry run writes nothing, whatever folder is given.
  const out = text(invocation.flags['out']) ?? settings.config.out ?? (isDry ? '.' : undefined)
  if (out === undefined) throw new UsageError('Say where the labels go: --out labels')
  // An address that was typed has become a folder before.
  if (out.startsWith('s3://')) throw new UsageError('Give an address in object storage with --out.')
  const { input, paths } = deviceFiles(invocation.args, io) ?? { input: io.stdin, paths: [] }
  if (input === io.stdin && 'isTTY' in io.stdin && io.stdin.isTTY === true) {
    throw new UsageError('Name a file of devices, or pipe one in.')
  }
  const { template, dpi, json, quiet, config } = settings
  const flags = batchFlags(invocation, settings)
  const cartons = await loadCartons(invocation, io.cwd, dpi)
  const to = text(invocation.flags['to']) ?? config.to
  const common = {
    ...flags,
    ...labelSettings(settings),
    input,
    cartons,
    signal: io.signal,
  }
  if (out === STREAM) {
    if (to !== undefined) throw new UsageError('--out - writes to stdout, --to prints: give one of them.')
    if (flags.add === true)
      throw new UsageError('--out - has no labels to add to: name the folder of the job.')
  }
  // Most jobs do not print, and start without what does.
  const printing = to === undefined ? undefined : { to, ...(await import('../printing.ts')) }
  const printer = printing?.printerFlags(invocation, printing.to, flags.as ?? [], paths)
  // When labels that are pictures are printed, they are converted to the printer's language.
  if (printer !== undefined) assertPrintable({ template, dpi, headDots: flags.headDots }, [printer.language])
  const place = { out: out === STREAM ? out : resolve(io.cwd, out), printing, printer, json, quiet }
  if (invocation.flags['online'] !== true) {
    assertNoStore(invocation)
    return makeLabels(common, place, io)
  }
  if (Array.isArray(input)) throw new UsageError('--online takes one file of devices at a time.')
  // Loaded when it is needed, as few batches need a store.
  const { labelOnline } = await import('../online.ts')
  return labelOnline(
    { ...common, out: place.out, input: input as string | Readable },
    invocation,
    io,
    (ready) => makeLabels({ ...common, ...ready }, place, io),
  )
}

type Printing = typeof printingOfLabels

interface Place {
  readonly out: string
  readonly printing: Printing | undefined
  readonly printer: ReturnType<Printing['printerFlags']> | undefined
  readonly json: boolean
  readonly quiet: boolean
}

async function makeLabels(
  job: Omit<BatchOptions, 'out' | 'onEvent'>,
  { out, printing, printer, json, quiet }: Place,
  io: Session,
): Promise<ExitCode> {
  if (out === STREAM) return generateStream(job, { json, quiet }, io)
  const progress = createProgress(io, quiet || json)
  const onEvent = json ? jsonEvents(io) : plainEvents(io, quiet, progress)
  try {
    const summary = await runBatch({ ...job, out, onEvent })
    progress.clear()
    if (!json) printSummary(summary, io, quiet)
    const printed =
      printer !== undefined && summary.state === 'done'
        ? await printing?.printLabels({ ...printer, out: summary.out }, { json, quiet }, io)
        : undefined
    if (json) io.stdout.json({ ...summary, ...(printed === undefined ? {} : { printed }) })
    return (printed && printing?.printExitCode(printed)) || batchExitCode(summary)
  } catch (error) {
    progress.clear()
    throw error
  }
}

function assertNoStore({ flags }: Invocation): void {
  const given = ['store', 'keys', 'realm'].find((name) => flags[name] !== undefined)
  if (given !== undefined || flags['newKeys'] === true)
    throw new UsageError(`--${given ?? 'new-keys'} is for tokens from a store: add --online.`)
}
