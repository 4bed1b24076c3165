export interface PostgresServer {
  readonly connectionString: string
  /** Where its processes work and its data lies. */
  readonly folder: string
  /** The address of a database of its own, which is made. */
  database(name: string): string
  /** Stops it as a power cut would, and starts it again. */
  crash(): Promise<void>
  /** A hot standby that streams from this server; its databases have the same names. It ends with this server. */
  replica(): Promise<PostgresReplica>
  close(): void
}

export type PostgresReplica = Pick<PostgresServer, 'connectionString' | 'crash' | 'close'>

export function hasPostgres(): boolean
export function startPostgres(): Promise<PostgresServer>
