import { hasOwn } from './has-own.ts'

/**
 * Why a call to a server gave no value.
 *
 * 401, 403, 404, 409 and 429 have a code each; `rejected` is any other 4xx, `server-failed` any 5xx. `timed-out` and
 * `unreachable` mean that there was no answer, `unintelligible` that the answer is not what the interface promises (a
 * captive portal's page, a list without its items), `redirected` that the server answered with a redirect, which is
 * not followed, since the ownerToken would be sent along. `cancelled` means that the caller's signal ended the call.
 * `unsupported` means that this server cannot do it at all, `root-key-needed` that it could only with a root key of the
 * device, which no claim code carries. `claim-refused` is the answer of a Join Server both to a
 * wrong token and to a device that is already claimed.
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
  | 'cancelled'
  | 'unsupported'
  | 'root-key-needed'
  | 'claim-refused'

/** One failed call. It holds no text of a server, since servers repeat what they were sent. */
export interface Fault {
  readonly code: FaultCode
  /** Whether the same call may succeed later without any change. */
  readonly retryable: boolean
  /** Whether the server may have carried the request out although there was no usable answer. */
  readonly uncertain: boolean
  /** HTTP status, if there was one. */
  readonly status?: number
  /** Seconds to wait, as the server asked. */
  readonly retryAfterSeconds?: number
}

/** The result of every method of a port: a value, or the reason why there is none. Ports do not throw. */
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
  // The answer may come from a captive portal, which is temporary, or from an unknown version of the server.
  unintelligible: { retryable: true, uncertain: true },
  cancelled: { retryable: true, uncertain: true },
  unsupported: { retryable: false, uncertain: false },
  'root-key-needed': { retryable: false, uncertain: false },
  'claim-refused': { retryable: false, uncertain: false },
}

/**
 * The fault of a code, with `retryable` and `uncertain` as usual for it. For connectors of your own.
 *
 * @example
 * ```ts
 * import { fault } from '@claimtag/provisioning'
 *
 * const busy = fault('rate-limited', { status: 429, retryAfterSeconds: 30 })
 * console.log(busy.fault.retryable, busy.fault.uncertain) // true false
 * ```
 */
export function fault(
  code: FaultCode,
  data: Partial<Pick<Fault, 'uncertain' | 'status' | 'retryAfterSeconds'>> = {},
): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault: { code, ...NATURE[code], ...data } }
}

/**
 * The answer of a call that succeeded, the counterpart of {@link fault}. For connectors of your own.
 *
 * @example
 * ```ts
 * import { answered } from '@claimtag/provisioning'
 *
 * console.log(answered({ device: '70B3D57ED00A0004' }).ok) // true
 * ```
 */
export function answered<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

/** Whether a text is one of the codes. */
export function isFaultCode(code: string): code is FaultCode {
  return hasOwn(NATURE, code)
}
