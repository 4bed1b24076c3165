export { thingparkActivation } from './join-server.ts'
export type { ThingparkActivationOptions } from './join-server.ts'
export { thingparkActivationDialect } from './dialect.ts'
export type { ThingparkActivationDialect } from './dialect.ts'
