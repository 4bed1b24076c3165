import { statSync } from 'node:fs'
import type { GivenFile } from '@claimtag/devices/parts'
import { digestOfFile } from './file-digest.ts'
import { THE_INPUT } from './identity.ts'
import type { InputFile } from './job-schema.ts'

/** The files of devices as they are now, for the record of a job. */
export function inputFiles(files: readonly GivenFile[], key: Uint8Array): readonly InputFile[] {
  return files.map(({ name, path }) => ({
    name,
    bytes: statSync(path).size,
    digest: digestOfFile(key, path),
  }))
}

/**
 * The differences since a record was written, with the files by their names if they are several and still the same.
 *
 * @param changed as `changes` found it
 */
export function changesByFile(
  changed: readonly string[],
  before: readonly InputFile[] = [],
  now: () => readonly InputFile[],
): readonly string[] {
  if (!changed.includes(THE_INPUT) || before.length < 2) return changed
  const files = now()
  const isSame = files.length === before.length && files.every(({ name }, at) => name === before[at]?.name)
  const others = files.filter(({ digest }, at) => digest !== before[at]?.digest)
  if (!isSame || others.length === 0) return changed
  const named = others.map(({ name }) => `the file ${name}`)
  return changed.flatMap((name) => (name === THE_INPUT ? named : [name]))
}
