import type { FormatField } from '@claimtag/core'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { InputError, type RowIssue } from '@claimtag/devices'
import { type Input, type Stretch, assertColumns, readPart, rowIssue } from '@claimtag/devices/parts'
import { type KeyLikeFindings, mergeKeyLike } from '../plan/key-like-columns.ts'
import { largerVersions, type SymbolVersions } from '../plan/same-size.ts'
import { createConflictFinder, type Verdict } from './conflicts.ts'
import { createBitSet, type BitSet } from './compact/bit-set.ts'
import type { EarlierLabels, Vanished } from './earlier-labels.ts'
import { createInputFindings } from './input-findings.ts'
import { filesOf, placeOrder } from './place-order.ts'
import { createRefusalCollector, type RefusalCollector, type Refusals } from './refusals.ts'
import { addTo, createKeys, type Keys, note } from './keys.ts'
import { ROW, type Survey, WARNINGS_KEPT } from './survey.ts'
import { surveys, type SurveyPlan } from './surveys.ts'

export interface PreflightOptions extends SurveyPlan {
  /** The fields of the format. */
  readonly fields: readonly FormatField[]
  /** The existing labels of the job; rows of their devices get no second one. */
  readonly earlier?: EarlierLabels | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((rows: number) => void) | undefined
}

/** Rows that are labelled together. */
export interface Chunk extends Required<Stretch> {
  readonly rows: number
}

/** What is known about the whole input before the first label is made. */
export interface Preflight {
  /** Rows of the input; `read = sound + refusedRows + repeated + before`. */
  readonly read: number
  readonly sound: number
  readonly repeated: number
  /** Rows that have a label of an earlier run, which would be the same now, bit for bit. */
  readonly before: number
  /** How many of these were read back then. */
  readonly verifiedBefore: number
  /** Devices with a label whose row is gone, when there are earlier labels. */
  readonly vanished: Vanished | undefined
  /** Rows that get no label: refused ones, repeats, and those that have one. */
  readonly excluded: BitSet
  readonly refusedRows: number
  /** Everything that is wrong with refused rows. Must be disposed of. */
  readonly refusals: Refusals
  /** The first ones, by line. */
  readonly warnings: readonly RowIssue[]
  readonly chunks: readonly Chunk[]
  /** The largest version of each element's symbols. */
  readonly versions: SymbolVersions
  /** SHA-256 of the records. A single short token could be guessed from it: use it only inside a keyed digest. */
  readonly content: string
  /** Bytes of the two key maps, for capacity planning. */
  readonly bytes: number
}

/**
 * Reads the whole input and accounts for every row. Memory: at most 32 bytes for each row for DevEUIs and as many for
 * tokens, a few bits for each row, and 70 bytes for each row that shares its DevEUI or token with another. Ten
 * million rows: 404 MB.
 *
 * @throws InputError `no-rows`, `missing-column`, `tokens-look-hexadecimal`, and as the reader of rows
 * @throws BatchError `job-damaged`
 */
export async function preflight(inputs: readonly Input[], options: PreflightOptions): Promise<Preflight> {
  const refusals = createRefusalCollector(placeOrder(filesOf(inputs)))
  try {
    return await look(inputs, options, refusals)
  } catch (error) {
    await refusals.dispose()
    throw error
  }
}

async function look(
  inputs: readonly Input[],
  options: PreflightOptions,
  refusals: RefusalCollector,
): Promise<Preflight> {
  const { fields, earlier, signal, onProgress } = options
  for (const input of inputs) assertColumns(input, fields)
  let keys: Keys | undefined
  const suspect: Suspects = { devEui: createBitSet(), token: createBitSet() }
  const excluded = createBitSet()
  const warnings: RowIssue[] = []
  const chunks: Chunk[] = []
  const findings = createInputFindings(inputs)
  const keyLike: KeyLikeFindings = new Map()
  let versions: SymbolVersions = []
  let read = 0

  for await (const { cut, survey } of surveys(inputs, options, findings.addBytes)) {
    signal?.throwIfAborted()
    const { rows } = survey
    keys ??= createKeys(inputs, cut, survey)
    noteRows(keys, survey, read, suspect, excluded, earlier)
    refusals.add(survey.refusals, survey.causes)
    mergeKeyLike(keyLike, survey.keyLike)
    versions = largerVersions(versions, survey.versions)
    warnings.push(...survey.warnings.slice(0, WARNINGS_KEPT - warnings.length))
    if (rows > 0) {
      const chunk = { ...cut, index: read, rows }
      chunks.push(chunk)
      findings.add(chunk, survey)
    }
    read += rows
    onProgress?.(read)
  }
  if (keys === undefined) throw new InputError({ code: 'no-rows' })
  findings.assertSound(fields)

  const verdict = await settle(inputs, chunks, suspect, signal)
  for (const { index } of verdict.refused()) excluded.add(index)
  let repeated = 0
  const laterWarnings: RowIssue[] = []
  for (const { index, issue } of verdict.repeated()) {
    if (excluded.has(index)) continue
    excluded.add(index)
    repeated++
    if (laterWarnings.length < WARNINGS_KEPT) laterWarnings.push(issue)
  }
  const isExcluded = (row: number): boolean => excluded.has(row)
  for await (const { index, issue, isRefused } of findings.oddRows(isExcluded)) {
    if (isRefused) {
      refusals.addLater(issue)
      excluded.add(index)
    } else if (laterWarnings.length < WARNINGS_KEPT) laterWarnings.push(issue)
  }
  for (const [column, found] of keyLike)
    if (found !== 'no')
      laterWarnings.push(rowIssue(found.line, { code: 'key-like-column', column }, undefined, found.file))
  laterWarnings.push(...(await keys.serials.find(inputs, (row) => chunkOf(chunks, row), isExcluded)))
  let before = 0
  for await (const { index, issue } of earlier?.compare(inputs, chunks, isExcluded) ?? []) {
    if (issue === undefined) before++
    else refusals.addChanged(issue)
    excluded.add(index)
  }
  return {
    read,
    sound: read - excluded.count,
    repeated,
    before,
    verifiedBefore: earlier?.verified ?? 0,
    vanished: earlier?.vanished(),
    excluded,
    refusedRows: excluded.count - repeated - before,
    refusals: refusals.done(() => issuesOf(verdict)),
    warnings: [...warnings, ...laterWarnings].sort(placeOrder(filesOf(inputs))).slice(0, WARNINGS_KEPT),
    chunks,
    versions,
    content: findings.content(),
    bytes: keys.devEuis.bytes + keys.tokens.bytes + keys.serials.bytes,
  }
}

/** Rows that share a DevEUI or a token with another, also the first of them. */
interface Suspects {
  readonly devEui: BitSet
  readonly token: BitSet
}

/**
 * Notes what the rows of a survey have in common with rows before them. A function of its own: the loop over all rows
 * would be compiled together with everything that its caller does once.
 *
 * @param before number of rows before the survey's
 */
function noteRows(
  { devEuis, tokens, serials }: Keys,
  survey: Survey,
  before: number,
  suspect: Suspects,
  excluded: BitSet,
  earlier: EarlierLabels | undefined,
): void {
  for (let row = 0; row < survey.rows; row++) {
    const mark = survey.marks[row] ?? 0
    const index = before + row
    if (mark & ROW.hasDevEui) {
      note(suspect.devEui, addTo(devEuis, survey.devEuis, row, index), index)
      earlier?.see(survey.devEuis[2 * row] ?? 0, survey.devEuis[2 * row + 1] ?? 0, index)
    }
    if (mark & ROW.hasToken) note(suspect.token, addTo(tokens, survey.tokens, row, index), index)
    if (mark & ROW.isRefused) excluded.add(index)
    else if (mark & ROW.hasSerial)
      serials.add(index, { high: survey.serials[2 * row] ?? 0, low: survey.serials[2 * row + 1] ?? 0 })
  }
}

function* issuesOf(verdict: Verdict): Generator<RowIssue> {
  for (const { issue } of verdict.refused()) yield issue
}

/** Reads the rows again that share a DevEUI or a token with another, and decides which of them are in conflict. */
async function settle(
  inputs: readonly Input[],
  chunks: readonly Chunk[],
  { devEui, token }: Suspects,
  signal: AbortSignal | undefined,
): Promise<Verdict> {
  const finder = createConflictFinder()
  const isSuspect = (row: number): boolean => devEui.has(row) || token.has(row)
  for (const chunk of devEui.count + token.count === 0 ? [] : chunks) {
    if (!rowsOf(chunk).some(isSuspect)) continue
    // A file that was pasted together twice is read again as a whole; other work gets a turn in between.
    await nextTurn()
    signal?.throwIfAborted()
    for (const rows of readPart(inputs, chunk)) {
      for (const row of rows) {
        if (isSuspect(row.index)) finder.add(row, devEui.has(row.index), token.has(row.index))
      }
    }
  }
  return finder.verdict()
}

/** The chunk that contains a row. */
function chunkOf(chunks: readonly Chunk[], row: number): Chunk {
  let [from, to] = [0, chunks.length - 1]
  while (from < to) {
    const middle = (from + to + 1) >> 1
    if ((chunks[middle]?.index ?? 0) <= row) from = middle
    else to = middle - 1
  }
  const found = chunks[from]
  if (found === undefined) throw new Error(`row ${row} is in no chunk`)
  return found
}

/** The numbers of a chunk's rows. */
export function rowsOf({ index, rows }: Chunk): readonly number[] {
  return Array.from({ length: rows }, (_, row) => index + row)
}
