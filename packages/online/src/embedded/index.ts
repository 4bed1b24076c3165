export { embeddedStore } from './embedded-store.ts'
export { embeddedStates } from './embedded-states.ts'
export type { EmbeddedDatabase, EmbeddedValue } from './embedded-database.ts'
export type { StateStore, StateStoreOptions } from '../sql/state-store.ts'
