import { createFile, readOwnFile, replaceFile, writeWhole } from '@claimtag/disk'
import type { SealingKey } from '@claimtag/online'
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync } from 'node:fs'
import { UsageError } from '../usage-error.ts'

/** The keys of a store: the first one seals, the others only open what they sealed before. */
export interface KeyRing {
  readonly keys: readonly SealingKey[]
  /** Finds tokens that are used twice; it stays when the keys change. */
  readonly indexKey: Uint8Array
}

const INDEX = 'index'
const KEY_BYTES = 32
/** An id, a space and 32 bytes in base64. */
const LINE = /^([\w.-]{1,64}) ([A-Za-z0-9+/]{43}=)$/
/** Enough for hundreds of keys; a longer file is not a file of keys. */
const LONGEST = 1 << 16

/**
 * Reads the file of keys: a line `ID BASE64` for each, the one that seals first, and one line `index BASE64`.
 *
 * @throws UsageError when it is missing or has other content, which is never quoted
 */
export function readKeyFile(path: string): KeyRing {
  let bytes: Buffer
  try {
    bytes = readOwnFile(path, LONGEST)
  } catch (error) {
    throw new UsageError(
      `${path}, the keys of the store, cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no file'}).`,
    )
  }
  const wrong = new UsageError(`${path} is no file of keys: a line is an id, a space and 32 bytes in base64.`)
  const lines = bytes
    .toString('utf8')
    .split(/\r?\n/)
    .filter((written) => written !== '')
    .map((written) => LINE.exec(written))
  const entries = lines.map((found) => {
    if (found === null) throw wrong
    return { id: found[1] ?? '', key: new Uint8Array(Buffer.from(found[2] ?? '', 'base64')) }
  })
  const index = entries.find(({ id }) => id === INDEX)
  const keys = entries.filter(({ id }) => id !== INDEX)
  if (index === undefined || keys.length === 0) throw wrong
  return {
    indexKey: index.key,
    keys: keys.map((key, at) => (at === 0 ? key : { ...key, isDecryptOnly: true })),
  }
}

/**
 * Makes a file of keys that only its owner may read.
 *
 * @throws DiskError `file-exists`
 */
export function createKeyFile(path: string): void {
  const file = createFile(path)
  try {
    writeWhole(file, Buffer.from(`${newLine('1')}${newLine(INDEX)}`, 'utf8'))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Adds a new key at the beginning, in one step: it seals from now on, and the keys before it open what they sealed. */
export function addKey(path: string): void {
  const { keys, indexKey } = readKeyFile(path)
  const ids = keys.map(({ id }) => Number(id)).filter((id) => Number.isSafeInteger(id))
  const lines = [...keys, { id: INDEX, key: indexKey }].map(({ id, key }) => line(id, key))
  replaceFile(path, newLine(String(Math.max(0, ...ids) + 1)) + lines.join(''))
}

function newLine(id: string): string {
  return line(id, randomBytes(KEY_BYTES))
}

function line(id: string, key: Uint8Array): string {
  return `${id} ${Buffer.from(key).toString('base64')}\n`
}
