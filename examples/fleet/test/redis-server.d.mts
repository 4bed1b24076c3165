export function hasRedis(): boolean

export function startRedis(): Promise<{
  readonly url: string
  readonly folder: string
  readonly restart: () => Promise<void>
  readonly close: () => Promise<void>
}>
