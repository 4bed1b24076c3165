export { createBackend } from './backend.ts'
export type { DrawLabel } from './backend.ts'
export { createNodeServer } from './node-server.ts'
export { statusOf } from './status.ts'
