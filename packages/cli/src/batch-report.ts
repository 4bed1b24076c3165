import { join } from 'node:path'
import {
  type BatchEvent,
  type BatchSummary,
  hasPicture,
  type RefusalCause,
  type RowIssue,
} from '@claimtag/batch'
import { agreeing, count, counted } from '@claimtag/core'
import { spokenHolder } from '@claimtag/disk'
import { commandLine } from './flags/command-line.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Paint } from './output/paint.ts'
import type { Progress } from './output/progress.ts'
import { prose, type Prose } from './output/prose.ts'
import type { Session } from './session.ts'

/** The most rows listed on a terminal. */
const SHOWN = 100
const CAUSES_SHOWN = 10

/** `--out -`: the labels go to stdout. */
export const STREAM = '-'
export const NO_RESUMING = 'A stream cannot go on where it stopped; a folder can (--out labels).'

export function batchExitCode({ state, refused }: BatchSummary): ExitCode {
  if (state === 'interrupted') return EXIT.interrupted
  return refused > 0 ? EXIT.refused : EXIT.done
}

export function jsonEvents({ stderr }: Session): (event: BatchEvent) => void {
  return (event) => stderr.json(event)
}

export function plainEvents(
  { stderr }: Pick<Session, 'stderr'>,
  quiet: boolean,
  { update, check, clear }: Progress,
): (event: BatchEvent) => void {
  const { paint } = stderr
  const shown = { refused: 0, warning: 0 }
  let isSaidOnce = false
  return (event) => {
    if (event.type !== 'progress' && event.type !== 'checking') clear()
    switch (event.type) {
      case 'causes':
        isSaidOnce = isOneCause(event.causes)
        if (isSaidOnce) for (const cause of event.causes) stderr.print(causeLine(cause, paint))
        break
      case 'refused':
        if (!isSaidOnce && shown.refused++ < SHOWN)
          stderr.print(issueLine(event.issue, paint.red('refused'), paint))
        break
      case 'warning':
        if (!quiet && shown.warning++ < SHOWN)
          stderr.print(issueLine(event.issue, paint.yellow('warning'), paint))
        break
      case 'resumed':
        // When there is nothing left to do, the summary says so.
        if (!quiet && event.labels < event.total)
          stderr.print(prose`Going on after ${count(event.labels)} of ${counted(event.total, 'label')}.\n`)
        break
      case 'progress':
        update(event.labels, event.total)
        break
      case 'checking':
        check(event.rows)
        break
      case 'folder-open':
        if (!quiet) stderr.print(folderLine(event.path, event.closed))
        break
      case 'waiting':
        if (!quiet) stderr.print(waitingLine(event.holder))
        break
      case 'vanished':
        if (!quiet) stderr.print(vanishedLine(event))
        break
      case 'checked':
        if (!quiet && event.unused.length > 0) stderr.print(prose`not used: ${event.unused.join(', ')}\n`)
        break
    }
  }
}

function vanishedLine({ count: devices, devEuis }: Extract<BatchEvent, { type: 'vanished' }>): Prose {
  const others = devices > devEuis.length ? prose` and ${count(devices - devEuis.length)} more` : ''
  return prose`${counted(devices, 'device')} with a label ${agreeing(devices, 'is', 'are')} not in this file: ${devEuis.join(', ')}${others}\n`
}

/** A process that cannot be seen from here may be working in the folder. */
export function waitingLine(holder: Parameters<typeof spokenHolder>[0]): Prose {
  return prose`${spokenHolder(holder)} may be working there; that shows within a minute …\n`
}

function folderLine(path: string, closed: boolean): Prose {
  return closed
    ? prose`Other users of this computer could look into ${path}; it is closed to them now.\n`
    : prose`Other users of this computer may look into ${path}, and it cannot be closed to them.\n`
}

function issueLine(
  { line, file, field, column = field, code, reason }: RowIssue,
  word: Prose,
  paint: Paint,
): Prose {
  const row = file === undefined ? `line ${line}` : `line ${line} of ${file}`
  const place = column === undefined ? row : `${row}, ${column}`
  return prose`${word} ${paint.bold(place)}: ${reason} ${paint.dim(`(${code})`)}\n`
}

/** If a cause concerns at least this many rows, it is said once for all of them. */
const WORTH_SAYING_ONCE = 3

function isOneCause(causes: readonly RefusalCause[]): boolean {
  const [only, ...others] = causes
  return only !== undefined && others.length === 0 && only.count >= WORTH_SAYING_ONCE
}

function causeLine(
  { column, field = column, line, file, code, reason, count: rows }: RefusalCause,
  paint: Paint,
): Prose {
  const where = field === undefined ? '' : `, ${column ?? field}`
  const first = file === undefined ? `line ${line}` : `line ${line} of ${file}`
  const place = `${counted(rows, 'row')} from ${first} on${where}`
  return prose`${paint.red('refused')} ${paint.bold(place)}: ${reason} ${paint.dim(`(${code})`)}\n`
}

/** The result for a file of devices, for a person. */
export function printSummary(summary: BatchSummary, io: Session, quiet: boolean): void {
  const { state, read, labelled, refused, repeated, withheld, out, folder = out, causes } = summary
  const { stderr } = io
  const hasFile = out !== STREAM && state !== 'checked'
  const file = join(folder, 'refused.csv')
  const seen = hasFile ? ` (see ${file})` : ''
  const more = causes.reduce((sum, cause) => sum + cause.count, 0) - SHOWN
  if (more > 0 && !isOneCause(causes)) {
    stderr.print(prose`… and ${count(more)} more; ${hasFile ? file : '--json'} names them all. In short:\n`)
    for (const cause of causes.slice(0, CAUSES_SHOWN)) stderr.print(causeLine(cause, stderr.paint))
  }
  switch (state) {
    case 'refused': {
      const are = agreeing(refused, 'is', 'are')
      const them = agreeing(refused, 'it', 'them')
      // Whether some have a label already depends on --add.
      const none = labelled === 0 ? 'no label was made' : 'none was added'
      const others = withheld > 0 ? `, or label the other ${count(withheld)} with --skip-bad-rows` : ''
      stderr.print(
        prose`${count(refused)} of ${counted(read, 'row')} ${are} refused${seen}, so ${none}: correct ${them}${others}.\n`,
      )
      break
    }
    case 'interrupted': {
      const how = out === STREAM ? NO_RESUMING : prose`To go on:\n  ${commandLine(io.argv)}`
      stderr.print(prose`Stopped after ${counted(labelled, 'label')}. ${how}\n`)
      break
    }
    case 'checked':
      if (!quiet)
        stderr.print(
          prose`Of ${counted(read, 'row')}, ${count(withheld)} could be labelled${leftOut(refused, repeated)}. Nothing was written.\n`,
        )
      break
    case 'done':
      if (!quiet) stderr.print(made(summary, stderr.paint))
      if (!quiet && refused + repeated > 0)
        stderr.print(
          prose`Of ${counted(read, 'row')}${leftOut(refused, repeated)}${refused > 0 ? seen : ''}.\n`,
        )
  }
}

function made(summary: BatchSummary, { green, bold }: Paint): Prose {
  const { labelled, verified, resumed, out, folder, added, outputs, cartons } = summary
  if (added === 0) return prose`${green('✓')} Nothing to add: ${labels(labelled)} in ${bold(out)} already\n`
  const where = out === STREAM ? '' : prose` in ${bold(out)}`
  const read = verified === labelled ? 'all' : verified === 0 ? 'none' : count(verified)
  // Outputs without a picture were compared with what was encoded, since they are drawn by the printer.
  const how = outputs.some(hasPicture) ? 'read back' : 'compared'
  const before = resumed > 0 && resumed === labelled ? '; they were made before' : ''
  const packed = cartons === undefined || cartons === 0 ? '' : ` and ${counted(cartons, 'carton label')}`
  if (added !== undefined)
    return prose`${green('✓')} ${counted(added, 'label')} added${packed} in ${bold(folder ?? out)}; with those before, ${count(labelled)}, ${read} ${how}\n`
  return prose`${green('✓')} ${counted(labelled, 'label')}${packed}${where}, ${read} ${how}${before}\n`
}

function labels(number: number): string {
  return `${counted(number, 'label')} ${agreeing(number, 'is', 'are')}`
}

function leftOut(refused: number, repeated: number): string {
  return [
    ...(refused > 0 ? [`, ${count(refused)} ${agreeing(refused, 'is', 'are')} refused`] : []),
    ...(repeated > 0 ? [`, ${count(repeated)} ${agreeing(repeated, 'repeats', 'repeat')} another`] : []),
  ].join('')
}
