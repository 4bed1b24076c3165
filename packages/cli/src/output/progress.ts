import { count, counted } from '@claimtag/core'
import { prose, type Prose } from './prose.ts'
import type { Session } from '../session.ts'

/** A line on stderr that shows how far the job is. */
export interface Progress {
  readonly update: (labels: number, total: number) => void
  /** The same before the first label, while the rows are checked. */
  readonly check: (rows: number) => void
  /** Erases the line. */
  readonly clear: () => void
}

const WIDTH = 24
const REDRAW_EVERY_MS = 100
const NEVER = Number.NEGATIVE_INFINITY
const SILENT: Progress = { update: () => undefined, check: () => undefined, clear: () => undefined }

/** A bar for a person at a terminal; nothing for a file or a pipe. */
export function createProgress(
  { stderr }: Pick<Session, 'stderr'>,
  quiet: boolean,
  now: () => number = Date.now,
): Progress {
  if (quiet || !stderr.isTTY) return SILENT
  const { paint } = stderr
  let began: { at: number; labels: number } | undefined
  let drawn = NEVER

  function draw(at: number, line: Prose): void {
    drawn = at
    stderr.redraw(line)
  }

  return {
    check(rows) {
      const at = now()
      if (at - drawn >= REDRAW_EVERY_MS) draw(at, prose`checking, ${counted(rows, 'row')} so far`)
    },
    update(labels, total) {
      const at = now()
      began ??= { at, labels }
      if (at - drawn < REDRAW_EVERY_MS && labels < total) return
      const rate = ((labels - began.labels) * 1000) / Math.max(1, at - began.at)
      const speed =
        rate > 0 ? `, ${count(Math.round(rate))} a second, ${timeLeft((total - labels) / rate)} left` : ''
      // A line that wraps could not be erased.
      const room = (stderr.columns ?? Infinity) - 1
      const numbers = ` ${count(labels)} of ${counted(total, 'label')}${speed}`.slice(0, room)
      const width = Math.min(WIDTH, room - numbers.length)
      const filled = Math.round((labels / Math.max(1, total)) * width)
      draw(at, prose`${paint.green('━'.repeat(filled))}${paint.dim('━'.repeat(width - filled))}${numbers}`)
    },
    clear() {
      if (drawn !== NEVER) stderr.erase()
      drawn = NEVER
    },
  }
}

function timeLeft(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
