import type { Answer, FaultCode } from '../answer.ts'
import type { PlatformSignal } from '../signal.ts'

/** One requirement for a connector. `run` rejects, with the reason, when the connector does not meet it. */
export interface ContractCase {
  readonly name: string
  readonly run: () => Promise<void>
}

/** What is tested, made anew for each case. */
export interface ContractSubject {
  /** Texts that no answer may contain: tokens, keys, passwords of the subject. */
  readonly secrets?: readonly string[] | undefined
  readonly close?: (() => Promise<void>) | undefined
}

/** A check that failed, with what was expected of the connector. */
function failed(what: string, reason: string): TypeError {
  return new TypeError(`${what}: ${reason}`)
}

/** @throws TypeError when the condition is false */
export function holds(what: string, isTrue: boolean): void {
  if (!isTrue) throw failed(what, 'it does not hold')
}

/**
 * The value of an answer.
 *
 * @throws TypeError when there is none
 */
export function valueOf<T>(what: string, answer: Answer<T>): T {
  if (answer.ok) return answer.value
  throw failed(what, `the connector answered ${answer.fault.code}`)
}

/** @throws TypeError unless the answer is a fault with one of these codes */
export function refused(what: string, answer: Answer<unknown>, ...codes: readonly FaultCode[]): void {
  const given = answer.ok ? 'a success' : answer.fault.code
  if (answer.ok || !codes.includes(answer.fault.code))
    throw failed(what, `${given} instead of ${codes.join(' or ')}`)
}

/** Keeps every answer of a case, so that secrets are looked for in all of them. */
export interface Answers {
  readonly keep: <T>(answer: Promise<Answer<T>>) => Promise<Answer<T>>
}

/** A case over a fresh subject. Whatever it was answered is searched for the subject's secrets. */
export function caseOver<S extends ContractSubject>(
  make: () => Promise<S> | S,
  name: string,
  run: (subject: S, answers: Answers) => Promise<void>,
): ContractCase {
  async function runOnce(): Promise<void> {
    const subject = await make()
    const kept: Answer<unknown>[] = []
    async function keep<T>(answer: Promise<Answer<T>>): Promise<Answer<T>> {
      const given = await answer
      kept.push(given)
      return given
    }
    try {
      await run(subject, { keep })
      const text = JSON.stringify(kept)
      for (const secret of subject.secrets ?? []) holds('no answer contains a secret', !text.includes(secret))
    } finally {
      await subject.close?.()
    }
  }
  return { name, run: runOnce }
}

/** The answer to a call whose signal was aborted before: nothing may have been sent. */
export function endedBefore(what: string, answer: Answer<unknown>): void {
  refused(what, answer, 'cancelled')
  holds(`${what}: nothing was sent`, !answer.ok && !answer.fault.uncertain)
}

/** A signal that is aborted already. */
export function abortedSignal(): PlatformSignal {
  const controller = new AbortController()
  controller.abort()
  return controller.signal
}
