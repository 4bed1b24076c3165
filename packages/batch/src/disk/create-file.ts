import { createFile as createNew, DiskError, openDevice } from '@claimtag/disk'
import { lstatSync, statSync } from 'node:fs'
import { BatchError } from '../issue.ts'
import { outputError } from './output-error.ts'

/**
 * Makes a new file and opens it for writing. It has its mode from the first moment, and no link at its path is
 * followed. An existing device or pipe, such as the port of a printer, is opened as it is.
 *
 * @param mode Default: for its owner only.
 * @returns the descriptor
 * @throws BatchError `output-exists`, `output-is-link`, `output-failed`, `disk-full`
 *
 * @example
 * ```ts
 * import { closeSync, writeSync } from 'node:fs'
 * import { createFile } from '@claimtag/batch'
 *
 * const file = createFile('labels.zpl')
 * writeSync(file, '^XA^XZ')
 * closeSync(file)
 * ```
 */
export function createFile(path: string, mode?: number): number {
  try {
    return openDevice(path) ?? createNew(path, mode)
  } catch (error) {
    throw error instanceof DiskError && error.code === 'file-exists' ? taken(path) : outputError(error, path)
  }
}

/**
 * Makes sure that an output is not one of the inputs. Compares device and inode, so that links and other spellings of
 * a path are recognised.
 *
 * @throws BatchError `output-is-input`
 *
 * @example
 * ```ts
 * import { assertNotInput } from '@claimtag/batch'
 *
 * assertNotInput('labels.zpl', ['devices.csv'])
 * ```
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
