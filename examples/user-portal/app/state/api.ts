import { signal } from '@preact/signals'

/** Why a request of ours came to nothing: a code of the server, or `unreachable` and `unintelligible`. */
export interface Problem {
  readonly code: string
  readonly step?: string
  readonly kind?: string
  readonly retryable?: boolean
  readonly retryAfterSeconds?: number | undefined
  /** Device profiles to choose from. */
  readonly candidates?: readonly string[]
}

export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem }

/** When the session ends, as the server said last; in milliseconds. */
export const endsAt = signal<number | undefined>(undefined)
/** Whether the server could be reached by the last request. */
export const isOnline = signal(navigator.onLine)
/** The session is over: the person logs in over the page, and it goes on. */
export const isEnded = signal(false)

/** Longer than the longest answer of our server: it gives up on others after 15 s. */
const PATIENCE_MS = 20_000

export async function call<Value>(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: object,
): Promise<Result<Value>> {
  let response: Response
  let answer: unknown
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(method === 'GET'
        ? {}
        : {
            headers: { 'content-type': 'application/json', 'x-claimtag': '1' },
            body: JSON.stringify(body ?? {}),
          }),
    })
    answer = await response.text()
  } catch {
    isOnline.value = false
    return { ok: false, problem: { code: 'unreachable', retryable: true } }
  }
  try {
    answer = JSON.parse(String(answer))
  } catch {
    // The page of a hotel's network, for example.
    isOnline.value = false
    return { ok: false, problem: { code: 'unintelligible', retryable: true } }
  }
  isOnline.value = true
  const ends = response.headers.get('x-claimtag-ends')
  if (ends !== null) endsAt.value = Date.parse(ends)
  if (response.ok) return { ok: true, value: answer as Value }
  const { error } = answer as { readonly error?: Problem }
  if (response.status === 401 && error?.code === 'session-ended') isEnded.value = true
  return { ok: false, problem: error ?? { code: 'unintelligible', retryable: true } }
}
