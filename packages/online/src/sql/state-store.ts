import type { Eui64 } from '@claimtag/core'
import type { Operation, Step } from './operation.ts'
import type { Row, Value } from './rows.ts'
import type { Run } from './sql-store.ts'

/** A device's state as it is stored. Each save adds 1 to the revision. */
interface StoredState<State> {
  readonly revision: number
  readonly state: State
}

interface ListedState<State> extends StoredState<State> {
  /** Milliseconds since 1970, by the clock of the database. */
  readonly savedAt: number
}

type SaveResult =
  | { readonly ok: true; readonly revision: number }
  | { readonly ok: false; readonly code: 'state-moved-on' }

export interface StateStoreOptions<State> {
  /** Whose devices: a tenant of the portal. Tenants do not see each other's. */
  readonly realm: string
  /** Reads a state that was stored, as `parseState` of `@claimtag/provisioning/schema` does. */
  readonly parse: (written: unknown) => State
}

/**
 * How far devices have come in provisioning, kept beside the codes. It has the shape of `ProvisioningStore` of
 * `@claimtag/provisioning`, which this package does not import.
 */
export interface StateStore<State extends { readonly devEui: Eui64 }> {
  load(devEui: Eui64): Promise<StoredState<State> | undefined>
  /** @param revision the one that the state goes on from; 0 for a device that is not stored */
  save(state: State, revision: number): Promise<SaveResult>
  /** After it, the device is not stored, and may begin again. */
  remove(devEui: Eui64, revision: number): Promise<SaveResult>
  /**
   * The devices saved last come first.
   *
   * @param query `before`: the last one of the page before
   */
  list(query: {
    readonly limit: number
    readonly before?: ListedState<State> | undefined
  }): Promise<readonly ListedState<State>[]>
}

/** Above all revisions and times: those of a first page come before it. */
const END = Number.MAX_SAFE_INTEGER

/** A store of states on top of anything that runs the statements. */
export function createStateStore<State extends { readonly devEui: Eui64 }>(
  run: Run,
  { realm, parse }: StateStoreOptions<State>,
): StateStore<State> {
  const storedOf = (row: Row): StoredState<State> => ({
    revision: Number(row['revision']),
    state: parse(JSON.parse(String(row['state']))),
  })

  async function rowsOf(statement: Step['statement'], ...values: readonly Value[]): Promise<readonly Row[]> {
    const isRead = statement === 'findState' || statement === 'listStates'
    const operation: Operation = { first: { statement, values: [realm, ...values] }, isRead }
    return (await run(operation)).first
  }

  return {
    async load(devEui) {
      const [row] = await rowsOf('findState', devEui)
      return row === undefined ? undefined : storedOf(row)
    },
    async save(state, revision) {
      const text = JSON.stringify(state)
      if (revision === 0) return savedBy(await rowsOf('firstState', state.devEui, text))
      if (!isRevision(revision)) return MOVED_ON
      return savedBy(await rowsOf('nextState', state.devEui, revision, text))
    },
    async remove(devEui, revision) {
      return isRevision(revision) ? savedBy(await rowsOf('removeState', devEui, revision)) : MOVED_ON
    },
    async list({ limit, before }) {
      const { savedAt = END, state } = before ?? {}
      const rows = await rowsOf('listStates', savedAt, state?.devEui ?? '', limit)
      return rows.map((row) => ({ ...storedOf(row), savedAt: Number(row['saved_at']) }))
    },
  }
}

const MOVED_ON: SaveResult = { ok: false, code: 'state-moved-on' }

function savedBy([row]: readonly Row[]): SaveResult {
  return row === undefined ? MOVED_ON : { ok: true, revision: Number(row['revision']) }
}

/** Databases would round a fraction or refuse it. */
function isRevision(revision: number): boolean {
  return Number.isSafeInteger(revision) && revision > 0
}
