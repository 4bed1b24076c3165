export interface PostgresServer {
  readonly connectionString: string
  /** Where its processes work and its data lies. */
  readonly folder: string
  /** The address of a database of its own, which is made. */
  database(name: string): string
  /** Stops it as a power cut would, and starts it again. */
  crash(): Promise<void>
  close(): void
}

export function hasPostgres(): boolean
export function startPostgres(): Promise<PostgresServer>
