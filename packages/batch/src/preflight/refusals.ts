import type { RowIssue } from '@claimtag/devices'
import { openScratchFile, type ScratchFile } from '@claimtag/disk'
import { placeOrder, type PlaceOrder } from './place-order.ts'

/** The number of rows that are refused for the same reason. */
export interface RefusalCause {
  readonly code: string
  readonly field?: string
  readonly column?: string
  /** The sentence of the first of them. */
  readonly reason: string
  /** The line of the first of them. */
  readonly line: number
  /** Its file, when there are several. */
  readonly file?: string
  readonly count: number
}

/** Everything that is wrong with refused rows: in memory while it is little, in a private file when it is more. */
export interface Refusals {
  /** By frequency. */
  readonly causes: readonly RefusalCause[]
  /** All of them, in the order of the lines; each call begins anew. */
  all(): Iterable<RowIssue>
  dispose(): Promise<void>
}

/**
 * Takes refusals as they are found: those of single rows in the order of lines, those that result from comparing rows
 * when all were read.
 */
export interface RefusalCollector {
  /** @param lines of JSON, as made by `refusalLine` */
  add(lines: Uint8Array, causes: readonly RefusalCause[]): void
  /** Refusals from the second reading, in the order of lines. */
  addLater(issue: RowIssue): void
  /** Refusals from the comparison with earlier labels, in the order of lines. */
  addChanged(issue: RowIssue): void
  /** @param conflicts in the order of lines; called each time the refusals are iterated */
  done(conflicts: () => Iterable<RowIssue>): Refusals
  dispose(): Promise<void>
}

const MOST_IN_MEMORY = 1 << 20
const LF = 0x0a

export function refusalLine(issue: RowIssue): string {
  return `${JSON.stringify(issue)}\n`
}

/** Counts causes; there are few, however many rows they refuse. */
export interface CauseCounter {
  add(cause: RefusalCause | RowIssue): void
  causes(): readonly RefusalCause[]
}

export function createCauseCounter(order: PlaceOrder = placeOrder()): CauseCounter {
  const known = new Map<string, RefusalCause>()
  return {
    add({ code, field, column, reason, line, file, ...rest }) {
      const count = 'count' in rest ? rest.count : 1
      const name = `${code}\0${field ?? ''}\0${column ?? ''}`
      const before = known.get(name)
      const first = before ?? {
        code,
        ...(field === undefined ? {} : { field }),
        ...(column === undefined ? {} : { column }),
        reason,
        line,
        ...(file === undefined ? {} : { file }),
      }
      known.set(name, { ...first, count: (before?.count ?? 0) + count })
    },
    causes: () => [...known.values()].sort((a, b) => b.count - a.count || order(a, b)),
  }
}

export function createRefusalCollector(order: PlaceOrder = placeOrder()): RefusalCollector {
  const counter = createCauseCounter(order)
  const rows = createStore()
  const later = createStore()
  const changed = createStore()

  function addTo(store: IssueStore, issue: RowIssue): void {
    counter.add(issue)
    store.add(Buffer.from(refusalLine(issue), 'utf8'))
  }

  function dispose(): Promise<void> {
    for (const store of [rows, later, changed]) store.dispose()
    return Promise.resolve()
  }

  return {
    add(lines, causes) {
      for (const cause of causes) counter.add(cause)
      rows.add(lines)
    },
    addLater: (issue) => addTo(later, issue),
    addChanged: (issue) => addTo(changed, issue),
    done(conflicts) {
      for (const issue of conflicts()) counter.add(issue)
      return {
        causes: counter.causes(),
        all: () =>
          [later.all(), changed.all(), conflicts()].reduce(
            (all: Iterable<RowIssue>, more) => merged(all, more, order),
            rows.all(),
          ),
        dispose,
      }
    },
    dispose,
  }
}

/** Issues in the order in which they were added. */
interface IssueStore {
  /** @param lines of JSON, as made by `refusalLine` */
  add(lines: Uint8Array): void
  all(): Iterable<RowIssue>
  dispose(): void
}

function createStore(): IssueStore {
  const pieces: Uint8Array[] = []
  let inMemory = 0
  let file: ScratchFile | undefined

  function* written(): Generator<Uint8Array> {
    if (file !== undefined) yield* file.read()
    yield* pieces
  }

  return {
    add(lines) {
      if (lines.length === 0) return
      pieces.push(lines)
      inMemory += lines.length
      if (inMemory < MOST_IN_MEMORY) return
      file ??= openScratchFile()
      for (const piece of pieces.splice(0)) file.append(piece)
      inMemory = 0
    },
    *all() {
      let rest: Buffer = Buffer.alloc(0)
      for (const piece of written()) {
        const own = Buffer.from(piece.buffer, piece.byteOffset, piece.length)
        const bytes = rest.length === 0 ? own : Buffer.concat([rest, own])
        let from = 0
        for (let to = bytes.indexOf(LF); to !== -1; to = bytes.indexOf(LF, from)) {
          // This process has written it.
          yield JSON.parse(bytes.toString('utf8', from, to)) as RowIssue
          from = to + 1
        }
        rest = bytes.subarray(from)
      }
    },
    dispose() {
      file?.dispose()
      file = undefined
    },
  }
}

/** Both in the order of lines; of one line, what is in the first comes first. */
function* merged(
  first: Iterable<RowIssue>,
  second: Iterable<RowIssue>,
  order: PlaceOrder,
): Generator<RowIssue> {
  const rows = first[Symbol.iterator]()
  let row = rows.next()
  for (const issue of second) {
    for (; row.done !== true && order(row.value, issue) <= 0; row = rows.next()) yield row.value
    yield issue
  }
  for (; row.done !== true; row = rows.next()) yield row.value
}
