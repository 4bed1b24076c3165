export { chirpStack } from './network-server.ts'
export type { ChirpStackOptions } from './network-server.ts'
export { chirpStackDialect } from './dialect.ts'
export type { ChirpStackDialect } from './dialect.ts'
