/** Seconds of a thing that has a beginning and goes on row by row. */
export interface Seconds {
  readonly fixed: number
  readonly aRow: number
}

export function secondsOf({ fixed, aRow }: Seconds, rows: number): number {
  return fixed + aRow * rows
}

/** What the parts of a job of labels cost, as `npm run bench -- fleet` measures it. */
export interface LabelCosts {
  /** The check of all rows, by one process, before anything else. */
  readonly plan: Seconds
  /** Of one shard, from the start of its process to its end. */
  readonly shard: Seconds
  /** Of the whole job, by one process, after everything else. */
  readonly merge: Seconds & { readonly aShard: number }
  /** Rows that are made or lost together: a shard that is taken over goes on after its last chunk. */
  readonly chunkRows: number
  /** What a shard's folder takes for a row, and a link has to carry. */
  readonly bytesARow: number
}

/** Who works. Seconds, unless a name says otherwise. */
export interface Fleet {
  readonly machines: number
  readonly workersAMachine: number
  /** From the order of a machine to its first work, and again when a worker has died. */
  readonly start: number
  /** How often a worker dies in an hour of its life: 0.5 is every other one. */
  readonly deathsAnHour: number
  /** From a death to the moment when another worker may take its shard: the age at which a lock is broken. */
  readonly takeover: number
  /** What a worker leaves behind can be reached by the others: a folder that all of them share. */
  readonly sharesFolders: boolean
  /** What all of them share to reach the storage; `Infinity` where nothing is sent. */
  readonly linkBytesASecond: number
  /** Machines are dealt out to them in turn. */
  readonly zones: number
  /** A zone whose machines are all gone at once, and come back later. */
  readonly lostZone?: { readonly zone: number; readonly at: number; readonly seconds: number }
}

/** What an issue costs, and who asks. Seconds. */
export interface IssueCosts {
  /** Of a machine's processor: the code, its sealing, the client of the database. */
  readonly client: number
  /** Of the database, for each row of a statement. */
  readonly row: number
  /** Of the database, for each statement: parsing, the commit, its fsync. */
  readonly statement: number
  /** Rows of a statement. */
  readonly batch: number
  /** Statements that a machine has under way at the same time. */
  readonly inFlight: number
}

export interface Issuing {
  readonly machines: number
  /** Servers that rows are dealt out to, by the hash of the device. One is PostgreSQL as it comes. */
  readonly databases: number
  /** A database that is gone until its replica has taken over. What it was doing is asked again. */
  readonly outage?: { readonly database: number; readonly at: number; readonly seconds: number }
}
