import { endedBy } from '../ended.ts'
import { FAULTS } from './kinds.ts'
import type { FaultKind, FaultName } from './kinds.ts'

/** A call of a port's method, before it is made. */
export interface PortCall {
  readonly method: string
  /** Counted from 1 for each method. */
  readonly number: number
}

/** Says what goes wrong in a call; `undefined`: nothing. */
export type FaultPlan = (call: PortCall) => FaultName | undefined

type Method = (...args: readonly unknown[]) => Promise<unknown>

/**
 * A port that fails as planned, to see what becomes of a program. It has the same methods; each fault is one of
 * {@link FAULTS}, among them those in which the server has done what it was asked and its answer is lost.
 *
 * @example
 * ```ts
 * import { answered, type JoinServer } from '@claimtag/provisioning'
 * import { faulty } from '@claimtag/provisioning/faulty'
 *
 * const server: JoinServer = {
 *   createAsTransportKey: async () => answered({ id: 'ask-1', encryptedKey: '…' }),
 *   claim: async ({ devEui }) => answered({ device: devEui }),
 *   provision: async () => answered(undefined),
 * }
 * const unlucky = faulty(server, ({ method, number }) => (method === 'provision' && number === 1 ? '429' : undefined))
 * ```
 */
export function faulty<T extends object>(port: T, plan: FaultPlan): T {
  const counts = new Map<string, number>()
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function' || typeof name !== 'string') return value
      const call = value.bind(target) as Method
      return async (...args: readonly unknown[]) => {
        const number = (counts.get(name) ?? 0) + 1
        counts.set(name, number)
        const planned = plan({ method: name, number })
        return planned === undefined ? call(...args) : failing(FAULTS[planned], call, args)
      }
    },
  })
}

async function failing(
  { isDone, does }: FaultKind,
  call: Method,
  args: readonly unknown[],
): Promise<unknown> {
  if (isDone) await call(...args)
  if (does.kind === 'answers') return { ok: false, fault: does.fault }
  if (does.kind === 'malformed') return { text: JSON.stringify(args) }
  if (does.kind === 'waits') return waiting(signalOf(args))
  throw new Error(`it failed: ${JSON.stringify(args)}`)
}

function waiting(signal: AbortSignal | undefined): Promise<unknown> {
  return new Promise((resolve) => {
    if (signal === undefined) return
    const end = (): void => resolve(endedBy(signal))
    if (signal.aborted) end()
    else signal.addEventListener('abort', end)
  })
}

/** Options are the last argument of every method. */
function signalOf(args: readonly unknown[]): AbortSignal | undefined {
  const options = args[args.length - 1]
  return typeof options === 'object' && options !== null && 'signal' in options
    ? (options.signal as AbortSignal | undefined)
    : undefined
}
