import { explain, type Failure } from '@claimtag/provisioning'
import type { BlockedServer, ListedDevice, QueueCounts, QueueMode } from '@claimtag/provisioning/queue'
import { setTimeout as sleep } from 'node:timers/promises'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { Prose, prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import type { OpenQueue } from './open-queue.ts'

/** Dead devices that are shown; with --json, of each look, as many as this. */
const MOST_SHOWN = 10
const MOST_LISTED = 1000
const LOOK_MS = 1000

interface Look {
  readonly mode: QueueMode
  readonly counts: QueueCounts
  readonly servers: readonly BlockedServer[]
  readonly dead: readonly ListedDevice[]
  /** Devices done since the look before, a second. */
  readonly perSecond?: number
}

/** `claimtag fleet status`: how many devices are where, which servers are left alone, and what has failed for good. */
export async function status(open: OpenQueue, { flags }: Invocation, io: Session): Promise<ExitCode> {
  const isLive = flags['watch'] === true
  let before: { readonly done: number; readonly at: number } | undefined
  let written = 0
  for (;;) {
    const at = performance.now()
    const look = await lookAt(open, flags['json'] === true ? MOST_LISTED : MOST_SHOWN)
    const perSecond =
      before === undefined ? {} : { perSecond: rateOf(look.counts.done - before.done, at - before.at) }
    const now: Look = { ...look, ...perSecond }
    if (flags['json'] === true) io.stdout.json(jsonOf(now))
    else written = show(now, io, isLive && io.stdout.isTTY ? written : 0)
    const { waiting, delayed, active } = look.counts
    if (!isLive || (look.mode === 'draining' && waiting + delayed + active === 0)) return EXIT.done
    before = { done: look.counts.done, at }
    await sleep(LOOK_MS, undefined, { signal: io.signal }).catch(() => undefined)
    // Who ends a look at something has seen it.
    if (io.signal.aborted) return EXIT.done
  }
}

async function lookAt({ queue, rates }: OpenQueue, most: number): Promise<Look> {
  const [mode, counts, servers, dead] = await Promise.all([
    queue.mode(),
    queue.counts(),
    rates.servers(),
    queue.list({ state: 'dead', limit: most }),
  ])
  return { mode, counts, servers, dead }
}

function rateOf(devices: number, ms: number): number {
  return Math.round((devices / ms) * 10_000) / 10
}

function jsonOf({ dead, ...look }: Look): object {
  const devices = dead.map(({ devEui, attempts, reason }) => ({
    devEui,
    attempts,
    ...(reason === undefined ? {} : { reason: { ...reason, message: explain(reason as Failure) } }),
  }))
  return { ...look, deadDevices: devices }
}

/** Writes what is to be seen, over the lines of the look before; how many lines it wrote. */
function show({ mode, counts, servers, dead, perSecond }: Look, io: Session, over: number): number {
  const { waiting, delayed, active, done, dead: lost } = counts
  const speed = perSecond === undefined ? '' : ` (${perSecond}/s)`
  const lines = [
    prose`${mode}: ${waiting} waiting, ${delayed} delayed, ${active} active, ${done} done${speed}, ${lost} dead`,
    ...servers
      .filter(({ blockedMs }) => blockedMs > 0)
      .map(({ server, blockedMs }) => prose`${server}: left alone for ${Math.ceil(blockedMs / 1000)} s`),
    ...dead.map(({ devEui, reason }) =>
      reason === undefined
        ? prose`${devEui}  dead`
        : prose`${devEui}  ${io.stdout.paint.red('✗')} ${explain(reason as Failure)}`,
    ),
    ...(lost > dead.length
      ? [prose`and ${lost - dead.length} more; claimtag fleet status --json has them`]
      : []),
  ]
  if (over > 0) io.stdout.print(Prose.up(over))
  for (const line of lines) io.stdout.print(prose`${line}\n`)
  return lines.length
}
