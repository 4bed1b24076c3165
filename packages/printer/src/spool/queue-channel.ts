import { printerUrl, type QueueAddress } from '../address.ts'
import { type Channel, confirmationOf } from '../channel/channel.ts'
import type { Clock } from '../clock.ts'
import type { PrinterEvent } from '../event.ts'
import { PrinterError } from '../issue.ts'
import { createPauseNotice } from '../status/pause-notice.ts'
import { createStall } from '../status/stall.ts'
import { runCommand, type RunCommand } from './command.ts'
import { createLpQueue } from './lp.ts'

/** Each question to a queue starts a process or two, so the intervals grow up to this many times the first. */
const SLOWEST_LOOK = 16

export interface QueueChannelOptions {
  readonly address: QueueAddress
  readonly clock: Clock
  readonly statusIntervalMs: number
  readonly notReadyMs: number
  readonly remindMs: number
  readonly stop: AbortSignal
  readonly onEvent: (event: PrinterEvent) => void
  readonly run?: RunCommand
}

/** A queue of CUPS: one job a window, followed until the queue has handed it on. */
export function createQueueChannel(options: QueueChannelOptions): Channel {
  const { address, clock, stop, onEvent, run = runCommand } = options
  const printer = printerUrl(address)
  const lp = createLpQueue(address.queue, run, stop)
  const notify = createPauseNotice(onEvent)
  const stall = createStall({
    clock,
    remindMs: options.remindMs,
    onReminder: (reason, waitedMs) => onEvent({ type: 'waiting', reason, waitedMs }),
  })
  let giveUpMs = Number.POSITIVE_INFINITY
  let heardAt = clock.now()

  return {
    confirms: confirmationOf(address),
    limit: (ms) => (giveUpMs = ms),
    begin: () => (heardAt = clock.now()),
    async ready() {
      stall.begin()
      return (await look(async () => ((await isOpen()) ? true : undefined))) === true
    },
    async deliver(bytes) {
      const { job, refusal } = await lp.submit(bytes)
      if (stop.aborted) return false
      if (job === undefined) throw new PrinterError({ code: 'write-failed', printer, detail: refusal })
      stall.begin()
      return (await look(() => outcomeOf(job))) === true
    },
    close: async () => undefined,
  }

  /** Asks at growing intervals until there is an answer; `undefined` when everything has to stop. */
  async function look(ask: () => Promise<boolean | undefined>): Promise<boolean | undefined> {
    for (let factor = 1; !stop.aborted; factor = Math.min(2 * factor, SLOWEST_LOOK)) {
      const answer = await ask()
      if (stop.aborted) return undefined
      if (answer !== undefined) return answer
      await clock.sleep(factor * options.statusIntervalMs, stop)
    }
    return undefined
  }

  async function outcomeOf(job: string): Promise<boolean | undefined> {
    const state = await lp.job(job)
    if (state === 'done' || state === 'lost') {
      notify(undefined)
      return state === 'done'
    }
    // A paused queue keeps the job; behind an open queue, the printer is busy.
    if (await isOpen()) checkProgress('busy')
    return undefined
  }

  async function isOpen(): Promise<boolean> {
    const state = await lp.state()
    if (stop.aborted) return false
    if (state === 'missing')
      throw new PrinterError({ code: 'printer-missing', printer, detail: 'no such queue' })
    if (state === 'away') {
      notify('offline')
      const waitedMs = clock.now() - heardAt
      if (waitedMs < giveUpMs) return false
      const detail = 'the print service does not answer'
      throw new PrinterError({ code: 'printer-unreachable', printer, waitedMs, detail })
    }
    heardAt = clock.now()
    notify(state === 'paused' ? 'paused' : undefined)
    if (state === 'paused') checkProgress('paused')
    return state === 'open'
  }

  function checkProgress(reason: 'busy' | 'paused'): void {
    const waitedMs = stall.observe(reason, undefined)
    if (waitedMs < options.notReadyMs) return
    throw new PrinterError({ code: 'printer-not-ready', printer, waitedMs, reason })
  }
}
