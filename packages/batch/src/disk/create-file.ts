import { closeSync, constants, fstatSync, lstatSync, openSync, statSync, type Stats } from 'node:fs'
import { BatchError } from '../issue.ts'
import { PRIVATE_FILE } from '@claimtag/disk'
import { outputError } from './output-error.ts'

// Windows has no O_NOFOLLOW: there it is undefined, which `|` takes for 0.
const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants

/**
 * Makes a file that was not there, and opens it for writing. It has its mode from the first moment, and no link is
 * followed at its place. A device or a pipe that is there, such as the port of a printer, is opened as it is.
 *
 * @returns the descriptor
 * @throws BatchError `output-exists`, `output-is-link`, `output-failed`, `disk-full`
 */
export function createFile(path: string, mode: number = PRIVATE_FILE): number {
  try {
    return openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw outputError(error, path)
  }
  return openDevice(path)
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

/** Not created and not cut, so a file that takes the place of the device meanwhile keeps its content. */
function openDevice(path: string): number {
  const link = lstatSync(path, { throwIfNoEntry: false })
  const there = statSync(path, { throwIfNoEntry: false })
  if (there === undefined || !isDevice(there)) throw taken(path, link)
  let file: number
  try {
    file = openSync(path, O_WRONLY)
  } catch (error) {
    throw outputError(error, path)
  }
  if (isDevice(fstatSync(file))) return file
  closeSync(file)
  throw taken(path, link)
}

function isDevice(found: Stats): boolean {
  return found.isCharacterDevice() || found.isBlockDevice() || found.isFIFO() || found.isSocket()
}

function taken(path: string, found: Stats | undefined): BatchError {
  if (found?.isDirectory() === true) return new BatchError({ code: 'output-failed', path, detail: 'EISDIR' })
  return new BatchError({ code: found?.isSymbolicLink() === true ? 'output-is-link' : 'output-exists', path })
}
