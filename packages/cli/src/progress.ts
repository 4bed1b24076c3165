import type { Io } from './io.ts'
import { paintFor } from './paint.ts'

/** A line on stderr that says how far the job is. */
export interface Progress {
  readonly update: (labels: number, total: number) => void
  /** Takes the line away. */
  readonly clear: () => void
}

const WIDTH = 24
const REDRAW_EVERY_MS = 100
const SILENT: Progress = { update: () => undefined, clear: () => undefined }

/** A bar for a person at a terminal; nothing at all for a file or a pipe. */
export function createProgress({ stderr, env }: Io, quiet: boolean, now: () => number = Date.now): Progress {
  if (quiet || stderr.isTTY !== true) return SILENT
  const paint = paintFor(stderr, env)
  let began: { at: number; labels: number } | undefined
  let drawn = Number.NEGATIVE_INFINITY

  return {
    update(labels, total) {
      const at = now()
      began ??= { at, labels }
      if (at - drawn < REDRAW_EVERY_MS && labels < total) return
      drawn = at
      const rate = ((labels - began.labels) * 1000) / Math.max(1, at - began.at)
      const filled = Math.round((labels / Math.max(1, total)) * WIDTH)
      const bar = paint.green('━'.repeat(filled)) + paint.dim('━'.repeat(WIDTH - filled))
      const left = rate > 0 ? `, ${timeLeft((total - labels) / rate)} left` : ''
      stderr.write(
        `\r\u001B[K${bar} ${count(labels)} of ${count(total)} labels, ${count(Math.round(rate))} a second${left}`,
      )
    },
    clear() {
      if (began !== undefined) stderr.write('\r\u001B[K')
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
