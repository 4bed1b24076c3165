export { embeddedStore } from './embedded-store.ts'
export type { EmbeddedDatabase, EmbeddedValue } from './embedded-store.ts'
