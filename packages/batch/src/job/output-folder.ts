import { closeFolder, isThere, makeFolder, opennessOf } from '@claimtag/disk'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { BatchError } from '../issue.ts'
import { jobFolder, type JobFolder } from '../ledger/folder.ts'
import { isOurRefused } from '../ledger/refused-file.ts'
import type { SettledOptions } from '../options.ts'
import { fixedOutputs, isLabelOutput } from './output-names.ts'

/**
 * Whether a job has begun in the folder. From then on, all names of a job's files in it belong to the job. The key is
 * written first, and only by this program; the record is written before any file of labels.
 */
export function hasBegun({ key, record, journal }: JobFolder): boolean {
  return isThere(key) && (isThere(record) || isThere(journal))
}

/**
 * Refuses a folder that a job must not use, before anything is opened for writing.
 *
 * @throws BatchError `output-exists`, `output-is-input`, `output-open`, `output-shared`
 */
export function checkOutput(options: SettledOptions): void {
  const { out, input, strict } = options
  const openness = opennessOf(out)
  if (openness === 'shared') throw new BatchError({ code: 'output-shared', path: out })
  if (openness === 'open' && strict) throw new BatchError({ code: 'output-open', path: out })
  const folder = jobFolder(out)
  const names = [...fixedOutputs(options), folder.refused]
  for (const source of [input].flat()) if (typeof source === 'string') assertNotAmong(names, source)
  if (hasBegun(folder)) return
  const [foreign] = fixedOutputs(options).filter(isThere)
  if (foreign !== undefined) throw new BatchError({ code: 'output-exists', path: foreign })
  if (isOurRefused(folder) === false) throw new BatchError({ code: 'output-exists', path: folder.refused })
}

/**
 * Also refuses the names of labels, when the rows are counted.
 *
 * @throws BatchError `output-exists`
 */
export function checkLabelNames(
  options: SettledOptions,
  labels: { readonly isFlat: boolean; readonly rows: number },
): void {
  const { out, perFolder } = options
  const isOutput = isLabelOutput(options, { ...labels, perFolder })
  const foreign = readdirSync(out).find(isOutput)
  if (foreign !== undefined) throw new BatchError({ code: 'output-exists', path: join(out, foreign) })
}

/** Makes the folder for the labels, or closes it to others and reports that. */
export function prepareOutput({ out, onEvent }: Pick<SettledOptions, 'out' | 'onEvent'>): void {
  makeFolder(out)
  if (opennessOf(out) !== 'closed') onEvent({ type: 'folder-open', path: out, closed: closeFolder(out) })
}

function assertNotAmong(paths: readonly string[], input: string): void {
  const own = numbers(input)
  const same = own === undefined ? undefined : paths.find((path) => isThere(path) && numbers(path) === own)
  if (same !== undefined) throw new BatchError({ code: 'output-is-input', path: same })
}

/** A file is identified by its device and inode, whatever names and links lead to it. */
function numbers(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined || !found.isFile() ? undefined : `${found.dev} ${found.ino}`
}
