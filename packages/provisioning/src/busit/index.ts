export { busit } from './application-server.ts'
export type { BusitOptions } from './application-server.ts'
export { busitDialect } from './dialect.ts'
export type { BusitDialect } from './dialect.ts'
