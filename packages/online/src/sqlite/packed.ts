import type { Operation, Step } from '../sql/operation.ts'
import type { Value } from '../sql/rows.ts'
import type { Statements } from '../sql/statements.ts'

/**
 * Operations in one flat list and one buffer, as they are sent to the thread: to copy an object, and above all an
 * array of bytes, takes longer than to copy many texts.
 */
export interface Packed {
  readonly cells: readonly Cell[]
  /** The bytes of all values, one after the other. */
  readonly bytes: ReturnType<typeof Uint8Array.of>
}

/** A text, a number or null; `true` stands before the length of a value of bytes. */
type Cell = string | number | null | true

const [ON_ROW, ON_NONE, IS_READ] = [1, 2, 4]

export function packed(operations: readonly Operation[]): Packed {
  const cells: Cell[] = []
  const views: Uint8Array[] = []
  let length = 0

  function put({ statement, values }: Step): void {
    cells.push(statement, values.length)
    for (const value of values) {
      if (value === null || typeof value !== 'object') cells.push(value)
      else {
        cells.push(true, value.length)
        views.push(value)
        length += value.length
      }
    }
  }

  for (const { first, onRow, onNone, isRead } of operations) {
    cells.push(
      (onRow === undefined ? 0 : ON_ROW) |
        (onNone === undefined ? 0 : ON_NONE) |
        (isRead === true ? IS_READ : 0),
    )
    put(first)
    if (onRow !== undefined) put(onRow)
    if (onNone !== undefined) put(onNone)
  }
  return { cells, bytes: joined(views, length) }
}

export function unpacked({ cells, bytes }: Packed): readonly Operation[] {
  const operations: Operation[] = []
  let at = 0
  let from = 0

  function value(): Value {
    const cell = cells[at] ?? null
    at += 1
    if (cell !== true) return cell
    const start = from
    from += Number(cells[at])
    at += 1
    return bytes.subarray(start, from)
  }

  function step(): Step {
    const statement = cells[at] as keyof Statements
    const values: Value[] = []
    const end = Number(cells[at + 1])
    at += 2
    while (values.length < end) values.push(value())
    return { statement, values }
  }

  while (at < cells.length) {
    const shape = Number(cells[at])
    at += 1
    operations.push({
      first: step(),
      ...((shape & ON_ROW) === 0 ? {} : { onRow: step() }),
      ...((shape & ON_NONE) === 0 ? {} : { onNone: step() }),
      ...((shape & IS_READ) === 0 ? {} : { isRead: true }),
    })
  }
  return operations
}

function joined(views: readonly Uint8Array[], length: number): Packed['bytes'] {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const view of views) {
    bytes.set(view, at)
    at += view.length
  }
  return bytes
}
