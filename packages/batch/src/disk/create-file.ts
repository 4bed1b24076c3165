import { createFile as createNew, DiskError, openDevice } from '@claimtag/disk'
import { lstatSync, statSync } from 'node:fs'
import { BatchError } from '../issue.ts'
import { outputError } from './output-error.ts'

/**
 * Makes a file that was not there, and opens it for writing. It has its mode from the first moment, and no link is
 * followed at its place. A device or a pipe that is there, such as the port of a printer, is opened as it is.
 *
 * @param mode Default: for its owner alone.
 * @returns the descriptor
 * @throws BatchError `output-exists`, `output-is-link`, `output-failed`, `disk-full`
 */
export function createFile(path: string, mode?: number): number {
  try {
    return openDevice(path) ?? createNew(path, mode)
  } catch (error) {
    throw error instanceof DiskError && error.code === 'file-exists' ? taken(path) : outputError(error, path)
  }
}

/**
 * Makes sure that an output is none of the inputs, by device and inode, so that links and other spellings of a path
 * are seen through.
 *
 * @throws BatchError `output-is-input`
 */
export function assertNotInput(path: string, inputs: readonly string[]): void {
  const output = statSync(path, { throwIfNoEntry: false, bigint: true })
  if (output === undefined) return
  const isInput = inputs.some((input) => {
    const found = statSync(input, { throwIfNoEntry: false, bigint: true })
    return found !== undefined && found.dev === output.dev && found.ino === output.ino
  })
  if (isInput) throw new BatchError({ code: 'output-is-input', path })
}

function taken(path: string): BatchError {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found?.isDirectory() === true) return new BatchError({ code: 'output-failed', path, detail: 'EISDIR' })
  if (found?.isSymbolicLink() === true) return new BatchError({ code: 'output-is-link', path })
  return new BatchError({ code: 'output-exists', path, mayForce: true })
}
