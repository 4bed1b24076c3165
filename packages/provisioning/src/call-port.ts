import type { Answer, Fault } from './answer.ts'

/** A connector threw, which it must not. */
export interface ConnectorFailed {
  readonly code: 'connector-failed'
}

/**
 * Calls a port. One that throws, or answers with something that is no answer, counts as `connector-failed`: its
 * exception is dropped, since its message may hold anything.
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
