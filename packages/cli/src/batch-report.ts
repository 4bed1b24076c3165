import type { BatchEvent, BatchSummary, RowIssue } from '@claimtag/batch'
import { commandLine } from './command-line.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Io } from './io.ts'
import { paintFor, type Paint } from './paint.ts'
import { count } from './progress.ts'

/** A terminal shows this many. */
const SHOWN = 100

/** `--out -`: the labels go to stdout. */
export const STREAM = '-'
export const NO_RESUMING = 'A stream cannot go on where it stopped; a folder can (--out labels).'

export function batchExitCode({ state, refused }: BatchSummary): ExitCode {
  if (state === 'interrupted') return EXIT.interrupted
  return refused > 0 ? EXIT.refused : EXIT.done
}

export function jsonEvents({ stderr }: Io): (event: BatchEvent) => void {
  return (event) => stderr.write(`${JSON.stringify(event)}\n`)
}

export function plainEvents(
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

/** What became of a file of devices, for the person who asked. */
export function sayBatch(summary: BatchSummary, io: Io, quiet: boolean): void {
  const { state, read, labelled, refused, repeated, withheld, verified, resumed, out, refusals } = summary
  const { stderr } = io
  const paint = paintFor(stderr, io.env)
  const isStream = out === STREAM
  const more = refusals.length - SHOWN
  const listed = isStream || state === 'checked' ? '--json names them all' : 'all in refused.csv'
  if (more > 0) stderr.write(`… and ${count(more)} more; ${listed}\n`)
  if (state === 'refused') {
    stderr.write(
      `${count(refused)} of ${count(read)} rows are refused, so no label was made: correct them, or label the other ${count(withheld)} with --skip-bad-rows.\n`,
    )
    return
  }
  if (state === 'interrupted') {
    const how = isStream ? NO_RESUMING : `To go on:\n  ${commandLine(io.argv)}`
    stderr.write(`Stopped after ${count(labelled)} labels. ${how}\n`)
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
    `${paint.green('✓')} ${count(labelled)} labels${already}, ${count(verified)} read back, of ${parts.join(', ')}${isStream ? '' : `, in ${paint.bold(out)}`}\n`,
  )
}
