import { setImmediate } from 'node:timers/promises'
import { createCoalescer } from '../sql/coalesce.ts'
import type { Coalescer } from '../sql/coalesce.ts'
import type { Operation } from '../sql/operation.ts'
import type { OperationRows, Run } from '../sql/sql-store.ts'
import type { Statements } from '../sql/statements.ts'
import type { Batched } from './batch-statements.ts'
import type { PgPool } from './pool.ts'
import { nameOf, runBatch } from './run-batch.ts'
import { runOne } from './run-operation.ts'

/**
 * More rows in one statement gain nothing, and two statements at a time keep the server busy while the client reads.
 */
const MOST_ROWS = 500
const MOST_IN_FLIGHT = 2
/** Fewer rows go together: a statement takes the client as long as eight rows, and the server, too. */
const LEAST_ROWS = 32

export type Coalescers = ReadonlyMap<keyof Statements, Coalescer<Operation, OperationRows>>

/** Operations of these kinds that are asked for during a statement are sent together in the next one. */
export function coalescersOver(pool: PgPool, kinds: readonly Batched[]): Coalescers {
  return new Map(
    kinds.map((kind) => [
      kind,
      createCoalescer({
        mostInFlight: MOST_IN_FLIGHT,
        mostRows: MOST_ROWS,
        isShared: true,
        leastRows: LEAST_ROWS,
        nextTurn: () => setImmediate(),
        nameOf,
        // A single operation is sent as a plain statement, which the server plans faster.
        run: async (batch) =>
          batch.length === 1 ? [{ answer: await runOne(pool, batch[0]!) }] : runBatch(pool, kind, batch),
      }),
    ]),
  )
}

/** Runs an operation with those of its kind, and those that have none alone. */
export function through(coalescers: Coalescers, pool: PgPool): Run {
  return (operation) => coalescers.get(operation.first.statement)?.ask(operation) ?? runOne(pool, operation)
}
