export interface PostgresServer {
  readonly connectionString: string
  /** Stops it as a power cut would, and starts it again. */
  crash(): Promise<void>
  close(): void
}

export function hasPostgres(): boolean
export function startPostgres(): Promise<PostgresServer>
