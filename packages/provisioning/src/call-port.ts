import type { Answer, Fault } from './answer.ts'

/** A connector threw, which ports must not do. */
export interface ConnectorFailed {
  readonly code: 'connector-failed'
}

/**
 * Calls a port. If it throws, or returns something that is not an `Answer`, that is `connector-failed`; its exception
 * is dropped, since the message may contain a secret.
 */
export async function callPort<T>(
  call: () => Promise<Answer<T>>,
): Promise<
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Fault | ConnectorFailed }
> {
  try {
    const answer = await call()
    return answer.ok ? answer : { ok: false, reason: answer.fault }
  } catch {
    return { ok: false, reason: { code: 'connector-failed' } }
  }
}
