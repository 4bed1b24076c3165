import { isThere, makePrivateFolder, readOwnFile, replaceFile, takeLock } from '@claimtag/disk'
import { postgresStates } from '@claimtag/online/postgres'
import type { Session } from '@claimtag/provisioning'
import { type ListingStore, listingStore } from '@claimtag/provisioning/attended'
import { fileStore } from '@claimtag/provisioning/file-store'
import { parseState } from '@claimtag/provisioning/schema'

/** The transport keys of a tenant, one for each Join Server, as these have wrapped them. */
type TransportKeys = Pick<Session, 'asTransportKey' | 'otherTransportKeys'>

/** What outlives the server: for each tenant its devices, and its transport keys, still wrapped. */
export interface PortalStore {
  devices(tenant: string): ListingStore
  /**
   * Gives `use` the keys that the tenant has, and keeps those that it comes back with. One at a time: of two people
   * who log in together, only one has a key made.
   */
  withTransportKeys<Result>(
    tenant: string,
    use: (kept: TransportKeys | undefined) => Promise<{ keys?: TransportKeys; result: Result }>,
  ): Promise<Result>
}

/** Keeps everything in a folder that only this user may enter. */
export function diskStore(folder: string): PortalStore {
  const [states, kept] = [`${folder}/devices`, `${folder}/transport-keys`]
  return {
    devices: (tenant) => fileStore(`${states}/${tenant}`),
    async withTransportKeys(tenant, use) {
      makePrivateFolder(kept)
      const path = `${kept}/${tenant}.json`
      const lock = await takeLock(`${path}.lock`, { patienceMs: 60_000 })
      try {
        const before = isThere(path) ? readOwnFile(path).toString('utf8') : undefined
        const { keys, result } = await use(
          before === undefined ? undefined : (JSON.parse(before) as TransportKeys),
        )
        const after = JSON.stringify(keys)
        if (keys !== undefined && after !== before) replaceFile(path, after)
        return result
      } finally {
        lock.release()
      }
    },
  }
}

/** Devices in PostgreSQL, which several servers share; transport keys stay in the folder, which they share, too. */
export function postgresStore(pool: Parameters<typeof postgresStates>[0], folder: string): PortalStore {
  return {
    ...diskStore(folder),
    devices: (realm) => listingStore(postgresStates(pool, { realm, parse: parseState })),
  }
}
