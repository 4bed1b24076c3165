import type { PlatformSignal } from '../signal.ts'

/** The request that connectors pass to `fetch`. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly headers: Record<string, string>
  readonly body?: string
  /** Redirects are never followed: the ownerToken would be sent wherever the server points. */
  readonly redirect: 'manual'
  /** Ends the request; a `fetch` with a time limit of its own combines the two. */
  readonly signal?: PlatformSignal
}

/** The part of a response that the connectors read. */
export interface HttpResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
  /** The platform's stream, so that an answer without an end is left before it fills the memory. */
  readonly body?: unknown
}

/**
 * The `fetch` that connectors use: the platform's own, or a function of the same shape. Set the time limit in it, as
 * `timeLimited(fetch, 15_000)` does. A rejection whose `name` is
 * `TimeoutError` or `AbortError` counts as `timed-out`, any other as `unreachable`.
 */
export type Fetch = (url: string, request: HttpRequest) => Promise<HttpResponse>
