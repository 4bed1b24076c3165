/** What the connectors put into a request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly headers: Record<string, string>
  readonly body?: string
  /** Never followed: the ownerToken would go to wherever the server points. */
  readonly redirect: 'manual'
}

/** The part of a response that the connectors read. */
export interface HttpResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}

/**
 * The `fetch` that connectors are given: the platform's own, or anything of this shape. Set the time limit in it:
 * `(url, request) => fetch(url, { ...request, signal: AbortSignal.timeout(15_000) })`. A rejection whose `name` is
 * `TimeoutError` or `AbortError` counts as `timed-out`, any other as `unreachable`.
 */
export type Fetch = (url: string, request: HttpRequest) => Promise<HttpResponse>
