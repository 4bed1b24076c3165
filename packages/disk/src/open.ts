import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  type Stats,
} from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { DiskError } from './issue.ts'

/** Labels are bearer secrets until the devices are claimed: only their owner may read them. */
const PRIVATE_FILE = 0o600

const IS_WINDOWS = process.platform === 'win32'

// Windows has neither; there a link is looked for before the file is opened.
const NO_FOLLOW = IS_WINDOWS ? 0 : constants.O_NOFOLLOW
/** Opening a pipe must not wait for its other end. It means nothing for a file. */
const NO_WAIT = IS_WINDOWS ? 0 : constants.O_NONBLOCK

/**
 * Makes a file that only its owner may read, from its first byte on. Nothing that is there is opened, and no link
 * followed.
 *
 * @param mode for a file without secrets
 * @returns a descriptor for reading and writing
 * @throws DiskError `file-exists`
 */
export function createFile(path: string, mode = PRIVATE_FILE): number {
  const { O_RDWR, O_CREAT, O_EXCL } = constants
  try {
    return openSync(path, O_RDWR | O_CREAT | O_EXCL | NO_FOLLOW, mode)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new DiskError({ code: 'file-exists', path })
    throw error
  }
}

/**
 * Opens a file of ours to go on with it: one that is there, of this user, with no other name and no link. Its mode
 * becomes 0600.
 *
 * @returns a descriptor for reading and writing
 * @throws DiskError `file-linked`, `not-a-file`, `not-ours`; the system's own error when it is not there
 */
export function openToGoOn(path: string): number {
  const file = openUnfollowed(path, constants.O_RDWR)
  try {
    const found = fstatSync(file)
    assertFile(path, found)
    // Cutting it off would cut the copy of whoever keeps it under a second name, a backup for one.
    if (found.nlink > 1) throw new DiskError({ code: 'file-linked', path })
    if (!isOurs(path, found)) throw new DiskError({ code: 'not-ours', path })
    if (!IS_WINDOWS && (found.mode & 0o777) !== PRIVATE_FILE) fchmodSync(file, PRIVATE_FILE)
  } catch (error) {
    closeSync(file)
    throw error
  }
  return file
}

/**
 * Opens a file that we have written, for reading. A link in its place leads to something else.
 *
 * @throws DiskError `file-linked`, `not-a-file`; the system's own error when it is not there
 */
export function openOwnToRead(path: string): number {
  const file = openUnfollowed(path, constants.O_RDONLY)
  try {
    assertFile(path, fstatSync(file))
  } catch (error) {
    closeSync(file)
    throw error
  }
  return file
}

/**
 * Reads a small file that we have written.
 *
 * @throws DiskError `file-linked`, `not-a-file`; the system's own error when it is not there
 */
export function readOwnFile(path: string): Buffer {
  const file = openOwnToRead(path)
  try {
    return readFileSync(file)
  } finally {
    closeSync(file)
  }
}

/** Opens what a person has named, for reading; links are followed. */
export function openToRead(path: string): number {
  return openSync(path, 'r')
}

/** The same for reading piece by piece without blocking. */
export function openHandleToRead(path: string): Promise<FileHandle> {
  return open(path, 'r')
}

/**
 * Opens a device or a pipe, such as the port of a printer, for writing.
 *
 * @returns `undefined` when the path is none
 */
export function openDevice(path: string): number | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined || !(found.isCharacterDevice() || found.isFIFO())) return undefined
  return openSync(path, constants.O_WRONLY)
}

/** Whether something of this name is there, be it a link that leads nowhere. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** A temporary file without a name is opened through the descriptor that keeps it, which Linux shows as a link. */
function isDescriptor(path: string): boolean {
  return /^\/proc\/\d+\/fd\/\d+$/.test(path)
}

function openUnfollowed(path: string, flags: number): number {
  if (isDescriptor(path)) return openSync(path, flags)
  if (IS_WINDOWS && lstatSync(path).isSymbolicLink()) throw new DiskError({ code: 'file-linked', path })
  try {
    return openSync(path, flags | NO_FOLLOW | NO_WAIT)
  } catch (error) {
    // FreeBSD says EMLINK.
    if (codeOf(error) === 'ELOOP' || codeOf(error) === 'EMLINK')
      throw new DiskError({ code: 'file-linked', path })
    if (codeOf(error) === 'EISDIR' || codeOf(error) === 'ENXIO')
      throw new DiskError({ code: 'not-a-file', path })
    throw error
  }
}

function assertFile(path: string, found: Stats): void {
  if (!found.isFile()) throw new DiskError({ code: 'not-a-file', path })
}

/** Some shared folders show all files as those of one user: then it counts whose a new file is. */
function isOurs(path: string, { uid }: Stats): boolean {
  const own = process.geteuid?.()
  if (own === undefined || uid === own) return true
  const probe = join(dirname(path), `.claimtag-${randomBytes(8).toString('hex')}`)
  const file = createFile(probe)
  try {
    return fstatSync(file).uid === uid
  } finally {
    closeSync(file)
    rmSync(probe, { force: true })
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
