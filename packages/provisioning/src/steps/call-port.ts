import { isFaultCode } from '../answer.ts'
import type { Answer, Fault } from '../answer.ts'
import { endedBy, orEnded } from '../ended.ts'

/** A connector threw, which ports must not do. */
export interface ConnectorFailed {
  readonly code: 'connector-failed'
}

export type PortResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: Fault | ConnectorFailed }

/**
 * Calls a port. If it throws, or returns something that is not an `Answer`, that is `connector-failed`; its exception
 * is dropped, since the message may contain a secret. A port that does not end when the signal is aborted is not
 * waited for.
 */
export async function callPort<T>(
  call: () => Promise<Answer<T>>,
  signal?: AbortSignal,
): Promise<PortResult<T>> {
  if (signal?.aborted) return { ok: false, reason: { ...endedBy(signal).fault, uncertain: false } }
  return orEnded(answerOf(call), signal, (ended) => ({ ok: false, reason: endedBy(ended).fault }))
}

async function answerOf<T>(call: () => Promise<Answer<T>>): Promise<PortResult<T>> {
  try {
    const answer = await call()
    return answer.ok ? answer : { ok: false, reason: sound(answer.fault) }
  } catch {
    return { ok: false, reason: { code: 'connector-failed' } }
  }
}

/** Only what a fault may have: text of a server that a connector passes on ends here. */
function sound({
  code,
  retryable,
  uncertain,
  status,
  retryAfterSeconds,
}: Partial<Fault>): Fault | ConnectorFailed {
  if (code === undefined || !isFaultCode(code)) return { code: 'connector-failed' }
  return {
    code,
    retryable: retryable === true,
    // Of what is not said, the safe side.
    uncertain: uncertain !== false,
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}),
  }
}
