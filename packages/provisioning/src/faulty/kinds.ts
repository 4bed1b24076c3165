import { fault } from '../answer.ts'
import type { Fault } from '../answer.ts'

/** What goes wrong, and whether the server has carried the request out by then. */
export interface FaultKind {
  readonly isDone: boolean
  readonly does:
    | { readonly kind: 'answers'; readonly fault: Fault }
    /** Answers with something else than an `Answer`. */
    | { readonly kind: 'malformed' }
    /** Throws an error with the whole request in its message, as careless code does. */
    | { readonly kind: 'throws' }
    /** Ends when its signal is aborted, and never without one. */
    | { readonly kind: 'waits' }
}

function answers(isDone: boolean, ...args: Parameters<typeof fault>): FaultKind {
  return { isDone, does: { kind: 'answers', fault: fault(...args).fault } }
}

/** The kinds of {@link faulty}. */
export const FAULTS = {
  before: answers(false, 'unreachable'),
  after: answers(true, 'server-failed', { status: 500 }),
  lost: answers(true, 'timed-out'),
  refused: answers(false, 'claim-refused', { status: 403 }),
  '401': answers(false, 'unauthenticated', { status: 401 }),
  '403': answers(false, 'forbidden', { status: 403 }),
  '404': answers(false, 'not-found', { status: 404 }),
  '409': answers(false, 'conflict', { status: 409 }),
  '429': answers(false, 'rate-limited', { status: 429, retryAfterSeconds: 7 }),
  '500': answers(false, 'server-failed', { status: 500 }),
  '504': answers(true, 'server-failed', { status: 504 }),
  page: answers(false, 'unintelligible', { status: 200 }),
  'unread-body': answers(true, 'unintelligible', { status: 200 }),
  malformed: { isDone: true, does: { kind: 'malformed' } },
  throw: { isDone: false, does: { kind: 'throws' } },
  'throw-after': { isDone: true, does: { kind: 'throws' } },
  hanging: { isDone: false, does: { kind: 'waits' } },
  slow: { isDone: true, does: { kind: 'waits' } },
} as const satisfies Record<string, FaultKind>

export type FaultName = keyof typeof FAULTS
