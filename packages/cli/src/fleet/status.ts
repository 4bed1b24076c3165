import { explain, type Failure } from '@claimtag/provisioning'
import type { ListedDevice } from '@claimtag/provisioning/queue'
import { setTimeout as sleep } from 'node:timers/promises'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { Prose, prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { createLooks, type Look } from './look.ts'
import type { OpenQueue } from './open-queue.ts'

/** Dead devices that are shown; with --json, of each look, as many as this. */
const MOST_SHOWN = 10
const MOST_LISTED = 1000
const LOOK_MS = 1000

interface WithDead extends Look {
  readonly dead: readonly ListedDevice[]
}

/** `claimtag fleet status`: how many devices are where, which servers are left alone, and what has failed for good. */
export async function status(open: OpenQueue, { flags }: Invocation, io: Session): Promise<ExitCode> {
  const isLive = flags['watch'] === true
  const look = createLooks(open, LOOK_MS / 2)
  let written = 0
  for (;;) {
    const [looked, dead] = await Promise.all([
      look(),
      open.queue.list({ state: 'dead', limit: flags['json'] === true ? MOST_LISTED : MOST_SHOWN }),
    ])
    const now = { ...looked, dead }
    if (flags['json'] === true) io.stdout.json(jsonOf(now))
    else written = show(now, io, isLive && io.stdout.isTTY ? written : 0)
    const { waiting, delayed, active } = looked.counts
    if (!isLive || (looked.mode === 'draining' && waiting + delayed + active === 0)) return EXIT.done
    await sleep(LOOK_MS, undefined, { signal: io.signal }).catch(() => undefined)
    // Who ends a look at something has seen it.
    if (io.signal.aborted) return EXIT.done
  }
}

function jsonOf({ dead, ...look }: WithDead): object {
  const devices = dead.map(({ devEui, attempts, reason }) => ({
    devEui,
    attempts,
    ...(reason === undefined ? {} : { reason: { ...reason, message: explain(reason as Failure) } }),
  }))
  return { ...look, deadDevices: devices }
}

/** Writes what is to be seen, over the lines of the look before; how many lines it wrote. */
function show({ mode, counts, servers, dead, perSecond }: WithDead, io: Session, over: number): number {
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
