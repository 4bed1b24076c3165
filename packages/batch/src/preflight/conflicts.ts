import { parseWrittenEui64 } from '@claimtag/core'
import { createHash } from 'node:crypto'
import type { Cells, Headings, Row, RowIssue } from '@claimtag/devices'
import { rowIssue } from '@claimtag/devices/parts'

/** Rows that may be in conflict: those after the first of each DevEUI or token, by the row that was first. */
export interface Candidates {
  readonly devEui: Map<number, number[]>
  readonly token: Map<number, number[]>
}

export interface Verdict {
  readonly refused: readonly { readonly index: number; readonly issue: RowIssue }[]
  /** Rows that repeat an earlier one in every cell. */
  readonly repeated: readonly { readonly index: number; readonly issue: RowIssue }[]
}

// A file that was pasted together twice would otherwise name a million lines for each row.
const NAMED_LINES = 10

interface Suspect {
  readonly index: number
  readonly line: number
  /** Digest over all cells: two rows are the same device written twice only when everything agrees. */
  readonly whole: string
  readonly token: string | undefined
  readonly headings: Headings | undefined
}

/** The rows to look at again to settle the candidates. */
export function suspects({ devEui, token }: Candidates): ReadonlySet<number> {
  return new Set(
    [devEui, token].flatMap((groups) => [...groups].flatMap(([first, rest]) => [first, ...rest])),
  )
}

/**
 * Settles who is in conflict with whom. Nobody can tell which of two rows is right, so all of them are refused,
 * each with the lines of the others; only exact repeats are harmless.
 *
 * @param rows the suspect rows, read again
 */
export function settle(candidates: Candidates, rows: readonly Row[]): Verdict {
  const known = new Map(rows.map((row) => [row.index, suspectOf(row)]))
  const refused: { index: number; issue: RowIssue }[] = []
  const repeated = new Map<number, RowIssue>()

  for (const group of groupsOf(candidates.devEui, known)) {
    const [first, ...rest] = group
    if (first !== undefined && rest.every(({ whole }) => whole === first.whole)) {
      for (const { index, line, headings } of rest) {
        repeated.set(
          index,
          rowIssue(line, { code: 'identical-repeat', field: 'devEui', lines: [first.line] }, headings),
        )
      }
    } else refuseAll(group, 'devEui', 'dev-eui-conflict', refused)
  }
  for (const group of groupsOf(candidates.token, known)) {
    // The candidates came by a hash; the texts decide.
    for (const same of partition(group)) {
      const different = same.filter(({ index }) => !repeated.has(index))
      if (different.length > 1) refuseAll(different, 'ownerToken', 'token-conflict', refused)
    }
  }
  const out = new Set(refused.map(({ index }) => index))
  return {
    refused,
    repeated: [...repeated].flatMap(([index, issue]) => (out.has(index) ? [] : [{ index, issue }])),
  }
}

function refuseAll(
  group: readonly Suspect[],
  field: string,
  code: 'dev-eui-conflict' | 'token-conflict',
  into: { index: number; issue: RowIssue }[],
): void {
  // One more than are named, in case the row itself is among them.
  const lines = group.slice(0, NAMED_LINES + 1).map(({ line }) => line)
  for (const { index, line, headings } of group) {
    const others = lines.filter((other) => other !== line).slice(0, NAMED_LINES)
    const facts = { code, field, lines: others, count: group.length - 1 }
    into.push({ index, issue: rowIssue(line, facts, headings) })
  }
}

function* groupsOf(
  candidates: ReadonlyMap<number, readonly number[]>,
  known: ReadonlyMap<number, Suspect>,
): Generator<readonly Suspect[]> {
  for (const [first, rest] of candidates) {
    yield [first, ...rest].flatMap((index) => known.get(index) ?? [])
  }
}

function partition(group: readonly Suspect[]): Iterable<readonly Suspect[]> {
  const parts = new Map<string, Suspect[]>()
  for (const suspect of group) {
    if (suspect.token === undefined) continue
    const part = parts.get(suspect.token)
    if (part === undefined) parts.set(suspect.token, [suspect])
    else part.push(suspect)
  }
  return parts.values()
}

function suspectOf({ index, line, cells }: Row): Suspect {
  return { index, line, whole: digestOf(cells), token: cells?.fields.ownerToken, headings: cells?.headings }
}

// An EUI written with dashes is the same EUI.
function digestOf(cells: Cells | undefined): string {
  const { devEui = '', joinEui = '' } = cells?.fields ?? {}
  const euis = { devEui: parseWrittenEui64(devEui), joinEui: parseWrittenEui64(joinEui) ?? joinEui }
  const text = JSON.stringify([sorted({ ...cells?.fields, ...euis }), sorted(cells?.columns)])
  return createHash('sha256').update(text).digest('base64')
}

function sorted(
  values: Readonly<Record<string, string | undefined>> = {},
): readonly (readonly [string, string | undefined])[] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))
}
