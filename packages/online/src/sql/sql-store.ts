import { createChanges, type Changes } from '../store/changes.ts'
import type {
  CodeKey,
  CodeReads,
  CodeStore,
  Filled,
  Inserted,
  Reservation,
  StoredCode,
} from '../store/code-store.ts'
import type { Outcome } from './coalesce.ts'
import { operations } from './operation.ts'
import type { Operation } from './operation.ts'
import { auditOfRow, codeOfRow } from './rows.ts'
import type { Row } from './rows.ts'

/** The result of an operation: the rows of its first step, and those that `onNone` read. */
export interface OperationRows {
  readonly first: readonly Row[]
  readonly none?: readonly Row[]
}

/** Runs operations, each in one transaction. */
export type Run = (operation: Operation) => Promise<OperationRows>

/** Runs many operations, each in one transaction or several of them together. */
type RunAll = (operations: readonly Operation[]) => Promise<readonly Outcome<OperationRows>[]>

interface SqlStoreOptions {
  readonly runAll?: RunAll
  readonly changes?: Changes
  /** Wakes those who wait for a device that an attempt held. */
  readonly tell?: (key: CodeKey) => void
}

/** A store on top of anything that runs the statements. */
export function createSqlStore(run: Run, options: SqlStoreOptions = {}): CodeStore {
  const { runAll, changes = createChanges(), tell = changes.notify } = options

  function insertedOf(key: CodeKey, code: StoredCode, inserted: OperationRows): Inserted {
    if (isMade(inserted)) {
      changes.notify(key)
      return { isOurs: true, code }
    }
    const { code: other, leftMs } = standing(inserted.none)
    return other === undefined ? { status: 'taken', leftMs } : { isOurs: false, code: other }
  }

  return {
    isDurable: true,
    async reserve(key, lease): Promise<Reservation> {
      const { first, none } = await run(operations.reserve(key, lease))
      const [row] = first
      if (row !== undefined) return { status: 'reserved', attempt: Number(row['attempt']) }
      const { code, leftMs } = standing(none)
      return code === undefined ? { status: 'taken', leftMs } : { status: 'issued', code }
    },
    renew: async (key, attempt, leaseMs) => isMade(await run(operations.renew(key, attempt, leaseMs))),
    async fill(key, attempt, code): Promise<Filled> {
      const filled = await run(operations.fill(key, attempt, code))
      tell(key)
      if (isMade(filled)) return { isOurs: true, code }
      const { code: other } = standing(filled.none)
      return { isOurs: false, ...(other === undefined ? {} : { code: other }) }
    },
    async release(key, attempt) {
      await run(operations.release(key, attempt))
      tell(key)
    },
    insert: async (key, code, holder) =>
      insertedOf(key, code, await run(operations.insert(key, code, holder))),
    ...(runAll === undefined
      ? {}
      : {
          async insertMany(all, holder) {
            const ran = await runAll(all.map(({ key, code }) => operations.insert(key, code, holder)))
            return all.map(({ key, code }, at) => {
              const outcome = ran[at]
              return outcome !== undefined && 'answer' in outcome
                ? insertedOf(key, code, outcome.answer)
                : undefined
            })
          },
        }),
    ...readsOf(run),
    replace: async (key, expected, code, entry) =>
      isMade(await run(operations.replace(key, expected, code, entry))),
    note: async (key, entry) => isMade(await run(operations.note(key, entry))),
    history: async (key) => (await run(operations.history(key))).first.map(auditOfRow),
    changed: changes.next,
  }
}

/** The reads of a store, which change nothing. */
export function readsOf(run: Run): CodeReads {
  return {
    find: async (key) => standing((await run(operations.find(key))).first).code,
    async list(query) {
      const { first } = await run(operations.list(query))
      return first.map(codeOfRow).filter((code) => code !== undefined)
    },
  }
}

function isMade({ first }: OperationRows): boolean {
  return first.length > 0
}

/** What a row says about a device: its code, or how long its lease lasts. */
function standing(rows: readonly Row[] = []): { readonly code?: StoredCode; readonly leftMs: number } {
  const [row] = rows
  if (row === undefined) return { leftMs: 0 }
  const code = codeOfRow(row)
  return { leftMs: Math.max(Number(row['left_ms']), 0), ...(code === undefined ? {} : { code }) }
}
