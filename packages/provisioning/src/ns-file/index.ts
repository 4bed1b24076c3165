export { fileNetworkServer } from './network-server.ts'
export type { FileNetworkServerOptions } from './network-server.ts'
export { devEuisIn, theThingsStackEntry, thingparkBatchLine } from './lines.ts'
export type { StackImportDevice } from './lines.ts'
