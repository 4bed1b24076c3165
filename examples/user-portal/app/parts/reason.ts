import type { Problem } from '../state/api.ts'
import type { Tag } from '../state/devices.ts'
import { words } from '../words/words.ts'

/** Why something stopped, for people. */
export function reasonOf({ code, step = '' }: Problem): string {
  const { reasons, servers, app } = words.value
  const server = Object.hasOwn(servers, step) ? servers[step as keyof typeof servers] : app
  const known = Object.hasOwn(reasons, code) ? reasons[code as keyof typeof reasons] : reasons.other
  return known(server)
}

/** The same with what comes next: when it is tried again, and that nothing is lost. */
export function noteOf({ problem, status, device }: Tag, now: number): string | undefined {
  const { queuedNote, nothingLost, retryIn } = words.value.device
  if (status === 'queued') return queuedNote
  if (problem === undefined) return undefined
  if (status !== 'waiting') return reasonOf(problem)
  const left = Math.max(0, Math.ceil((Date.parse(device?.retryAt ?? '') - now) / 1000))
  return `${reasonOf(problem)} ${nothingLost} ${retryIn(String(left))}`
}
