import type { Io } from './io.ts'
import { paintFor } from './paint.ts'

/** A line on stderr that says how far the job is. */
export interface Progress {
  readonly update: (labels: number, total: number) => void
  /** The same before the first label, when the rows are looked at. */
  readonly check: (rows: number) => void
  /** Takes the line away. */
  readonly clear: () => void
}

const WIDTH = 24
const REDRAW_EVERY_MS = 100
const NEVER = Number.NEGATIVE_INFINITY
const SILENT: Progress = { update: () => undefined, check: () => undefined, clear: () => undefined }

/** A bar for a person at a terminal; nothing at all for a file or a pipe. */
export function createProgress({ stderr, env }: Io, quiet: boolean, now: () => number = Date.now): Progress {
  if (quiet || stderr.isTTY !== true) return SILENT
  const paint = paintFor(stderr, env)
  let began: { at: number; labels: number } | undefined
  let drawn = NEVER

  function draw(at: number, line: string): void {
    drawn = at
    stderr.write(`\r\u001B[K${line}`)
  }

  return {
    check(rows) {
      const at = now()
      if (at - drawn >= REDRAW_EVERY_MS) draw(at, `checking, ${counted(rows, 'row')} so far`)
    },
    update(labels, total) {
      const at = now()
      began ??= { at, labels }
      if (at - drawn < REDRAW_EVERY_MS && labels < total) return
      const rate = ((labels - began.labels) * 1000) / Math.max(1, at - began.at)
      const speed =
        rate > 0 ? `, ${count(Math.round(rate))} a second, ${timeLeft((total - labels) / rate)} left` : ''
      // A line that wraps cannot be taken away again; a terminal that has no size says 0.
      const room = (stderr.columns || Infinity) - 1
      const says = ` ${count(labels)} of ${counted(total, 'label')}${speed}`.slice(0, room)
      const width = Math.min(WIDTH, room - says.length)
      const filled = Math.round((labels / Math.max(1, total)) * width)
      draw(at, paint.green('━'.repeat(filled)) + paint.dim('━'.repeat(width - filled)) + says)
    },
    clear() {
      if (drawn !== NEVER) stderr.write('\r\u001B[K')
      drawn = NEVER
    },
  }
}

/** 12345 as people read it: 12,345. */
export function count(number: number): string {
  return number.toLocaleString('en-US')
}

/** 1 label, 12,345 labels. */
export function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`
}

function timeLeft(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
