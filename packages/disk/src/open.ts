import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
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

// Windows has neither flag; the code below checks for a link before it opens the file there.
const NO_FOLLOW = IS_WINDOWS ? 0 : constants.O_NOFOLLOW
/** Opening a pipe must not wait for its other end. The flag has no effect on files. */
const NO_WAIT = IS_WINDOWS ? 0 : constants.O_NONBLOCK

/** What a shell calls one end of a pipe whose other end it holds. */
const SHELL_PIPE = /^\/(?:dev|proc\/self)\/(?:fd\/\d+|stdin)$/

/**
 * Makes a new file that only its owner may read, from its first byte on. Existing files are not opened, and links not
 * followed.
 *
 * @param mode for a file without secrets
 * @returns a descriptor for reading and writing
 * @throws DiskError `file-exists`
 *
 * @example
 * ```ts
 * import { closeSync } from 'node:fs'
 * import { createFile, writeWhole } from '@claimtag/disk'
 *
 * const file = createFile('labels.zpl')
 * writeWhole(file, new TextEncoder().encode('^XA^XZ'))
 * closeSync(file)
 * ```
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
 * Opens an existing file of this user to continue it. It must have no second name and not be a link. Its mode becomes
 * 0600.
 *
 * @returns a descriptor for reading and writing
 * @throws DiskError `file-linked`, `not-a-file`, `not-ours`; the system's own error when it does not exist
 *
 * @example
 * ```ts
 * import { closeSync } from 'node:fs'
 * import { openToGoOn } from '@claimtag/disk'
 *
 * closeSync(openToGoOn('devices.csv'))
 * ```
 */
export function openToGoOn(path: string): number {
  const file = openUnfollowed(path, constants.O_RDWR)
  try {
    const found = fstatSync(file)
    assertFile(path, found)
    // Truncating it would also truncate its other name, which may be someone's backup.
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
 * Opens a file that was written through this package, for reading. A link in its place leads to another file, so it
 * is refused.
 *
 * @throws DiskError `file-linked`, `not-a-file`; the system's own error when it does not exist
 *
 * @example
 * ```ts
 * import { closeSync } from 'node:fs'
 * import { openOwnToRead } from '@claimtag/disk'
 *
 * closeSync(openOwnToRead('devices.csv'))
 * ```
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
 * Opens a file that a person has named, for reading; links are followed.
 *
 * @example
 * ```ts
 * import { closeSync, fstatSync } from 'node:fs'
 * import { openToRead } from '@claimtag/disk'
 *
 * const file = openToRead('devices.csv')
 * console.log(fstatSync(file).isFile()) // true
 * closeSync(file)
 * ```
 */
export function openToRead(path: string): number {
  return openSync(path, 'r')
}

/**
 * The same for a file that is to be read whole. What has no end, or may keep its reader waiting, is refused: a device,
 * a folder, or a pipe, unless the shell has made it for this process, as in `--config <(jq . all.json)`.
 *
 * @throws DiskError `not-a-file`; the system's own error when it does not exist
 */
export function openWholeToRead(path: string): number {
  const isFromShell = SHELL_PIPE.test(path)
  const file = openSync(path, constants.O_RDONLY | (isFromShell ? 0 : NO_WAIT))
  const found = fstatSync(file)
  if (found.isFile() || (isFromShell && found.isFIFO())) return file
  closeSync(file)
  throw new DiskError({ code: 'not-a-file', path })
}

/**
 * The same as a `FileHandle`, to read piece by piece without blocking.
 *
 * @example
 * ```ts
 * import { openHandleToRead } from '@claimtag/disk'
 *
 * const handle = await openHandleToRead('devices.csv')
 * for await (const line of handle.readLines()) console.log(line.length > 0) // true
 * ```
 */
export function openHandleToRead(path: string): Promise<FileHandle> {
  return open(path, 'r')
}

/**
 * Opens a device or a pipe, such as the port of a printer, for writing.
 *
 * @returns `undefined` when the path is neither
 *
 * @example
 * ```ts
 * import { openDevice } from '@claimtag/disk'
 *
 * console.log(openDevice('devices.csv')) // undefined
 * ```
 */
export function openDevice(path: string): number | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined || !(found.isCharacterDevice() || found.isFIFO())) return undefined
  return openSync(path, constants.O_WRONLY)
}

/**
 * Whether anything has this name, even a link that leads nowhere.
 *
 * @example
 * ```ts
 * import { isThere } from '@claimtag/disk'
 *
 * console.log(isThere('devices.csv'), isThere('labels')) // true false
 * ```
 */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** On Linux a temporary file has no name, and is opened through its descriptor, which /proc shows as a link. */
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

/** Some shared folders show all files as those of one user: then the owner of a new file is compared. */
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
