import type { Authorization } from './authorization.ts'
import type { Fetch } from './fetch.ts'

/** Options of every connector. */
export interface ConnectorOptions {
  readonly fetch: Fetch
  readonly authorization: Authorization
  /** `https://{host}`, with anything that comes before the dialect's path. */
  readonly address: string
  /** Milliseconds, for servers that say until when to wait but not what time it is. Default: the platform's clock. */
  readonly now?: (() => number) | undefined
}
