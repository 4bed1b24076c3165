// The part of `pg` that is used, so that the caller's version is the one that runs.

export interface PgQuery {
  /** Statements with a name are prepared once for each connection. */
  readonly name?: string
  readonly text: string
  readonly values?: unknown[]
}

export interface PgResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

export interface PgClient {
  query(query: PgQuery): Promise<PgResult>
  /** @param destroy whether the connection is not to be used again */
  release(destroy?: boolean): void
}

/** `new pg.Pool(…)`. */
export interface PgPool {
  query(query: PgQuery): Promise<PgResult>
  connect(): Promise<PgClient>
}
