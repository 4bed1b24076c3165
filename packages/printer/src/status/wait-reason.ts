import { counted } from '@claimtag/core'
import type { PauseReason } from './status.ts'

/** Why a printer is waited for: something that a person has to put right, or the end of its printing. */
export type WaitReason = PauseReason | 'busy'

const WORDS = {
  offline: 'does not answer',
  'head-open': 'has its head open',
  'paper-out': 'is out of paper',
  'paper-jam': 'has a paper jam',
  'ribbon-out': 'is out of ribbon',
  'label-waiting': 'waits until its label is taken',
  fault: 'reports a fault',
  paused: 'is paused',
  'buffer-full': 'takes no more data',
  busy: 'is still printing',
} satisfies Record<WaitReason, string>

/**
 * The end of a sentence about the printer: `is out of paper`; with `waitedMs`, the time without change, `is out of
 * paper, and nothing has changed for 5 minutes`.
 *
 * @example
 * ```ts
 * import { describeWait } from '@claimtag/printer'
 *
 * console.log(`The printer ${describeWait('paper-out')}.`) // The printer is out of paper.
 * ```
 */
export function describeWait(reason: WaitReason, waitedMs?: number): string {
  return waitedMs === undefined
    ? WORDS[reason]
    : `${WORDS[reason]}, and nothing has changed for ${durationText(waitedMs)}`
}

/** `90 seconds`, `2 minutes`, `5 hours`: rounded, in the largest unit of which there are two. */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 120) return counted(seconds, 'second')
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? counted(minutes, 'minute') : counted(Math.round(minutes / 60), 'hour')
}
