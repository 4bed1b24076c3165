/**
 * Why a call to a server gave no value.
 *
 * 401, 403, 404, 409 and 429 have a code each; `rejected` is any other 4xx, `server-failed` any 5xx. `timed-out`
 * and `unreachable` mean that no answer came, `unintelligible` that one came which is not what the interface
 * promises (a captive portal's page, a list without its items), `redirected` that the server answered with a redirect:
 * it is not followed, since the ownerToken would go along. `claim-refused` is the Join Server's one answer to a
 * wrong token and to a device that is claimed already.
 */
export type FaultCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'rate-limited'
  | 'rejected'
  | 'server-failed'
  | 'redirected'
  | 'timed-out'
  | 'unreachable'
  | 'unintelligible'
  | 'claim-refused'

/** One failed call. It holds nothing that a server wrote, since servers echo what they were sent. */
export interface Fault {
  readonly code: FaultCode
  /** Whether the same call may succeed later with nothing changed. */
  readonly retryable: boolean
  /** Whether the server may have carried the request out although no usable answer came back. */
  readonly uncertain: boolean
  /** HTTP status, when there was one. */
  readonly status?: number
  /** How long the server asked us to wait, in seconds. */
  readonly retryAfterSeconds?: number
}

/** What every port gives back: a value, or the reason why there is none. Ports do not throw. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault }

const NATURE: Readonly<Record<FaultCode, Pick<Fault, 'retryable' | 'uncertain'>>> = {
  unauthenticated: { retryable: false, uncertain: false },
  forbidden: { retryable: false, uncertain: false },
  'not-found': { retryable: false, uncertain: false },
  conflict: { retryable: false, uncertain: false },
  'rate-limited': { retryable: true, uncertain: false },
  rejected: { retryable: false, uncertain: false },
  'server-failed': { retryable: true, uncertain: true },
  redirected: { retryable: false, uncertain: false },
  'timed-out': { retryable: true, uncertain: true },
  unreachable: { retryable: true, uncertain: true },
  // The answer may come from a captive portal, which goes away, or from a version of the server that is not known here.
  unintelligible: { retryable: true, uncertain: true },
  'claim-refused': { retryable: false, uncertain: false },
}

/**
 * The fault of a code, with that code's usual nature. Connectors of your own make their answers with it.
 *
 * @example
 * const busy = fault('rate-limited', { status: 429, retryAfterSeconds: 30 })
 */
export function fault(
  code: FaultCode,
  data: Partial<Pick<Fault, 'uncertain' | 'status' | 'retryAfterSeconds'>> = {},
): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault: { code, ...NATURE[code], ...data } }
}

/** The other half of {@link fault}. */
export function answered<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}
