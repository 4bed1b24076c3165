import { dirname } from 'node:path'
import { makePrivateFolder, takeLock } from '@claimtag/disk'
import { explain, createWorkflow, type Session as Login, type WorkflowPorts } from '@claimtag/provisioning'
import type { Failure } from '@claimtag/provisioning'
import { fileStore, type FileStore } from '@claimtag/provisioning/file-store'
import type { Fetch } from '@claimtag/provisioning/http'
import { openPortal, type OpenPortal } from '@claimtag/provisioning/portal'
import type { Session } from '../session.ts'
import { pathFrom } from '../settings/config.ts'
import { openImportFile } from './import-file.ts'
import { keyPairFor } from './key-pair-of.ts'
import type { LoadedPortal } from './load-portal.ts'
import { StepFailed } from './step-failed.ts'
import { rehearsedKeys, transportKeysIn } from './transport-keys.ts'

/** How long another command may take for its login. */
const PATIENCE_MS = 60_000

/** A portal whose servers have let us in. */
export interface OpenWorkflow {
  readonly ports: Omit<WorkflowPorts, 'save'>
  readonly session: Login
  readonly store: FileStore
}

/**
 * The connectors of a portal, with the time limit of its document.
 *
 * @param paced puts something around requests; what they wait for there is not limited
 */
export async function openServers(
  { portal, path, secretOf }: LoadedPortal,
  ending: AbortSignal,
  paced: (fetch: Fetch) => Fetch = (limited) => limited,
): Promise<OpenPortal> {
  const ms = portal.timeoutSeconds * 1000
  const limited: Fetch = (url, { signal, ...request }) => {
    const limit = AbortSignal.timeout(ms)
    return fetch(url, {
      ...request,
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    })
  }
  return openPortal(portal, {
    secretOf,
    fetch: paced(limited),
    importFile: (file) => openImportFile(pathFrom(dirname(path), file), ending),
  })
}

/**
 * Logs into the servers of a portal with the ASTK of its folder. Of several commands that begin at once, one has the
 * key pair and the ASTK made.
 *
 * @param isRehearsal whether no key may be made at a server
 * @throws StepFailed when a server does not let us in
 */
export async function openWorkflow(
  loaded: LoadedPortal,
  { signal }: Pick<Session, 'signal'>,
  isRehearsal: boolean,
  paced?: (fetch: Fetch) => Fetch,
): Promise<OpenWorkflow> {
  const { state, portal } = loaded
  const open = await openServers(loaded, signal, paced)
  makePrivateFolder(state)
  makePrivateFolder(`${state}/devices`)
  const lock = await takeLock(`${state}/login.lock`, { patienceMs: PATIENCE_MS, signal })
  try {
    const { publicKeyPem, unwrapKey } = await keyPairFor(loaded)
    const ports = { ...open.ports, unwrapKey, clock: { now: Date.now, sleep: () => Promise.resolve() } }
    const kept = transportKeysIn(state, publicKeyPem)
    const ids = ports.joinServers.all.map(({ id }) => id)
    const keys = isRehearsal ? rehearsedKeys(kept.loginKeys, ids, portal.keyPair.padding) : kept.loginKeys
    const login = await createWorkflow(ports).login(keys, { signal })
    if (!login.ok) throw failed(login)
    if (!isRehearsal) kept.save(login.session)
    return { ports, session: login.session, store: fileStore(`${state}/devices`) }
  } finally {
    lock.release()
  }
}

function failed(failure: Failure): StepFailed {
  return new StepFailed(failure, explain(failure))
}
