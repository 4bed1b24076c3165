import { SQLITE } from '../sql/dialect.ts'
import type { Row, Value } from '../sql/rows.ts'
import { statementsFor } from '../sql/statements.ts'
import type { Statements } from '../sql/statements.ts'
import type { Database } from './open-database.ts'

/** Runs a statement to its end with values in the order of `$1`, `$2` … */
export type RunStatement = (values: readonly Value[]) => readonly Row[]

const TEXTS = statementsFor(SQLITE)

/** Those of which only counts whether they wrote a row: to return one took a third of their time. */
const COUNTED: ReadonlySet<keyof Statements> = new Set([
  'renew',
  'fill',
  'release',
  'insert',
  'replace',
  'note',
  'audit',
  'addDevice',
  'renewDevice',
  'settleDevice',
  'giveBackDevice',
])
/** The rows of such a statement that wrote one. */
export const WRITTEN: readonly Row[] = [{}]
const NONE: readonly Row[] = []

/**
 * A statement, prepared. Its values are bound by their places: by names took as long as the insert itself. All drivers
 * take `?`, while some count `?1` as a name, so a value that is used twice is given twice.
 */
export function prepared(database: Database, name: keyof Statements): RunStatement {
  const order: number[] = []
  const isCounted = COUNTED.has(name)
  const text = (isCounted ? TEXTS[name].replace(/ RETURNING \w+$/, '') : TEXTS[name]).replace(
    /\$(\d+)/g,
    (_, number: string) => {
      order.push(Number(number) - 1)
      return '?'
    },
  )
  const statement = database.prepare(text)
  const isInOrder = order.every((place, at) => place === at)
  const ordered = (values: readonly Value[]): readonly Value[] =>
    isInOrder ? values : order.map((place) => values[place] ?? null)
  if (!isCounted) return (values) => statement.all(...ordered(values))
  return (values) => (Number(statement.run(...ordered(values)).changes) > 0 ? WRITTEN : NONE)
}
