import { ClaimtagError } from '@claimtag/core'
import { statusOf } from './status.ts'

/** An error in the form of RFC 9457: `code` is stable, `detail` is for people. It never contains a token. */
export interface Problem {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail?: string
  readonly field?: string
  readonly retryable?: boolean
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authorized',
  403: 'Forbidden',
  404: 'Not found',
  406: 'Not acceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  422: 'Not valid',
  429: 'Too many requests',
  499: 'Cancelled',
  500: 'Internal error',
  502: 'Bad gateway',
  503: 'Unavailable',
  504: 'Timed out',
}

export function problem(status: number, code: string, more: Partial<Problem> = {}): Problem {
  return { type: 'about:blank', title: TITLES[status] ?? 'Error', status, code, ...more }
}

/** The answer to a client for an error. Errors of other programs are only called internal. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof ClaimtagError)) return problem(500, 'internal')
  const { field, retryable } = error.issue as { readonly field?: string; readonly retryable?: boolean }
  const code = String(error.code)
  return problem(statusOf(code), code, {
    detail: error.message,
    ...(field === undefined ? {} : { field }),
    ...(retryable === undefined ? {} : { retryable }),
  })
}

export function problemResponse(told: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(told), {
    status: told.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}
