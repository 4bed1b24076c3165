import type { Device, Row, RowIssue } from '@claimtag/devices'
import {
  type Cut,
  type Input,
  type RowChecker,
  isHexadecimal,
  readRows,
  rowIssue,
  weakness,
} from '@claimtag/devices/parts'
import { createCauseCounter, refusalLine, type RefusalCause } from './refusals.ts'
import { createTextHash, type HashSeeds } from './text-hash.ts'

/** What the rows of one stretch say, packed, so that a thread can hand over a million of them. */
export interface Survey {
  readonly rows: number
  /** For each row one of `ROW` or several. */
  readonly marks: Uint8Array
  /** High and low half of each row's DevEUI; 0 where it has none. */
  readonly devEuis: Uint32Array
  /** The same of each token's hash. */
  readonly tokens: Uint32Array
  /** Everything wrong with refused rows, a line of JSON each. */
  readonly refusals: Uint8Array
  /** The same, counted. */
  readonly causes: readonly RefusalCause[]
  /** The first few warnings. */
  readonly warnings: readonly RowIssue[]
  /** Whether a token is anything but hexadecimal. */
  readonly otherTokens: boolean
}

/** What a survey says of a row. */
export const ROW = { hasDevEui: 1, hasToken: 2, isRefused: 4 } as const

/** A line manager reads a few examples; the count says the rest. */
export const WARNINGS_KEPT = 1000

/** Looks at the rows of a stretch one by one; what they mean for each other is for whoever sees all of them. */
export type Surveyor = (cut: Cut, seeds: HashSeeds) => Promise<Survey>

/**
 * @param planned what the label has against a device, if anything
 */
export function createSurveyor(
  input: Input,
  check: RowChecker,
  planned: (device: Device, line: number) => readonly RowIssue[],
): Surveyor {
  return async (cut, seeds) => {
    const hash = createTextHash(seeds)
    const packed = createPacker()
    const counter = createCauseCounter()
    let refusals = ''
    const warnings: RowIssue[] = []
    let otherTokens = false

    function see({ cells, line, issues: readIssues }: Row): void {
      const checked = cells === undefined ? undefined : check(cells, line)
      const token = cells?.fields.ownerToken
      otherTokens ||= token !== undefined && !isHexadecimal(token)
      const { device, devEui } = checked ?? {}
      const wrong = allOf(readIssues, checked?.issues ?? NONE)
      const issues = device !== undefined && wrong.length === 0 ? planned(device, line) : wrong
      packed.add(devEui, token === undefined ? undefined : hash(token), issues.length > 0)
      for (const issue of issues) {
        refusals += refusalLine(issue)
        counter.add(issue)
      }
      if (issues.length > 0 || device === undefined || warnings.length >= WARNINGS_KEPT) return
      const code = weakness(device.fields)
      if (code !== undefined) warnings.push(rowIssue(line, { code, field: 'ownerToken' }, cells?.headings))
    }

    for (const rows of readRows(input, { ...cut, index: 0 })) for (const row of rows) see(row)
    return {
      ...packed.taken(),
      refusals: ownBytes(refusals),
      causes: counter.causes(),
      warnings,
      otherTokens,
    }
  }
}

const NONE: readonly RowIssue[] = []

/** In memory of its own, which can go to another thread. */
function ownBytes(text: string): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text))
  bytes.write(text)
  return new Uint8Array(bytes.buffer)
}

/** What could not be read is not missing too. */
function allOf(unread: readonly RowIssue[], unfit: readonly RowIssue[]): readonly RowIssue[] {
  if (unread.length === 0) return unfit
  const fields = new Set(unread.map(({ field }) => field))
  return [...unread, ...unfit.filter(({ field }) => !fields.has(field))]
}

type Packed = Pick<Survey, 'rows' | 'marks' | 'devEuis' | 'tokens'>

interface Packer {
  add(
    devEui: string | undefined,
    token: { readonly high: number; readonly low: number } | undefined,
    refused: boolean,
  ): void
  taken(): Packed
}

const FIRST_ROOM = 1024

function createPacker(): Packer {
  let rows = 0
  let marks = new Uint8Array(FIRST_ROOM)
  let devEuis = new Uint32Array(2 * FIRST_ROOM)
  let tokens = new Uint32Array(2 * FIRST_ROOM)

  return {
    add(devEui, token, refused) {
      if (rows === marks.length) {
        marks = copyOf(marks, new Uint8Array(2 * rows))
        devEuis = copyOf(devEuis, new Uint32Array(4 * rows))
        tokens = copyOf(tokens, new Uint32Array(4 * rows))
      }
      let mark = refused ? ROW.isRefused : 0
      if (devEui !== undefined) {
        mark |= ROW.hasDevEui
        devEuis[2 * rows] = Number.parseInt(devEui.slice(0, 8), 16)
        devEuis[2 * rows + 1] = Number.parseInt(devEui.slice(8), 16)
      }
      if (token !== undefined) {
        mark |= ROW.hasToken
        tokens[2 * rows] = token.high
        tokens[2 * rows + 1] = token.low
      }
      marks[rows++] = mark
    },
    taken: () => ({
      rows,
      marks: marks.slice(0, rows),
      devEuis: devEuis.slice(0, 2 * rows),
      tokens: tokens.slice(0, 2 * rows),
    }),
  }
}

function copyOf<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
