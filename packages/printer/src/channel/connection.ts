import type { Duplex } from 'node:stream'
import { printerUrl, type StreamAddress } from '../address.ts'
import { type Channel, confirmationOf } from './channel.ts'
import type { Clock } from '../clock.ts'
import type { PrinterEvent } from '../event.ts'
import { PrinterError } from '../issue.ts'
import type { PrinterLanguage } from '../language.ts'
import { type Answer, createLink, type Link } from './link.ts'
import { createPauseNotice } from '../status/pause-notice.ts'
import { createStall } from '../status/stall.ts'
import type { PrinterStatus } from '../status/status.ts'
import type { Connect } from '../transport/connect.ts'

/** Waiting times between attempts double until they are this many times the first. */
const SLOWEST_RETRY = 32
/** The first question to a busy printer comes soon, since a small label is printed in a tenth of a second. */
const FIRST_LOOK_MS = 10
/** Time for bytes that were written to leave before the connection is closed. */
const GRACE_MS = 500
/** After this many answers with surplus bytes in one wait, answers cannot be told from other bytes. */
const MOST_NOISE = 1000

export interface ConnectionOptions {
  readonly address: StreamAddress
  readonly language: PrinterLanguage
  readonly connect: Connect
  readonly clock: Clock
  readonly statusIntervalMs: number
  readonly statusTimeoutMs: number
  readonly reconnectMs: number
  readonly notReadyMs: number
  readonly remindMs: number
  /** Aborted when everything has to stop. */
  readonly stop: AbortSignal
  readonly onEvent: (event: PrinterEvent) => void
}

/** A printer that answers, goes away and comes back. */
export function createConnection(options: ConnectionOptions): Channel {
  const { address, language, clock, stop, onEvent } = options
  let link: Link | undefined
  let giveUpMs = Number.POSITIVE_INFINITY
  let heardAt = clock.now()
  let failures = 0
  let dialledAt = 0
  let proven = false
  let detail = ''
  const notify = createPauseNotice(onEvent)
  const stall = createStall({
    clock,
    remindMs: options.remindMs,
    onReminder: (reason, waitedMs) => onEvent({ type: 'waiting', reason, waitedMs }),
  })

  return {
    confirms: confirmationOf(address),
    limit: (ms) => (giveUpMs = ms),
    begin: () => (heardAt = clock.now()),
    async ready() {
      const live = await reach()
      return live !== undefined && untilIdle(live, 1)
    },
    async deliver(bytes) {
      if (link === undefined) return false
      link.write(bytes)
      // Asked twice, since a label between buffer and print head may be counted in neither for a moment.
      return untilIdle(link, 2)
    },
    close: async () => link?.close(GRACE_MS),
  }

  /** A live link, connecting again if necessary. `undefined` when stopped. */
  async function reach(): Promise<Link | undefined> {
    while (!stop.aborted) {
      if (link !== undefined && !link.lost) return link
      // The first attempt is made at once: printers end a connection that was idle for some minutes.
      if (failures > 0) await backOff()
      if (stop.aborted) return undefined
      failures += 1
      proven = false
      dialledAt = clock.now()
      link = await dial()
      if (link === undefined) continue
      onEvent({ type: 'connected' })
      if (await clean(link)) return link
    }
    return undefined
  }

  async function backOff(): Promise<void> {
    notify('offline')
    checkPatience()
    const waitMs = Math.min(2 ** (failures - 1), SLOWEST_RETRY) * options.reconnectMs
    onEvent({ type: 'reconnecting', attempt: failures, waitMs, detail })
    await clock.sleep(waitMs, stop)
  }

  /** A printer may have kept the first bytes of a label that was cut off, and would read the next label as its rest. */
  async function clean(fresh: Link): Promise<boolean> {
    if (!language.abandonSparesOthers && !(await untilIdle(fresh, 2))) return false
    fresh.write(language.abandon)
    return untilIdle(fresh, 2)
  }

  async function dial(): Promise<Link | undefined> {
    const enough = new AbortController()
    const stopDialling = () => enough.abort()
    stop.addEventListener('abort', stopDialling, { once: true })
    detail = 'ETIMEDOUT'
    const dialling = options.connect(address, enough.signal)
    const patience = clock.sleep(options.statusTimeoutMs, enough.signal).then(() => undefined)
    const stream = await Promise.race([dialling.catch(takeDetail), patience])
    // A connection that opens after the time limit is closed again.
    if (stream === undefined)
      dialling.then(
        (late: Duplex) => late.destroy(),
        () => undefined,
      )
    enough.abort()
    stop.removeEventListener('abort', stopDialling)
    if (stream === undefined) return undefined
    detail = 'connection lost'
    return createLink(stream, language, clock)
  }

  function takeDetail(error: NodeJS.ErrnoException): undefined {
    if (error instanceof PrinterError) throw error
    detail = error.code ?? 'failed'
  }

  /**
   * Asks until the printer has said `readings` times in a row that it has nothing left to print; false when the
   * connection is lost.
   */
  async function untilIdle(on: Link, readings: number): Promise<boolean> {
    // Unanswered questions were sent one time limit apart, so late answers to them come at that distance, too.
    await on.drain(2 * options.statusTimeoutMs)
    stall.begin()
    let noise = 0
    let idle = 0
    for (let wait = FIRST_LOOK_MS; ; wait *= 2) {
      const answer = await on.poll(options.statusTimeoutMs)
      if (answer === 'lost') return false
      observe(answer)
      if (answer === 'garbled' && ++noise > MOST_NOISE) throw unreadable()
      idle = typeof answer === 'object' && answer.idle && answer.pause === undefined ? idle + 1 : 0
      if (idle === readings) {
        prove()
        return true
      }
      // A second question asked at once would be answered from the same state.
      await clock.sleep(idle > 0 ? options.statusIntervalMs : Math.min(wait, options.statusIntervalMs), stop)
      if (stop.aborted) return false
    }
  }

  function observe(answer: Exclude<Answer, 'lost'>): void {
    if (answer === 'flood') throw unreadable()
    if (typeof answer === 'object') {
      if (proven || clock.now() - dialledAt >= options.statusTimeoutMs) prove()
      notify(answer.pause)
      if (answer.pause !== undefined || !answer.idle) checkProgress(answer)
      return
    }
    // A few surplus bytes, such as a late answer, are not reported.
    if (answer === 'garbled' && clock.now() - heardAt < options.statusTimeoutMs) return
    const reason = answer === 'full' ? 'buffer-full' : 'offline'
    notify(reason)
    stall.observe(reason, undefined)
    checkPatience()
  }

  /**
   * Marks the printer as reached. A printer that ends every connection after its first answer does not count: else
   * the times between attempts would never grow, and the wait would never end.
   */
  function prove(): void {
    if (!proven) failures = 0
    proven = true
    heardAt = clock.now()
  }

  function checkProgress({ pause: lack, remaining }: PrinterStatus): void {
    const reason = lack ?? 'busy'
    const waitedMs = stall.observe(reason, remaining)
    if (waitedMs < options.notReadyMs) return
    throw new PrinterError({ code: 'printer-not-ready', printer: printerUrl(address), waitedMs, reason })
  }

  function checkPatience(): void {
    const waitedMs = clock.now() - heardAt
    if (waitedMs < giveUpMs) return
    const printer = printerUrl(address)
    if (link === undefined || link.lost)
      throw new PrinterError({ code: 'printer-unreachable', printer, waitedMs, detail })
    if (link.garbled) throw unreadable()
    throw new PrinterError({ code: 'printer-silent', printer, waitedMs })
  }

  function unreadable(): PrinterError {
    return new PrinterError({ code: 'status-unreadable', printer: printerUrl(address) })
  }
}
