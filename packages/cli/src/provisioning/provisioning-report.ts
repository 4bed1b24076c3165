import { counted } from '@claimtag/core'
import { explain, type DeviceStep, type Failure } from '@claimtag/provisioning'
import type { BatchEvent, BatchReport, JobResult } from '@claimtag/provisioning/batch'
import { prose } from '../output/prose.ts'
import type { Session } from '../session.ts'

/** What a device has behind it when this step is the next one. */
const REACHED = {
  claim: 'begun',
  'join-server': 'claimed',
  'network-server': 'its keys are ready at the Join Server',
  'application-server': 'on the Network Server',
  done: 'provisioned: switch it on, and it joins',
} satisfies Record<DeviceStep, string>

/** A failure in the words of who runs commands. */
export function sentenceOf(failure: Failure): string {
  if (failure.code !== 'state-moved-on') return explain(failure)
  return 'Another command has gone on with this device. When it has ended, the same command says how.'
}

/** A failure as programs get it: with its sentence, and without the state. */
export function failureJson(failed: Failure): object {
  const { ok: _, state, ...failure } = failed
  const pending = state === undefined ? {} : { pending: state.pending }
  return { ...failure, ...pending, message: sentenceOf(failed) }
}

/** Says each event as a line of JSON. */
export function jsonEvent(event: BatchEvent, { stderr }: Session): void {
  switch (event.type) {
    case 'settled':
      return stderr.json({ type: event.type, ...resultJson(event.result) })
    case 'waiting':
    case 'server':
      return stderr.json('failure' in event ? { ...event, failure: failureJson(event.failure) } : event)
    default:
      return stderr.json(event)
  }
}

function resultJson(result: JobResult): object {
  return result.ok ? result : { ...result, failure: failureJson(result.failure) }
}

/** Says each event to a person. */
export function plainEvent(event: BatchEvent, { stderr }: Session): void {
  const { paint } = stderr
  switch (event.type) {
    case 'step':
      return stderr.print(prose`${event.devEui}  ${paint.green('✓')} ${REACHED[event.next]}\n`)
    case 'waiting':
      return stderr.print(
        prose`${event.devEui}  ${explain(event.failure)} Trying again in ${seconds(event.ms)}.\n`,
      )
    case 'settled':
      if (!event.result.ok) {
        const { devEui, failure } = event.result
        // What was stopped goes on with the next command, and what another one is at is looked at again.
        if (failure.code === 'cancelled' || failure.code === 'state-moved-on') return
        const flag = failure.code === 'device-released' ? ' (--again)' : ''
        stderr.print(prose`${devEui}  ${paint.red('✗')} ${sentenceOf(failure)}${flag}\n`)
      } else if (event.result.wasDone) stderr.print(prose`${event.result.devEui}  was provisioned before\n`)
      return
    case 'server':
      if (event.state === 'open')
        stderr.print(
          prose`${serverName(event.server)} fails for every device: left alone for ${seconds(event.pauseMs)}.\n`,
        )
      else if (event.state === 'closed') stderr.print(prose`${serverName(event.server)} works again.\n`)
      return
    case 'started':
  }
}

export function printReport({ done, wereDone, failed, left, gaveUpOn }: BatchReport, io: Session): void {
  const before = wereDone === 0 ? '' : `, ${wereDone} of them before`
  io.stderr.print(
    prose`${counted(done, 'device')} provisioned${before}; ${failed.length} failed, ${left.length} not begun\n`,
  )
  if (gaveUpOn !== undefined)
    io.stderr.print(
      prose`${serverName(gaveUpOn.server)} did not come back. The same command goes on from here.\n`,
    )
}

export function reportJson({ failed, gaveUpOn, ...report }: BatchReport, refused: readonly object[]): object {
  return {
    ...report,
    failed: failed.map(resultJson),
    refused,
    ...(gaveUpOn === undefined
      ? {}
      : { gaveUpOn: { server: gaveUpOn.server, failure: failureJson(gaveUpOn.failure) } }),
  }
}

function serverName(server: string): string {
  if (server === 'network-server') return 'The Network Server'
  if (server === 'application-server') return 'The Application Server'
  return `The Join Server (${server.replace(/^join-server /, '')})`
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`
}
