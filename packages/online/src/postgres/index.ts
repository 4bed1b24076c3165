export { postgresStore } from './postgres-store.ts'
export type { PostgresStoreOptions } from './postgres-store.ts'
export type { PgClient, PgNotification, PgPool, PgQuery, PgResult } from './pool.ts'
