import type { Operation, Step } from '../sql/operation.ts'
import type { Value } from '../sql/rows.ts'
import type { Statements } from '../sql/statements.ts'

/**
 * Operations as they are sent to the thread: one list of integers, one text and one buffer for all, since what takes
 * time is to copy many small values.
 */
export interface Packed {
  /** Of each operation its shape; of each of its steps the statement, how many values, and of each value what it is. */
  readonly integers: ReturnType<typeof Int32Array.of>
  /** The names of the statements, which are meant by their places. */
  readonly statements: readonly (keyof Statements)[]
  /** All texts, one after the other. */
  readonly text: string
  /** The bytes of all values, one after the other. */
  readonly bytes: ReturnType<typeof Uint8Array.of>
  /** Numbers that 32 bits do not hold: times, above all. */
  readonly others: readonly number[]
}

/** What an operation has besides its first step. */
const [ON_ROW, ON_NONE, IS_READ] = [1, 2, 4]
/** What a value is. A text or bytes is its length from here on: an even number for a text, an odd one for bytes. */
const [NULL, INTEGER, OTHER, LENGTHS] = [0, 1, 2, 4]

export function packed(operations: readonly Operation[]): Packed {
  const integers: number[] = []
  const others: number[] = []
  const statements: (keyof Statements)[] = []
  const texts: string[] = []
  const views: Uint8Array[] = []
  let length = 0

  function put({ statement, values }: Step): void {
    let place = statements.indexOf(statement)
    if (place < 0) place = statements.push(statement) - 1
    integers.push(place, values.length)
    for (const value of values) {
      if (typeof value === 'string') {
        integers.push(LENGTHS + 2 * value.length)
        texts.push(value)
      } else if (value === null) {
        integers.push(NULL)
      } else if (typeof value === 'number') {
        if (value === (value | 0)) integers.push(INTEGER, value)
        else {
          integers.push(OTHER)
          others.push(value)
        }
      } else {
        // Callers without types may give anything: its length would be that of nothing, and the value NULL.
        if (!(value instanceof Uint8Array)) throw new TypeError('a value that is no text, number or bytes')
        integers.push(LENGTHS + 2 * value.length + 1)
        views.push(value)
        length += value.length
      }
    }
  }

  for (const { first, onRow, onNone, isRead } of operations) {
    integers.push(
      (onRow === undefined ? 0 : ON_ROW) |
        (onNone === undefined ? 0 : ON_NONE) |
        (isRead === true ? IS_READ : 0),
    )
    put(first)
    if (onRow !== undefined) put(onRow)
    if (onNone !== undefined) put(onNone)
  }
  // Not `from`, which goes through an iterator.
  return {
    integers: new Int32Array(integers),
    statements,
    text: texts.join(''),
    bytes: joined(views, length),
    others,
  }
}

export function unpacked({ integers, statements, text, bytes, others }: Packed): readonly Operation[] {
  const operations: Operation[] = []
  let at = 0
  let fromText = 0
  let fromBytes = 0
  let fromOthers = 0

  function value(): Value {
    const what = integers[at]!
    at += 1
    if (what === NULL) return null
    if (what === INTEGER) {
      at += 1
      return integers[at - 1]!
    }
    if (what === OTHER) {
      fromOthers += 1
      return others[fromOthers - 1]!
    }
    const length = (what - LENGTHS) >> 1
    if ((what & 1) === 0) {
      fromText += length
      return text.slice(fromText - length, fromText)
    }
    fromBytes += length
    return bytes.subarray(fromBytes - length, fromBytes)
  }

  function step(): Step {
    const statement = statements[integers[at]!]!
    const left = integers[at + 1]!
    at += 2
    const values: Value[] = []
    while (values.length < left) values.push(value())
    return { statement, values }
  }

  while (at < integers.length) {
    const shape = integers[at]!
    at += 1
    const operation: { -readonly [Name in keyof Operation]: Operation[Name] } = { first: step() }
    if ((shape & ON_ROW) !== 0) operation.onRow = step()
    if ((shape & ON_NONE) !== 0) operation.onNone = step()
    if ((shape & IS_READ) !== 0) operation.isRead = true
    operations.push(operation)
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
