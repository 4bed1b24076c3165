import { counted, parseWrittenEui64 } from '@claimtag/core'
import type { QueueMode } from '@claimtag/provisioning/queue'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { UsageError } from '../usage-error.ts'
import { openQueue, type OpenQueue } from './open-queue.ts'
import { queueFailed } from './queue-failed.ts'
import { serve } from './serve.ts'
import { status } from './status.ts'
import { work } from './work.ts'

type Action = (open: OpenQueue, invocation: Invocation, io: Session) => Promise<ExitCode>

const ACTIONS: ReadonlyMap<string, Action> = new Map(
  Object.entries({
    status,
    work,
    pause: modeTo('paused', 'Paused: workers end what they hold, and take nothing. claimtag fleet resume'),
    resume: modeTo('running', 'Running.'),
    drain: modeTo('draining', 'Draining: nothing is added any more, and workers end when nothing is left.'),
    retry,
    serve,
  }),
)

/** Looks at a queue of devices, works it off, and steers all who work on it. */
export async function fleet(invocation: Invocation, io: Session): Promise<ExitCode> {
  const [given, ...args] = invocation.args
  const name = given ?? (invocation.flags['listen'] === undefined ? '' : 'serve')
  const action = ACTIONS.get(name)
  if (action === undefined)
    throw new UsageError(
      `claimtag fleet knows ${[...ACTIONS.keys()].join(', ')}${name === '' ? '' : `, not ${name}`}.`,
    )
  const open = await openQueue(invocation, io, false)
  // A worker still gives back what it holds.
  if (open.giveUp !== undefined && name !== 'work') io.signal.addEventListener('abort', open.giveUp)
  try {
    return await action(open, { ...invocation, args }, io)
  } catch (error) {
    return queueFailed(error, invocation, io)
  } finally {
    await open.close().catch(() => undefined)
  }
}

function modeTo(mode: QueueMode, sentence: string): Action {
  return async ({ queue }, { flags }, io) => {
    await queue.setMode(mode)
    if (flags['json'] === true) io.stdout.json({ mode })
    else if (flags['quiet'] !== true) io.stderr.print(prose`${sentence}\n`)
    return EXIT.done
  }
}

/** Makes dead devices wait again: all, or those that are named. */
async function retry({ queue }: OpenQueue, { args, flags }: Invocation, io: Session): Promise<ExitCode> {
  const devEuis = args.map((written) => {
    const devEui = parseWrittenEui64(written)
    if (devEui === undefined) throw new UsageError('A DevEUI has 16 hex digits.')
    return devEui
  })
  const requeued = await (devEuis.length === 0 ? queue.requeue() : queue.requeue(devEuis))
  if (flags['json'] === true) io.stdout.json({ requeued })
  else if (flags['quiet'] !== true)
    io.stderr.print(prose`${counted(requeued, 'device')} will be tried again.\n`)
  return requeued < devEuis.length ? EXIT.refused : EXIT.done
}
