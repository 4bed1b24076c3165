import { join } from 'node:path'
import {
  type BatchEvent,
  type BatchSummary,
  hasPicture,
  type RefusalCause,
  type RowIssue,
} from '@claimtag/batch'
import { commandLine } from './command-line.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Io } from './io.ts'
import { paintFor, type Paint } from './paint.ts'
import { count, counted, type Progress } from './progress.ts'

/** A terminal shows this many. */
const SHOWN = 100
const CAUSES_SHOWN = 10

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
  { update, check, clear }: Progress,
): (event: BatchEvent) => void {
  const paint = paintFor(stderr, env)
  const shown = { refused: 0, warning: 0 }
  let isSaidOnce = false
  return (event) => {
    if (event.type !== 'progress' && event.type !== 'checking') clear()
    switch (event.type) {
      case 'causes':
        isSaidOnce = isOneCause(event.causes)
        if (isSaidOnce) for (const cause of event.causes) stderr.write(causeLine(cause, paint))
        break
      case 'refused':
        if (!isSaidOnce && shown.refused++ < SHOWN)
          stderr.write(issueLine(event.issue, paint.red('refused'), paint))
        break
      case 'warning':
        if (!quiet && shown.warning++ < SHOWN)
          stderr.write(issueLine(event.issue, paint.yellow('warning'), paint))
        break
      case 'resumed':
        // When nothing is left to do, the summary says so.
        if (!quiet && event.labels < event.total)
          stderr.write(`Going on after ${count(event.labels)} of ${counted(event.total, 'label')}.\n`)
        break
      case 'progress':
        update(event.labels, event.total)
        break
      case 'checking':
        check(event.rows)
        break
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

/** From this many rows on, one cause for all of them is said once. */
const WORTH_SAYING_ONCE = 3

function isOneCause(causes: readonly RefusalCause[]): boolean {
  const [only, ...others] = causes
  return only !== undefined && others.length === 0 && only.count >= WORTH_SAYING_ONCE
}

function causeLine(
  { column, field = column, line, code, reason, count: rows }: RefusalCause,
  paint: Paint,
): string {
  const where = field === undefined ? '' : `, ${column ?? field}`
  const place = `${counted(rows, 'row')} from line ${line} on${where}`
  return `${paint.red('refused')} ${paint.bold(place)}: ${reason} ${paint.dim(`(${code})`)}\n`
}

/** What became of a file of devices, for the person who asked. */
export function printSummary(summary: BatchSummary, io: Io, quiet: boolean): void {
  const { state, read, labelled, refused, repeated, withheld, out, causes } = summary
  const { stderr } = io
  const hasFile = out !== STREAM && state !== 'checked'
  const file = join(out, 'refused.csv')
  const seen = hasFile ? ` (see ${file})` : ''
  const more = causes.reduce((sum, cause) => sum + cause.count, 0) - SHOWN
  if (more > 0 && !isOneCause(causes)) {
    stderr.write(`… and ${count(more)} more; ${hasFile ? file : '--json'} names them all. In short:\n`)
    const paint = paintFor(stderr, io.env)
    for (const cause of causes.slice(0, CAUSES_SHOWN)) stderr.write(causeLine(cause, paint))
  }
  switch (state) {
    case 'refused': {
      const [are, them] = refused === 1 ? ['is', 'it'] : ['are', 'them']
      const others = withheld > 0 ? `, or label the other ${count(withheld)} with --skip-bad-rows` : ''
      stderr.write(
        `${count(refused)} of ${counted(read, 'row')} ${are} refused${seen}, so no label was made: correct ${them}${others}.\n`,
      )
      break
    }
    case 'interrupted': {
      const how = out === STREAM ? NO_RESUMING : `To go on:\n  ${commandLine(io.argv)}`
      stderr.write(`Stopped after ${counted(labelled, 'label')}. ${how}\n`)
      break
    }
    case 'checked':
      if (!quiet)
        stderr.write(
          `Of ${counted(read, 'row')}, ${count(withheld)} could be labelled${leftOut(refused, repeated)}. Nothing was written.\n`,
        )
      break
    case 'done':
      if (!quiet) stderr.write(made(summary, paintFor(stderr, io.env)))
      if (!quiet && refused + repeated > 0)
        stderr.write(`Of ${counted(read, 'row')}${leftOut(refused, repeated)}${refused > 0 ? seen : ''}.\n`)
  }
}

function made({ labelled, verified, resumed, out, outputs }: BatchSummary, { green, bold }: Paint): string {
  const where = out === STREAM ? '' : ` in ${bold(out)}`
  const read = verified === labelled ? 'all' : verified === 0 ? 'none' : count(verified)
  // What a printer or another program draws of a label without a picture nobody has seen yet.
  const how = outputs.some(hasPicture) ? 'read back' : 'compared'
  const before = resumed > 0 && resumed === labelled ? '; they were made before' : ''
  return `${green('✓')} ${counted(labelled, 'label')}${where}, ${read} ${how}${before}\n`
}

function leftOut(refused: number, repeated: number): string {
  return [
    ...(refused > 0 ? [`, ${count(refused)} ${refused === 1 ? 'is' : 'are'} refused`] : []),
    ...(repeated > 0 ? [`, ${count(repeated)} ${repeated === 1 ? 'repeats' : 'repeat'} another`] : []),
  ].join('')
}
