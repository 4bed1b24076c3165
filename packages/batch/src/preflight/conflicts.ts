import { parseWrittenEui64 } from '@claimtag/core'
import type { Cells, Headings, Row, RowIssue } from '@claimtag/devices'
import { placesOf, rowIssue } from '@claimtag/devices/parts'
import { createHash } from 'node:crypto'
import { createKeyMap } from './compact/key-map.ts'
import { createNumbers } from './compact/numbers.ts'

/** Reads rows that share a DevEUI or a token again, to tell repeats from conflicts. */
export interface ConflictFinder {
  /**
   * Adds the suspect rows, in their order.
   *
   * @param hasDevEui whether another row has the same DevEUI
   * @param hasToken whether another row has the same token
   */
  add(row: Row, hasDevEui: boolean, hasToken: boolean): void
  verdict(): Verdict
}

export interface Verdict {
  /** In the order of lines; a row may conflict by its DevEUI and by its token. */
  refused(): Iterable<{ readonly index: number; readonly issue: RowIssue }>
  /** Rows that repeat an earlier one in every cell. */
  repeated(): Iterable<{ readonly index: number; readonly issue: RowIssue }>
}

// In a file that was pasted together twice, each row would otherwise name a million lines.
const NAMED_LINES = 10
/** Marks that there is no row or no group; there are fewer than this. */
const NONE = 0xffffffff

/**
 * It is unknown which of two rows is right, so all of them are refused, each with the lines of the others; only exact
 * repeats are harmless. Memory: some 70 bytes for each suspect row, in arrays of numbers.
 */
export function createConflictFinder(): ConflictFinder {
  const rows = { index: createNumbers(), line: createNumbers(), source: createNumbers() }
  const byDevEui = createGroups()
  const byToken = createGroups()
  // The file and the headings of one row are nearly always those of the row before.
  const sources: Source[] = []

  function sourceOf({ file, cells }: Row): number {
    const last = sources.at(-1)
    if (last === undefined || last.file !== file || last.headings !== cells?.headings)
      sources.push({ file, headings: cells?.headings })
    return sources.length - 1
  }

  const placeOf = (row: number) => ({ line: rows.line.at(row), ...sources[rows.source.at(row)] })

  function issueOf(row: number, code: 'dev-eui-conflict' | 'token-conflict', group: Members): RowIssue {
    const { line, file, headings } = placeOf(row)
    const others = group.first.filter((other) => other !== row).slice(0, NAMED_LINES)
    const field = code === 'dev-eui-conflict' ? 'devEui' : 'ownerToken'
    const facts = { code, field, ...placesOf(others.map(placeOf)), count: group.count - 1 } as const
    return rowIssue(line, facts, headings, file)
  }

  return {
    add(read, hasDevEui, hasToken) {
      const { index, line, cells, issues } = read
      const row = rows.index.push(index)
      rows.line.push(line)
      rows.source.push(sourceOf(read))
      const { devEui = '', ownerToken = '' } = cells?.fields ?? {}
      byDevEui.add(row, hasDevEui ? digestOf(parseWrittenEui64(devEui) ?? devEui) : undefined, () =>
        wholeOf(cells, issues),
      )
      byToken.add(row, hasToken ? digestOf(ownerToken) : undefined, () => SAME)
    },
    verdict() {
      const isRepeat = (row: number): boolean => byDevEui.isLater(row) && !byDevEui.differ(row)
      // Repeats of a row do not conflict with it.
      const tokens = byToken.without(isRepeat)
      const devEuis = byDevEui.without((row) => !byDevEui.differ(row))

      return {
        *refused() {
          for (let row = 0; row < rows.index.length; row++) {
            const index = rows.index.at(row)
            const devEui = devEuis(row)
            if (devEui !== undefined) yield { index, issue: issueOf(row, 'dev-eui-conflict', devEui) }
            const token = isRepeat(row) ? undefined : tokens(row)
            if (token !== undefined && token.count > 1)
              yield { index, issue: issueOf(row, 'token-conflict', token) }
          }
        },
        *repeated() {
          for (let row = 0; row < rows.index.length; row++) {
            if (!isRepeat(row)) continue
            const { line, file, headings } = placeOf(row)
            const places = placesOf([placeOf(byDevEui.firstOf(row))])
            const facts = { code: 'identical-repeat', field: 'devEui', ...places } as const
            const issue = rowIssue(line, facts, headings, file)
            yield { index: rows.index.at(row), issue }
          }
        },
      }
    },
  }
}

/** The parts of a row's messages besides its line. */
interface Source {
  readonly file: string | undefined
  readonly headings: Headings | undefined
}

/** The members of a group that count, and the first few of them. */
interface Members {
  readonly count: number
  readonly first: readonly number[]
}

/** Rows that share a value. */
interface Groups {
  /** @param content has to be the same in all rows of the group for them to be repeats */
  add(row: number, key: Digest | undefined, content: () => Digest): void
  firstOf(row: number): number
  /** Whether the row is in a group, and not its first. */
  isLater(row: number): boolean
  /** Whether rows of its group differ in content. */
  differ(row: number): boolean
  /** The members of each row's group except those left out; `undefined` for a row that is left out or in no group. */
  without(leftOut: (row: number) => boolean): (row: number) => Members | undefined
}

function createGroups(): Groups {
  const ids = createKeyMap()
  // Keys whose first 64 bits equal those of another key, which hardly happens by chance.
  const others = new Map<string, number>()
  const group = createNumbers()
  const key = createNumbers()
  const content = createNumbers()
  const first = createNumbers()
  const differs = createNumbers()

  function idOf([a, b, c, d]: Digest): number {
    const fresh = first.length
    const known = ids.add(a, b, fresh)
    if (known === undefined) return fresh
    if (key.at(2 * known) === c && key.at(2 * known + 1) === d) return known
    const name = [a, b, c, d].join()
    const other = others.get(name) ?? fresh
    others.set(name, other)
    return other
  }

  return {
    add(row, digest, contentOf) {
      if (digest === undefined) {
        group.push(NONE)
        return
      }
      const id = idOf(digest)
      group.push(id)
      const whole = contentOf()
      if (id === first.length) {
        first.push(row)
        differs.push(0)
        key.push(digest[2])
        key.push(digest[3])
        for (const part of whole) content.push(part)
        return
      }
      if (whole.some((part, at) => content.at(4 * id + at) !== part)) differs.set(id, 1)
    },
    firstOf: (row) => first.at(group.at(row)),
    isLater: (row) => group.at(row) !== NONE && first.at(group.at(row)) !== row,
    differ: (row) => group.at(row) !== NONE && differs.at(group.at(row)) === 1,
    without(leftOut) {
      // The groups once more without those rows, so that the first few of a group are found at once.
      const [count, head, tail, after] = [createNumbers(), createNumbers(), createNumbers(), createNumbers()]
      for (let id = 0; id < first.length; id++) {
        count.push(0)
        head.push(NONE)
        tail.push(NONE)
      }
      for (let row = 0; row < group.length; row++) {
        after.push(NONE)
        const id = group.at(row)
        if (id === NONE || leftOut(row)) continue
        if (count.at(id) === 0) head.set(id, row)
        else after.set(tail.at(id), row)
        tail.set(id, row)
        count.set(id, count.at(id) + 1)
      }
      return (row) => {
        const id = group.at(row)
        if (id === NONE || leftOut(row)) return undefined
        const members: number[] = []
        // One more than are named, in case the row itself is among them.
        for (let at = head.at(id); at !== NONE && members.length <= NAMED_LINES; at = after.at(at))
          members.push(at)
        return { count: count.at(id), first: members }
      }
    },
  }
}

type Digest = readonly [number, number, number, number]
const SAME: Digest = [0, 0, 0, 0]

/** The first 128 bits of SHA-256: enough to decide that two texts are equal. */
function digestOf(text: string): Digest {
  const bytes = createHash('sha256').update(text).digest()
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4), bytes.readUInt32LE(8), bytes.readUInt32LE(12)]
}

/**
 * Over all cells; an EUI with dashes is the same EUI. An unreadable cell is not the same as an empty one: a sound row
 * must not be dropped as a repeat of a refused one.
 */
function wholeOf(cells: Cells | undefined, issues: readonly RowIssue[]): Digest {
  const { devEui = '', joinEui = '' } = cells?.fields ?? {}
  const euis = { devEui: parseWrittenEui64(devEui), joinEui: parseWrittenEui64(joinEui) ?? joinEui }
  const unread = issues.map(({ code, field }) => [code, field])
  return digestOf(JSON.stringify([sorted({ ...cells?.fields, ...euis }), sorted(cells?.columns), unread]))
}

function sorted(
  values: Readonly<Record<string, string | undefined>> = {},
): readonly (readonly [string, string | undefined])[] {
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
}
