import type { Answer, Fault } from './answer.ts'

/**
 * Calls a port. One that throws, which it must not, counts as `connector-failed`: its exception is dropped,
 * since nobody knows what its message holds.
 */
export async function ask<T>(
  call: () => Promise<Answer<T>>,
): Promise<
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: Fault | 'connector-failed' }
> {
  try {
    const answer = await call()
    return answer.ok ? answer : { ok: false, reason: answer.fault }
  } catch {
    return { ok: false, reason: 'connector-failed' }
  }
}
