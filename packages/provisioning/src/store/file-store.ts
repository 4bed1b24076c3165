import { isEui64, type Eui64 } from '@claimtag/core'
import {
  makePrivateFolder,
  namesIn,
  openAppendLog,
  readAppendLog,
  replaceFile,
  takeLock,
  type Lock,
} from '@claimtag/disk'
import { provisioningError } from '../provisioning-error.ts'
import { parseState } from '../schema.ts'
import type { ProvisioningStore, SaveResult, StoredState } from './provisioning-store.ts'

export interface FileStoreOptions {
  /** How long to wait for another process that is saving the same device, in milliseconds. 30,000 when left out. */
  readonly patienceMs?: number
}

export interface FileStore extends ProvisioningStore {
  /** All devices in the order of their DevEUIs: after a restart, those whose step is not `done` go on. */
  states(): AsyncGenerator<StoredState>
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
    return lastOf(devEui, (options) => void readAppendLog(logOf(devEui), options))
  }

  return {
    load,
    async save(state, revision) {
      const { devEui } = state
      assertDevEui(devEui)
      makePrivateFolder(shardOf(devEui))
      const path = logOf(devEui)
      const lock = await takeLock(`${path}.lock`, { patienceMs })
      try {
        return saveLocked(path, { revision: revision + 1, state }, lock)
      } finally {
        lock.release()
      }
    },
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
function saveLocked(path: string, next: StoredState, lock: Lock): SaveResult {
  const { devEui } = next.state
  let before = 0
  const log = openAppendLog<StoredState>(path, {
    parse: parserOf(devEui),
    take: ({ revision }) => (before = revision),
  })
  try {
    if (before + 1 !== next.revision) return { ok: false, code: 'state-moved-on' }
    lock.assertHeld()
    log.append(next)
  } finally {
    log.close()
  }
  if (log.lines > MOST_LINES) shorten(path, next)
  return { ok: true, revision: next.revision }
}

/** The state is stored already. If this fails, the next save tries it again. */
function shorten(path: string, last: StoredState): void {
  try {
    replaceFile(path, `${JSON.stringify(last)}\n`)
  } catch {
    // A full disk, for example: the log stays as long as it is.
  }
}

interface Reading {
  readonly parse: (line: string) => StoredState | undefined
  readonly take: (stored: StoredState) => void
}

function lastOf(devEui: Eui64, read: (options: Reading) => void): StoredState | undefined {
  let last: StoredState | undefined
  read({ parse: parserOf(devEui), take: (stored) => (last = stored) })
  return last
}

/** A line of another device, or of an older revision than the lines before it, is damage. */
function parserOf(devEui: Eui64): (line: string) => StoredState | undefined {
  let before = 0
  return (line) => {
    try {
      const { revision, state: written } = JSON.parse(line) as { revision: unknown; state: unknown }
      const state = parseState(written)
      if (typeof revision !== 'number' || state.devEui !== devEui) return undefined
      if (!Number.isSafeInteger(revision) || (before > 0 && revision !== before + 1)) return undefined
      before = revision
      return { revision, state }
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
