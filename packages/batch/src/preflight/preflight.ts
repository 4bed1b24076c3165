import type { Format } from '@claimtag/core'
import { randomBytes } from 'node:crypto'
import type { Input } from '../input/input.ts'
import { readRows, type Stretch } from '../input/rows.ts'
import { BatchError } from '../issue.ts'
import { issuesBase64 } from '../rows/carried.ts'
import { createRowChecker, type Device } from '../rows/device.ts'
import type { Row } from '../rows/row.ts'
import { rowIssue, type RowIssue } from '../rows/row-issue.ts'
import { weakness } from '../rows/weak-token.ts'
import { settle, suspects, type Candidates } from './conflicts.ts'
import { createKeySet } from './key-set.ts'
import { createRowBits, type RowBits } from './row-bits.ts'
import { createTextHash } from './text-hash.ts'
import { createTokenForm } from './token-form.ts'

export interface PreflightOptions {
  readonly format: Format
  /** What the label has against a device, if anything. */
  readonly planned: (device: Device, line: number) => readonly RowIssue[]
  /** Rows of input in one chunk. */
  readonly chunkRows: number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((rows: number) => void) | undefined
}

/** What is known about the whole input before the first label is made. */
export interface Preflight {
  /** Rows of the input; `read = sound + refused.size + repeated`. */
  readonly read: number
  readonly sound: number
  readonly repeated: number
  /** Rows that get no label: refused ones and repeats. */
  readonly left: RowBits
  readonly refusedRows: number
  /** Everything wrong with refused rows, by line. Grows with their number alone. */
  readonly refusals: readonly RowIssue[]
  readonly warnings: readonly RowIssue[]
  /** Where each chunk lies. */
  readonly chunks: readonly Stretch[]
  /** Bytes of the two key sets, for those who plan a machine. */
  readonly bytes: number
}

/** A line manager reads a few examples; the count says the rest. */
const WARNINGS_KEPT = 1000

/**
 * Reads the whole input and accounts for every row. Memory: 32 bytes a row for DevEUIs and as many for
 * tokens at worst, a bit a row, and the refused rows themselves. Ten million rows: 404 MB.
 *
 * @throws BatchError what reading throws, and `no-rows`, `missing-column`, `tokens-look-hexadecimal`
 */
export async function preflight(input: Input, options: PreflightOptions): Promise<Preflight> {
  const { format, planned, chunkRows, signal, onProgress } = options
  const check = createRowChecker(format)
  const seeds = randomBytes(8)
  const hash = createTextHash([seeds.readUInt32LE(0), seeds.readUInt32LE(4)])
  const devEuis = createKeySet()
  const tokens = createKeySet()
  const form = createTokenForm()
  const candidates: Candidates = { devEui: new Map(), token: new Map() }
  const left = createRowBits()
  const refusals: RowIssue[] = []
  const warnings: RowIssue[] = []
  const chunks: { start: number; end?: number; line: number; index: number }[] = []
  let read = 0
  let warned = 0

  function see(row: Row): void {
    const { cells, index, line } = row
    const checked = cells === undefined ? undefined : check(cells, line)
    const token = cells?.fields.ownerToken
    const { devEui } = checked ?? {}
    if (devEui !== undefined) {
      const high = Number.parseInt(devEui.slice(0, 8), 16)
      const low = Number.parseInt(devEui.slice(8), 16)
      note(candidates.devEui, devEuis.add(high, low, index), index)
    }
    if (token !== undefined) {
      form.see(token)
      const { high, low } = hash(token)
      note(candidates.token, tokens.add(high, low, index), index)
    }
    const issues = [...row.issues, ...(checked?.issues ?? [])]
    const { device } = checked ?? {}
    if (device !== undefined && issues.length === 0) issues.push(...planned(device, line))
    for (const issue of issues) refusals.push(issue)
    if (issues.length > 0) left.add(index)
    else if (device !== undefined) {
      const code = weakness(device.fields)
      if (code !== undefined && warned++ < WARNINGS_KEPT) {
        warnings.push(rowIssue(line, { code, field: 'ownerToken' }))
      }
    }
  }

  for await (const rows of readRows(input)) {
    signal?.throwIfAborted()
    for (const row of rows) {
      if (row.index % chunkRows === 0) chunks.push({ start: row.offset, line: row.line, index: row.index })
      see(row)
    }
    read += rows.length
    onProgress?.(read)
  }
  if (read === 0) throw new BatchError({ code: 'no-rows' })
  if (issuesBase64(format.document) && form.allHexadecimal) {
    throw new BatchError({ code: 'tokens-look-hexadecimal', field: 'ownerToken' })
  }
  chunks.forEach((chunk, i) => {
    const next = chunks[i + 1]
    if (next !== undefined) chunk.end = next.start
  })

  const verdict = settle(candidates, await reread(input, suspects(candidates)))
  for (const { index, issue } of verdict.refused) {
    refusals.push(issue)
    left.add(index)
  }
  let repeated = 0
  for (const { index, issue } of verdict.repeated) {
    if (left.has(index)) continue
    left.add(index)
    repeated++
    warnings.push(issue)
  }
  refusals.sort((a, b) => a.line - b.line)
  return {
    read,
    sound: read - left.count,
    repeated,
    left,
    refusedRows: left.count - repeated,
    refusals,
    warnings,
    chunks,
    bytes: devEuis.bytes + tokens.bytes,
  }
}

function note(groups: Map<number, number[]>, first: number | undefined, index: number): void {
  if (first === undefined) return
  const group = groups.get(first)
  if (group === undefined) groups.set(first, [index])
  else group.push(index)
}

async function reread(input: Input, wanted: ReadonlySet<number>): Promise<readonly Row[]> {
  if (wanted.size === 0) return []
  const found: Row[] = []
  for await (const rows of readRows(input)) {
    for (const row of rows) if (wanted.has(row.index)) found.push(row)
  }
  return found
}
