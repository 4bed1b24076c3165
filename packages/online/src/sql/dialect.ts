/** The words by which the databases differ. Everything else is one text for all of them. */
export interface Dialect {
  /** The type of bytes. */
  readonly bytes: string
  /** The database's clock, in milliseconds since 1970. */
  readonly now: string
}

export const SQLITE: Dialect = {
  bytes: 'BLOB',
  now: `CAST(unixepoch('subsec') * 1000 AS INTEGER)`,
}

export const POSTGRES: Dialect = {
  bytes: 'BYTEA',
  // Not clock_timestamp(), which Citus refuses here for being volatile.
  now: 'CAST(extract(epoch from now()) * 1000 AS BIGINT)',
}
