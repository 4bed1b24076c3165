export interface RedisServer {
  readonly url: string
  crash(awayMs?: number): Promise<void>
  close(): Promise<void>
}
export function hasRedis(): boolean
export function startRedis(): Promise<RedisServer>
