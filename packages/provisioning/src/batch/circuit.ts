import type { Clock, Eui64 } from '@claimtag/core'
import type { Failure } from '../failure.ts'
import type { FailureCode } from '../reason.ts'
import type { PlatformSignal } from '../signal.ts'
import type { StepResult } from '../steps/advance.ts'

/** When a batch stops asking a server that fails for everyone. */
export interface CircuitOptions {
  /** Devices in a row that it failed for. 3 when left out, and never more than are under way at once. */
  readonly opensAfter?: number | undefined
  /** How long it is left alone before one device tries again, in milliseconds; doubled each time. 10,000. */
  readonly firstPauseMs?: number | undefined
  /** 5 minutes when left out. */
  readonly longestPauseMs?: number | undefined
  /** Failed tries in a row after which the batch ends. 6 when left out: about 10 minutes. */
  readonly mostProbes?: number | undefined
}

/** What happens to a server: it is left alone, one device tries it, it works again, or the batch ends for it. */
export type CircuitChange =
  | { readonly state: 'open'; readonly failure: Failure; readonly pauseMs: number }
  | { readonly state: 'probing' | 'closed' }
  | { readonly state: 'given-up'; readonly failure: Failure }

/** Failures that are about the server or the account, rather than about the device. */
const OF_THE_SERVER: readonly FailureCode[] = [
  'server-failed',
  'timed-out',
  'unreachable',
  'unintelligible',
  'redirected',
  'unauthenticated',
  'forbidden',
  'rejected',
  'rate-limited',
]

/** Lets devices through to one server as long as it works for any of them. */
export interface Circuit {
  /** Resolves when the device may ask, at the latest when the batch is stopped: whether it tries for all others. */
  enter(): Promise<boolean>
  /** What came of it. To be called after each `enter`, even if nothing was asked. */
  report(devEui: Eui64, result: StepResult, isProbe: boolean): void
}

export function createCircuit(
  { clock, stop }: { readonly clock: Clock; readonly stop: PlatformSignal },
  options: CircuitOptions,
  onChange: (change: CircuitChange) => void,
): Circuit {
  const { opensAfter = 3, firstPauseMs = 10_000, longestPauseMs = 300_000, mostProbes = 6 } = options
  let failed = new Set<Eui64>()
  let open:
    | { readonly until: number; readonly pauseMs: number; readonly probes: number; readonly isHeld: boolean }
    | undefined
  let isProbing = false
  let waiting: (() => void)[] = []

  /** Resolves with the next report, or when the batch is stopped. */
  const change = (): Promise<void> => new Promise((resolve) => void waiting.push(resolve))

  function wake(): void {
    const all = waiting
    waiting = []
    for (const resolve of all) resolve()
  }

  function pause(failure: Failure, asked: number): void {
    const probes = open === undefined ? 0 : open.probes + 1
    if (probes >= mostProbes) return onChange({ state: 'given-up', failure })
    const doubled = open === undefined ? firstPauseMs : Math.min(open.pauseMs * 2, longestPauseMs)
    const pauseMs = Math.max(doubled, asked * 1000)
    open = { until: clock.now() + pauseMs, pauseMs: doubled, probes, isHeld: asked > 0 }
    onChange({ state: 'open', failure, pauseMs })
  }

  stop.addEventListener('abort', wake)

  return {
    async enter() {
      for (;;) {
        if (open === undefined || stop.aborted) return false
        const left = open.until - clock.now()
        if (left > 0) {
          // Ends early when another device, sent before the pause, finds the server working.
          const sleeping = new AbortController()
          await Promise.race([clock.sleep(left, sleeping.signal), change()])
          sleeping.abort()
        } else if (isProbing) await change()
        else {
          isProbing = true
          onChange({ state: 'probing' })
          return true
        }
      }
    },
    report(devEui, result, isProbe) {
      if (isProbe) isProbing = false
      if (result.ok || !OF_THE_SERVER.includes(result.code)) {
        // Cancelled, or stopped by our own store: that says nothing about the server.
        if (!result.ok && NEUTRAL.includes(result.code)) return wake()
        failed = new Set()
        // A request that was sent before the server asked for a pause does not end it.
        if (open?.isHeld === true && !isProbe) return wake()
        if (open !== undefined) onChange({ state: 'closed' })
        open = undefined
        return wake()
      }
      failed.add(devEui)
      const asked = 'retryAfterSeconds' in result ? (result.retryAfterSeconds ?? 0) : 0
      const holdsAll = result.code === 'rate-limited' && asked > 0
      if (open === undefined ? failed.size >= opensAfter || holdsAll : isProbe) pause(result, asked)
      wake()
    },
  }
}

const NEUTRAL: readonly FailureCode[] = [
  'cancelled',
  'save-failed',
  'state-moved-on',
  'connector-failed',
  'as-transport-key-changed',
  'key-unwrap-failed',
  'owner-token-missing',
]
