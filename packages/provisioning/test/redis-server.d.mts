export interface RedisServer {
  readonly url: string
  crash(awayMs?: number): Promise<void>
  configure(name: string, value: string): Promise<string>
  close(): Promise<void>
}
export function hasRedis(): boolean
export function startRedis(options?: {
  readonly folder?: string
  readonly fsync?: 'always' | 'everysec'
}): Promise<RedisServer>
