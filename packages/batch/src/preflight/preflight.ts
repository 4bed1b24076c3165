import type { FormatDocument } from '@claimtag/core'
import { createHash, randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { InputError, type Row, type RowIssue } from '@claimtag/devices'
import {
  type Cut,
  type Input,
  type Stretch,
  assertColumns,
  cutInput,
  issuesBase64,
  readRows,
} from '@claimtag/devices/parts'
import { settle, suspects, type Candidates } from './conflicts.ts'
import { createKeyMap, type KeyMap } from './key-map.ts'
import { createBitSet, type BitSet } from './bit-set.ts'
import { ROW, WARNINGS_KEPT, type Survey, type Surveyor } from './survey.ts'
import type { HashSeeds } from './text-hash.ts'

export interface PreflightOptions {
  readonly format: FormatDocument
  readonly survey: Surveyor
  /** Stretches under survey at any time. */
  readonly window: number
  /** Records of input in one chunk. */
  readonly chunkRows: number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((rows: number) => void) | undefined
}

/** Rows that are labelled together. */
export interface Chunk extends Required<Stretch> {
  readonly rows: number
}

/** What is known about the whole input before the first label is made. */
export interface Preflight {
  /** Rows of the input; `read = sound + refused.size + repeated`. */
  readonly read: number
  readonly sound: number
  readonly repeated: number
  /** Rows that get no label: refused ones and repeats. */
  readonly excluded: BitSet
  readonly refusedRows: number
  /** Everything wrong with refused rows, by line. Grows with their number alone. */
  readonly refusals: readonly RowIssue[]
  readonly warnings: readonly RowIssue[]
  readonly chunks: readonly Chunk[]
  /** SHA-256 of the records. A single short token could be guessed from it: it goes nowhere but into a keyed digest. */
  readonly content: string
  /** Bytes of the two key sets, for those who plan a machine. */
  readonly bytes: number
}

/**
 * Reads the whole input and accounts for every row. Memory: 32 bytes a row for DevEUIs and as many for
 * tokens at worst, a bit a row, and the refused rows themselves. Ten million rows: 404 MB.
 *
 * @throws BatchError what reading throws, and `no-rows`, `missing-column`, `tokens-look-hexadecimal`
 */
export async function preflight(input: Input, options: PreflightOptions): Promise<Preflight> {
  const { format, signal, onProgress } = options
  assertColumns(input, format)
  let keys: Keys | undefined
  const candidates: Candidates = { devEui: new Map(), token: new Map() }
  const excluded = createBitSet()
  const refusals: RowIssue[] = []
  const warnings: RowIssue[] = []
  const chunks: Chunk[] = []
  const content = createHash('sha256')
  let read = 0
  let otherTokens = false

  for await (const { cut, survey } of surveys(input, options, (bytes) => content.update(bytes))) {
    signal?.throwIfAborted()
    const { rows, marks } = survey
    const { devEuis, tokens } = (keys ??= createKeys(input, cut, rows))
    for (let row = 0; row < rows; row++) {
      const mark = marks[row] ?? 0
      const index = read + row
      if (mark & ROW.hasDevEui) note(candidates.devEui, addTo(devEuis, survey.devEuis, row, index), index)
      if (mark & ROW.hasToken) note(candidates.token, addTo(tokens, survey.tokens, row, index), index)
      if (mark & ROW.isRefused) excluded.add(index)
    }
    otherTokens ||= survey.otherTokens
    for (const issue of survey.refusals) refusals.push(issue)
    warnings.push(...survey.warnings.slice(0, WARNINGS_KEPT - warnings.length))
    if (rows > 0) chunks.push({ ...cut, index: read, rows })
    read += rows
    onProgress?.(read)
  }
  if (keys === undefined || read === 0) throw new InputError({ code: 'no-rows' })
  if (issuesBase64(format) && keys.tokens.size > 0 && !otherTokens) {
    const column = input.kind === 'csv' ? input.headings.ownerToken : undefined
    throw new InputError({ code: 'tokens-look-hexadecimal', field: 'ownerToken', column })
  }

  const verdict = settle(candidates, await reread(input, chunks, suspects(candidates)))
  for (const { index, issue } of verdict.refused) {
    refusals.push(issue)
    excluded.add(index)
  }
  let repeated = 0
  for (const { index, issue } of verdict.repeated) {
    if (excluded.has(index)) continue
    excluded.add(index)
    repeated++
    warnings.push(issue)
  }
  refusals.sort((a, b) => a.line - b.line)
  warnings.sort((a, b) => a.line - b.line)
  return {
    read,
    sound: read - excluded.count,
    repeated,
    excluded,
    refusedRows: excluded.count - repeated,
    refusals,
    warnings,
    chunks,
    content: content.digest('hex'),
    bytes: keys.devEuis.bytes + keys.tokens.bytes,
  }
}

interface Keys {
  readonly devEuis: KeyMap
  readonly tokens: KeyMap
}

/** As large as they have to be when the other rows are as long as the first ones. */
function createKeys({ path }: Input, { start, end }: Cut, rows: number): Keys {
  const expected = (statSync(path).size / (end - start)) * rows
  return { devEuis: createKeyMap(expected), tokens: createKeyMap(expected) }
}

interface SurveyedCut {
  readonly cut: Cut
  readonly survey: Survey
}

/** The surveys in the order of the input, several of them under way. */
async function* surveys(
  input: Input,
  options: PreflightOptions,
  onBytes: (bytes: Uint8Array) => void,
): AsyncGenerator<SurveyedCut> {
  const { survey, window, chunkRows } = options
  const random = randomBytes(8)
  const seeds: HashSeeds = [random.readUInt32LE(0), random.readUInt32LE(4)]
  const begun: { readonly cut: Cut; readonly survey: Promise<Survey> }[] = []
  async function* upTo(waiting: number): AsyncGenerator<SurveyedCut> {
    while (begun.length > waiting) {
      const first = begun.shift()
      if (first !== undefined) yield { cut: first.cut, survey: await first.survey }
    }
  }
  for await (const cut of cutInput(input, chunkRows, { onBytes })) {
    const begin = survey(cut, seeds)
    // It may fail while an earlier one is awaited; it is reported when its turn comes.
    begin.catch(() => undefined)
    begun.push({ cut, survey: begin })
    yield* upTo(window - 1)
  }
  yield* upTo(0)
}

function addTo(keys: KeyMap, halves: Uint32Array, row: number, index: number): number | undefined {
  return keys.add(halves[2 * row] ?? 0, halves[2 * row + 1] ?? 0, index)
}

function note(groups: Map<number, number[]>, first: number | undefined, index: number): void {
  if (first === undefined) return
  const group = groups.get(first)
  if (group === undefined) groups.set(first, [index])
  else group.push(index)
}

async function reread(
  input: Input,
  chunks: readonly Chunk[],
  wanted: ReadonlySet<number>,
): Promise<readonly Row[]> {
  const found: Row[] = []
  for (const chunk of wanted.size === 0 ? [] : chunks) {
    if (!rowsOf(chunk).some((row) => wanted.has(row))) continue
    // A file that was pasted together twice is read again as a whole; others have a turn meanwhile.
    await nextTurn()
    for (const rows of readRows(input, chunk)) found.push(...rows.filter(({ index }) => wanted.has(index)))
  }
  return found
}

/** The numbers of a chunk's rows. */
export function rowsOf({ index, rows }: Chunk): readonly number[] {
  return Array.from({ length: rows }, (_, row) => index + row)
}
