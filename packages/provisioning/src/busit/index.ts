export { busit, busitDialect } from './application-server.ts'
export type { BusitDialect, BusitOptions } from './application-server.ts'
