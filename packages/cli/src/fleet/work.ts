import { counted } from '@claimtag/core'
import { explain, type Failure } from '@claimtag/provisioning'
import { fileStore } from '@claimtag/provisioning/file-store'
import { sharedFetch, workQueue, type WorkEvent } from '@claimtag/provisioning/queue'
import { hostname } from 'node:os'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text, wholeNumber } from '../flags/flag-value.ts'
import { prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import { loadPortal } from '../provisioning/load-portal.ts'
import { openWorkflow } from '../provisioning/open-workflow.ts'
import type { Session } from '../session.ts'
import { UsageError } from '../usage-error.ts'
import type { OpenQueue } from './open-queue.ts'
import { queueRecords } from './queue-records.ts'

const CONCURRENCY = 8
const ATTEMPTS = 20
/** What servers in the field allow an account. */
const PER_SECOND = 10
const MOST_JITTER_MS = 1000

/** `claimtag fleet work`: provisions the devices of a queue, beside any number of other workers. */
export async function work(
  { queue, rates, states }: OpenQueue,
  invocation: Invocation,
  io: Session,
): Promise<ExitCode> {
  const { flags } = invocation
  const concurrency = numberOf('--concurrency', flags['concurrency'], CONCURRENCY, 256)
  const mostAttempts = numberOf('--attempts', flags['attempts'], ATTEMPTS, 1000)
  const perSecond = numberOf('--rate', flags['rate'], PER_SECOND, 10_000)
  const jitterMs = jitterOf(flags['jitter'])
  const loaded = loadPortal(text(flags['config']), invocation, io)
  const { open: recordOf } = queueRecords(loaded.state, false)
  const paced = (fetch: Parameters<typeof sharedFetch>[0]) =>
    sharedFetch(fetch, { rates, perSecond, jitterMs })
  const { ports, session } = await openWorkflow(loaded, io, false, paced)
  const [json, quiet] = [flags['json'] === true, flags['quiet'] === true]
  const report = await workQueue({
    queue,
    ports,
    session,
    store: states ?? fileStore(`${loaded.state}/devices`),
    recordOf,
    holder: `${hostname()} ${process.pid}`,
    concurrency,
    mostAttempts,
    signal: io.signal,
    untilEmpty: flags['untilEmpty'] === true,
    onEvent: (event) => (json ? io.stderr.json(jsonOf(event)) : quiet ? undefined : say(event, io)),
  })
  if (json) io.stdout.json(report)
  else if (!quiet)
    io.stderr.print(
      prose`${counted(report.done, 'device')} provisioned, ${report.retried} given back, ${report.dead} dead\n`,
    )
  if (io.signal.aborted) return EXIT.interrupted
  return report.dead > 0 ? EXIT.refused : EXIT.done
}

function jsonOf(event: WorkEvent): object {
  if (event.type !== 'waiting') return event
  const { state: _, ...failure } = event.failure
  return { ...event, failure }
}

function say(event: WorkEvent, { stderr }: Session): void {
  const { paint } = stderr
  if (event.type === 'queue-failed') stderr.print(prose`The queue does not answer. It is asked again.\n`)
  if (event.type === 'lost') stderr.print(prose`${event.devEui}  is left to another worker\n`)
  if (event.type !== 'settled') return
  const { devEui, settlement } = event
  if (settlement.to === 'done')
    stderr.print(
      prose`${devEui}  ${paint.green('✓')} ${settlement.wasDone ? 'was provisioned before' : 'provisioned'}\n`,
    )
  else if (settlement.reason !== undefined) {
    const sentence = explain(settlement.reason as Failure)
    if (settlement.to === 'dead') stderr.print(prose`${devEui}  ${paint.red('✗')} ${sentence}\n`)
    else stderr.print(prose`${devEui}  ${sentence} Again in ${Math.ceil(settlement.inMs / 1000)} s.\n`)
  }
}

function jitterOf(given: Invocation['flags'][string]): number | undefined {
  if (given === undefined) return undefined
  const ms = wholeNumber('--jitter', given)
  if (ms > MOST_JITTER_MS) throw new UsageError(`--jitter takes 0 to ${MOST_JITTER_MS}.`)
  return ms
}

function numberOf(name: string, given: Invocation['flags'][string], otherwise: number, most: number): number {
  if (given === undefined) return otherwise
  const number = wholeNumber(name, given)
  if (number < 1 || number > most) throw new UsageError(`${name} takes 1 to ${most}.`)
  return number
}
