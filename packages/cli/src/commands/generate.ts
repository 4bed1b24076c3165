import { runBatch, type BatchEvent, type BatchSummary, type RowIssue } from '@claimtag/batch'
import { resolve } from 'node:path'
import { commandLine } from '../command-line.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { UsageError } from '../failure.ts'
import type { Io } from '../io.ts'
import { printerFlags, printExitCode, printLabels } from '../printing.ts'
import { paintFor, type Paint } from '../paint.ts'
import type { Invocation } from '../program.ts'
import { count, createProgress } from '../progress.ts'
import { batchFlags, loadSettings, text } from '../settings.ts'

/** A terminal shows this many; refused.csv has them all. */
const SHOWN = 100

export async function generate(invocation: Invocation, io: Io): Promise<ExitCode> {
  const settings = await loadSettings(invocation, io.cwd)
  const [devices = '-'] = invocation.args
  const out = text(invocation.flags['out']) ?? settings.config.out
  if (out === undefined) throw new UsageError('Say where the labels go: --out labels')
  if (devices === '-' && 'isTTY' in io.stdin && io.stdin.isTTY === true) {
    throw new UsageError('Name a file of devices, or pipe one in.')
  }
  const { format, template, art, dpi, json, quiet, config } = settings
  const flags = batchFlags(invocation, settings)
  const to = text(invocation.flags['to']) ?? config.to
  const printer = to === undefined ? undefined : printerFlags(invocation, to, flags.as ?? [])
  const progress = createProgress(io, quiet || json)
  const talk = json ? jsonEvents(io) : plainEvents(io, quiet, progress.update)
  try {
    const summary = await runBatch({
      ...flags,
      input: devices === '-' ? io.stdin : resolve(io.cwd, devices),
      out: resolve(io.cwd, out),
      format,
      template,
      art,
      dpi,
      columns: config.columns ?? {},
      signal: io.signal,
      onEvent: talk,
    })
    progress.clear()
    if (!json) say(summary, io, quiet)
    const printed =
      printer !== undefined && summary.state === 'done'
        ? await printLabels({ ...printer, out: summary.out }, { json, quiet }, io)
        : undefined
    if (json)
      io.stdout.write(`${JSON.stringify({ ...summary, ...(printed === undefined ? {} : { printed }) })}\n`)
    return printed === undefined ? exitCodeOf(summary) : printExitCode(printed) || exitCodeOf(summary)
  } catch (error) {
    progress.clear()
    throw error
  }
}

function exitCodeOf({ state, refused }: BatchSummary): ExitCode {
  if (state === 'interrupted') return EXIT.interrupted
  return refused > 0 ? EXIT.refused : EXIT.done
}

function jsonEvents({ stderr }: Io): (event: BatchEvent) => void {
  return (event) => stderr.write(`${JSON.stringify(event)}\n`)
}

function plainEvents(
  { stderr, env }: Io,
  quiet: boolean,
  update: (labels: number, total: number) => void,
): (event: BatchEvent) => void {
  const paint = paintFor(stderr, env)
  const shown = { refused: 0, warning: 0 }
  return (event) => {
    switch (event.type) {
      case 'refused':
        if (shown.refused++ < SHOWN) stderr.write(issueLine(event.issue, paint.red('refused'), paint))
        break
      case 'warning':
        if (!quiet && shown.warning++ < SHOWN)
          stderr.write(issueLine(event.issue, paint.yellow('warning'), paint))
        break
      case 'resumed':
        if (!quiet) stderr.write(`Going on after ${count(event.labels)} of ${count(event.total)} labels.\n`)
        break
      case 'progress':
        update(event.labels, event.total)
        break
      case 'checking':
      case 'checked':
        break
    }
  }
}

function issueLine(
  { line, field, column = field, code, reason }: RowIssue,
  word: string,
  paint: Paint,
): string {
  const place = column === undefined ? `line ${line}` : `line ${line}, ${column}`
  return `${word} ${paint.bold(place)}: ${reason} ${paint.dim(`(${code})`)}\n`
}

function say(summary: BatchSummary, io: Io, quiet: boolean): void {
  const { state, read, labelled, refused, repeated, withheld, verified, resumed, out, refusals } = summary
  const { stderr } = io
  const paint = paintFor(stderr, io.env)
  const more = refusals.length - SHOWN
  if (more > 0) stderr.write(`… and ${count(more)} more, all in refused.csv\n`)
  if (state === 'refused') {
    stderr.write(
      `${count(refused)} of ${count(read)} rows are refused, so no label was made: correct them, or label the other ${count(withheld)} with --skip-bad-rows.\n`,
    )
    return
  }
  if (state === 'interrupted') {
    stderr.write(`Stopped after ${count(labelled)} labels. To go on:\n  ${commandLine(io.argv)}\n`)
    return
  }
  if (quiet) return
  const parts = [
    `${count(read)} rows`,
    ...(refused > 0 ? [`${count(refused)} refused`] : []),
    ...(repeated > 0 ? [`${count(repeated)} repeats dropped`] : []),
  ]
  if (state === 'checked') {
    stderr.write(`${parts.join(', ')}; ${count(withheld)} could be labelled. Nothing was written.\n`)
    return
  }
  const already = resumed === labelled && labelled > 0 ? ' (all made before)' : ''
  stderr.write(
    `${paint.green('✓')} ${count(labelled)} labels${already}, ${count(verified)} read back, of ${parts.join(', ')}, in ${paint.bold(out)}\n`,
  )
}
