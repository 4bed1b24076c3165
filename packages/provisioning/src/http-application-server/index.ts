export { httpApplicationServer } from './application-server.ts'
export type { HttpApplicationServerOptions, HttpRequestTemplate } from './application-server.ts'
export type { Template } from './template.ts'
