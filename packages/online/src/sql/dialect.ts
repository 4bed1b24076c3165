/** The words in which the databases differ. All other text of the statements is the same. */
export interface Dialect {
  /** The type of bytes. */
  readonly bytes: string
  /** The database's clock, in milliseconds since 1970. */
  readonly now: string
  /** The same with what is below a millisecond, where the database has it. */
  readonly exactNow: string
  /** The larger of two numbers, as a function. */
  readonly larger: string
  /** The condition that a column has one of the values that a query gives, each row held against other workers. */
  readonly oneOf: (column: string, query: string) => string
}

export const SQLITE: Dialect = {
  bytes: 'BLOB',
  now: `CAST(unixepoch('subsec') * 1000 AS INTEGER)`,
  exactNow: `(unixepoch('subsec') * 1000.0)`,
  larger: 'MAX',
  // One writer at a time: what the query finds is still so when the rows are changed.
  oneOf: (column, query) => `${column} IN (${query})`,
}

export const POSTGRES: Dialect = {
  bytes: 'BYTEA',
  // Not clock_timestamp(): it is volatile, which Citus refuses here.
  now: 'CAST(extract(epoch from now()) * 1000 AS BIGINT)',
  exactNow: 'CAST(extract(epoch from now()) * 1000 AS DOUBLE PRECISION)',
  larger: 'GREATEST',
  // An array, since the planner may run a query of IN again for each row, and so take more than its limit.
  oneOf: (column, query) => `${column} = ANY (ARRAY(${query} FOR UPDATE SKIP LOCKED))`,
}
