import { notify } from '../event.ts'
import { createCircuit } from '../source/circuit.ts'
import { POSTGRES } from '../sql/dialect.ts'
import { migrationsFor, SCHEMA } from '../sql/migrations.ts'
import type { Run } from '../sql/sql-store.ts'
import type { CodeReads } from '../store/code-store.ts'
import type { PgPool } from './pool.ts'
import { codeOf } from './retry.ts'

/** What becomes of a read replica, each told once. */
export type ReplicaEvent =
  /** It failed, and the primary answers in its place. */
  | {
      readonly type: 'replica-away'
      /** SQLSTATE, or the code of the system (`ECONNREFUSED`), where the error has one; or `other-schema`. */
      readonly code?: string
    }
  /** It answers again. */
  | { readonly type: 'replica-back'; readonly awayMs: number }

export interface ReplicaOptions {
  readonly onEvent?: ((event: ReplicaEvent) => void) | undefined
  /** Milliseconds. */
  readonly now: () => number
}

/** A replica that failed is left alone for so long: each look at it may take a whole `connectionTimeoutMillis`. */
const AWAY_MS = 1000
const FAILURES = 1
const OTHER_SCHEMA = 'other-schema'

/** Runs reads on a replica whose schema is ours. Nothing is written there: it would be refused. */
export function onReplica(pool: PgPool, run: Run): Run {
  let isKnown = false
  return async (operation) => {
    if (!isKnown) {
      const { rows } = await pool.query({ text: SCHEMA.read })
      if (Number(rows[0]?.['version']) !== migrationsFor(POSTGRES).length)
        throw Object.assign(new Error('the replica has another schema'), { code: OTHER_SCHEMA })
      isKnown = true
    }
    return run(operation)
  }
}

/**
 * Reads that a replica answers. What it has not got yet, and what it fails at, the primary is asked for, so that a
 * device that has a code is never taken for one without. Of a replica that failed, one read a second is tried.
 */
export function readFirst(
  replica: CodeReads,
  primary: CodeReads,
  { onEvent, now }: ReplicaOptions,
): CodeReads {
  const circuit = createCircuit(FAILURES, AWAY_MS, now)
  let awaySince: number | undefined

  function succeeded(): void {
    circuit.succeeded()
    if (awaySince === undefined) return
    const awayMs = now() - awaySince
    awaySince = undefined
    notify(onEvent, { type: 'replica-back', awayMs })
  }

  function failed(error: unknown): void {
    circuit.failed()
    if (awaySince !== undefined) return
    awaySince = now()
    const code = codeOf(error)
    // The message may quote a row, or an address with a password.
    notify(onEvent, { type: 'replica-away', ...(typeof code === 'string' ? { code } : {}) })
  }

  async function asked<T>(ask: (reads: CodeReads) => Promise<T>): Promise<T | undefined> {
    if (circuit.waitMs() > 0) return undefined
    try {
      const answer = await ask(replica)
      succeeded()
      return answer
    } catch (error) {
      failed(error)
      return undefined
    }
  }

  return {
    find: async (key) => (await asked((reads) => reads.find(key))) ?? primary.find(key),
    list: async (query) => (await asked((reads) => reads.list(query))) ?? primary.list(query),
  }
}
