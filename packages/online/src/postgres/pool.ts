// The part of `pg` that is used; the caller's version of `pg` runs.

export interface PgQuery {
  /** Statements with a name are prepared once for each connection. */
  readonly name?: string
  readonly text: string
  readonly values?: unknown[]
}

export interface PgResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

export interface PgNotification {
  readonly payload?: string | undefined
}

export interface PgClient {
  query(query: PgQuery): Promise<PgResult>
  /** @param destroy whether the connection must not be used again */
  release(destroy?: boolean): void
  /** Without it, other processes do not wake those who wait. */
  on?(event: 'notification' | 'error', listener: (message: PgNotification) => void): unknown
  removeListener?(event: string, listener: (message: PgNotification) => void): unknown
}

/** `new pg.Pool(…)`. */
export interface PgPool {
  query(query: PgQuery): Promise<PgResult>
  connect(): Promise<PgClient>
  readonly options?: { readonly max?: number | undefined } | undefined
}
