import { isEui64, type Eui64 } from '@claimtag/core'
import {
  isThere,
  makePrivateFolder,
  namesIn,
  openAppendLog,
  readAppendLog,
  readOwnFile,
  replaceFile,
  takeLock,
  type Lock,
} from '@claimtag/disk'
import { provisioningError } from '../provisioning-error.ts'
import { parseState } from '../schema.ts'
import type { ProvisioningState, Session } from '../state.ts'
import type { Workflow } from '../workflow.ts'
import type { ProvisioningStore, SaveResult, StoredState } from './provisioning-store.ts'

export interface FileStoreOptions {
  /** How long to wait for another process that is saving the same device, in milliseconds. 30,000 when left out. */
  readonly patienceMs?: number
}

export interface FileStore extends ProvisioningStore {
  /** All devices in the order of their DevEUIs: after a restart, those whose step is not `done` go on. */
  states(): AsyncGenerator<StoredState>
}

/** A line of a log. One without a state says that the device was removed. */
interface Line {
  readonly revision: number
  readonly state?: ProvisioningState
}

const PATIENCE_MS = 30_000
/** An undisturbed device is saved nine times; of one that is tried again and again, the last line is enough. */
const MOST_LINES = 32
const LOG_NAME = /^([0-9A-F]{16})\.ndjson$/

/**
 * Keeps states in a folder that only its owner may enter: a log for each device, which is added to and synced with each
 * save, so that a process may be killed at any time. Node only.
 *
 * Its operations reject with the errors of `@claimtag/disk`: `log-damaged`, `locked`, `file-linked`, `not-ours` and
 * those of the system.
 *
 * @param folder on a disk that all processes see; made when it is missing
 * @example
 * ```ts
 * import { fileStore } from '@claimtag/provisioning/file-store'
 *
 * for await (const { state } of fileStore('devices').states()) if (state.step !== 'done') console.log(state.devEui)
 * ```
 */
export function fileStore(folder: string, { patienceMs = PATIENCE_MS }: FileStoreOptions = {}): FileStore {
  // The last digits differ between devices of one maker, so the folders fill evenly.
  const shardOf = (devEui: Eui64): string => `${folder}/${devEui.slice(-2)}`
  const logOf = (devEui: Eui64): string => `${shardOf(devEui)}/${devEui}.ndjson`

  async function load(devEui: Eui64): Promise<StoredState | undefined> {
    assertDevEui(devEui)
    const { revision, state } = lastOf(devEui, (options) => void readAppendLog(logOf(devEui), options)) ?? {}
    return revision === undefined || state === undefined ? undefined : { revision, state }
  }

  async function write(devEui: Eui64, revision: number, state?: ProvisioningState): Promise<SaveResult> {
    assertDevEui(devEui)
    makePrivateFolder(shardOf(devEui))
    const path = logOf(devEui)
    const lock = await takeLock(`${path}.lock`, { patienceMs })
    try {
      return writeLocked(path, devEui, { revision, state }, lock)
    } finally {
      lock.release()
    }
  }

  return {
    load,
    save: (state, revision) => write(state.devEui, revision, state),
    remove: (devEui, revision) => write(devEui, revision),
    async *states() {
      for (const shard of namesIn(folder)) {
        for (const name of namesIn(`${folder}/${shard}`)) {
          const [, devEui = ''] = LOG_NAME.exec(name) ?? []
          const stored = isEui64(devEui) ? await load(devEui) : undefined
          if (stored !== undefined) yield stored
        }
      }
    },
  }
}

/** Only the holder of the device's lock gets here: nothing is added between the reading and the writing. */
function writeLocked(
  path: string,
  devEui: Eui64,
  { revision, state }: { readonly revision: number; readonly state: ProvisioningState | undefined },
  lock: Lock,
): SaveResult {
  let last: Line | undefined
  const log = openAppendLog<Line>(path, { parse: parserOf(devEui), take: (line) => (last = line) })
  const next: Line = { revision: (last?.revision ?? 0) + 1, ...(state === undefined ? {} : { state }) }
  try {
    const isStored = last?.state !== undefined
    // Who removes a device that is not stored has been left behind, as who saves one from a revision that is not its.
    if (isStored ? last?.revision !== revision : revision !== 0 || state === undefined) {
      return { ok: false, code: 'state-moved-on' }
    }
    lock.assertHeld()
    log.append(next)
  } finally {
    log.close()
  }
  if (log.lines > MOST_LINES) shorten(path, next)
  return { ok: true, revision: next.revision }
}

/** The state is stored already. If this fails, the next save tries it again. */
function shorten(path: string, last: Line): void {
  try {
    replaceFile(path, `${JSON.stringify(last)}\n`)
  } catch {
    // A full disk, for example: the log stays as long as it is.
  }
}

interface Reading {
  readonly parse: (line: string) => Line | undefined
  readonly take: (line: Line) => void
}

function lastOf(devEui: Eui64, read: (options: Reading) => void): Line | undefined {
  let last: Line | undefined
  read({ parse: parserOf(devEui), take: (line) => (last = line) })
  return last
}

/** A line of another device, or of an older revision than the lines before it, is damage. */
function parserOf(devEui: Eui64): (line: string) => Line | undefined {
  let before = 0
  return (text) => {
    try {
      const { revision, state: written } = JSON.parse(text) as { revision: unknown; state?: unknown }
      const state = written === undefined ? undefined : parseState(written)
      if (typeof revision !== 'number' || (state !== undefined && state.devEui !== devEui)) return undefined
      if (!Number.isSafeInteger(revision) || (before > 0 && revision !== before + 1)) return undefined
      before = revision
      return { revision, ...(state === undefined ? {} : { state }) }
    } catch {
      return undefined
    }
  }
}

/** It becomes the name of a file. */
function assertDevEui(devEui: string): void {
  if (!isEui64(devEui))
    throw provisioningError({ code: 'state-invalid', field: 'devEui', problem: 'must be 16 hex digits' })
}

/** What the logins of an owner have in common: transport keys, one for each Join Server, as these have wrapped them. */
type TransportKeys = Pick<Session, 'asTransportKey' | 'otherTransportKeys'>

/** Keeps transport keys, still wrapped, for the next login: a new one would strand devices that are under way. */
export interface TransportKeyStore {
  /**
   * Logs in with the keys of this owner; those that are wrapped for another private key than today's are made anew. One
   * at a time: of two people who log in together, only one has a key made.
   *
   * @param owner names a file: letters, digits, `_`, `-`, `.` and `@`, and no dot at its beginning
   * @param publicKey SPKI, PEM
   * @throws ProvisioningError `state-invalid` for another name, or a file that is damaged
   */
  logIn(owner: string, workflow: Pick<Workflow, 'login'>, publicKey: string): ReturnType<Workflow['login']>
}

const LOGIN_PATIENCE_MS = 60_000
const OWNER = /^[\w@-][\w.@-]{0,199}$/

/**
 * Keeps wrapped transport keys in a folder that only this user may enter, a file for each owner of keys. Node only.
 *
 * @param folder on a disk that all processes see; made when it is missing
 * @example
 * ```ts no-run
 * import type { Workflow } from '@claimtag/provisioning'
 * import { transportKeyStore } from '@claimtag/provisioning/file-store'
 *
 * declare const workflow: Workflow
 * declare const publicKey: string
 *
 * const login = await transportKeyStore('transport-keys').logIn('subscription-42', workflow, publicKey)
 * console.log(login.ok)
 * ```
 */
export function transportKeyStore(folder: string): TransportKeyStore {
  return {
    async logIn(owner, workflow, publicKey) {
      if (!OWNER.test(owner))
        throw provisioningError({ code: 'state-invalid', field: 'owner', problem: 'cannot name a file' })
      makePrivateFolder(folder)
      const path = `${folder}/${owner}.json`
      const lock = await takeLock(`${path}.lock`, { patienceMs: LOGIN_PATIENCE_MS })
      try {
        const before = isThere(path) ? readOwnFile(path).toString('utf8') : undefined
        const kept = before === undefined ? {} : keysOf(before)
        let login = await workflow.login({ publicKey, ...kept })
        if (!login.ok && login.code === 'key-unwrap-failed' && before !== undefined)
          login = await workflow.login(publicKey)
        if (!login.ok) return login
        const { asTransportKey, otherTransportKeys } = login.session
        const after = JSON.stringify({ asTransportKey, otherTransportKeys })
        if (after !== before) {
          lock.assertHeld()
          replaceFile(path, after)
        }
        return login
      } finally {
        lock.release()
      }
    },
  }
}

/** The parser's own error would quote what it read. */
function keysOf(text: string): TransportKeys {
  try {
    return JSON.parse(text) as TransportKeys
  } catch {
    throw provisioningError({
      code: 'state-invalid',
      field: 'asTransportKey',
      problem: 'the file of this owner is damaged',
    })
  }
}
