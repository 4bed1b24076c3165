import { isThere } from '@claimtag/disk'
import type { Format } from '@claimtag/core'
import { createIssuer, createSealer, type Issuer, type TokenSource } from '@claimtag/online'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { text } from '../flags/flag-value.ts'
import { prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { UsageError } from '../usage-error.ts'
import { addKey, createKeyFile, readKeyFile } from './key-file.ts'
import { isServer, openStore, type OpenStore } from './open-store.ts'

/** The codes that a command works with. */
export interface Codes {
  readonly issuer: Issuer
  readonly keyPath: string
  readonly close: () => Promise<void>
}

export interface CodesOptions {
  readonly format: Format
  readonly tokens: TokenSource
  /** Whether a missing store is made. Commands that only read must not leave an empty one behind. */
  readonly create: boolean
  /** Whether a new key is put in front first. */
  readonly newKey?: boolean
}

const STORE = 'codes.sqlite'

/**
 * Opens the store in the flags, with its file of keys.
 *
 * @throws UsageError
 * @throws OnlineError as the store
 */
export async function openCodes(
  { flags }: Pick<Invocation, 'flags'>,
  session: Session,
  { format, tokens, create, newKey = false }: CodesOptions,
): Promise<Codes> {
  const { cwd, stderr } = session
  const where = text(flags['store']) ?? STORE
  const path = isServer(where) ? undefined : resolve(cwd, where)
  const keyPath = resolve(cwd, text(flags['keys']) ?? (path === undefined ? 'codes.keys' : `${where}.keys`))
  const isNew = path === undefined ? flags['newKeys'] === true : !isThere(path)
  if (!isNew || !create) assertStore(path, keyPath, where)
  else if (!isThere(keyPath)) {
    createKeyFile(keyPath)
    if (flags['quiet'] !== true)
      stderr.print(
        prose`Made ${keyPath}: keep it apart from the store, and a copy of it. Nothing opens without it.\n`,
      )
  }
  if (newKey) addKey(keyPath)
  const { keys, indexKey } = readKeyFile(keyPath)
  const opened: OpenStore = await openStore(path ?? where)
  const issuer = createIssuer({
    format,
    tokens,
    store: opened.store,
    sealer: createSealer({ keys, indexKey }),
    realm: text(flags['realm']) ?? '',
    holder: hostname(),
  })
  return { issuer, keyPath, close: opened.close }
}

function assertStore(path: string | undefined, keyPath: string, where: string): void {
  if (path !== undefined && !isThere(path))
    throw new UsageError(`There is no store ${where}: claimtag issue and claimtag import make one.`)
  if (isThere(keyPath)) return
  const first =
    path === undefined ? ' With --new-keys, claimtag issue and import make them for a new database.' : ''
  throw new UsageError(`The keys of the store, ${keyPath}, are not there: name them with --keys.${first}`)
}
