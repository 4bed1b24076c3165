import type { Problem } from '../state/api.ts'
import type { Tag } from '../state/devices.ts'
import { portal } from '../state/session.ts'
import { words } from '../words/words.ts'

/** Who does a step, or looks before it; the portal itself for all others. */
export function serverOf(step: string): string {
  const server = step === 'claim' ? 'join-server' : step.replace(/-check$/, '')
  return portal.value?.servers[server as 'join-server'] ?? words.value.app
}

/** Why something stopped, for people. */
export function reasonOf({ code, step = '' }: Problem): string {
  const { reasons } = words.value
  const known = Object.hasOwn(reasons, code) ? reasons[code as keyof typeof reasons] : reasons.other
  return known(serverOf(step))
}

/** The same with what comes next: when it is tried again, and that nothing is lost. */
export function noteOf({ problem, status, device }: Tag, now: number): string | undefined {
  const { queuedNote, nothingLost, retryIn } = words.value.device
  if (status === 'queued') return queuedNote
  if (problem === undefined) return undefined
  if (status !== 'waiting') return reasonOf(problem)
  const left = Math.max(1, Math.ceil((Date.parse(device?.retryAt ?? '') - now) / 1000))
  return `${reasonOf(problem)} ${nothingLost} ${retryIn(String(left))}`
}
