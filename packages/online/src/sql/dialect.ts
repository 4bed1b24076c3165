/** The words in which the databases differ. All other text of the statements is the same. */
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
  // Not clock_timestamp(): it is volatile, which Citus refuses here.
  now: 'CAST(extract(epoch from now()) * 1000 AS BIGINT)',
}
