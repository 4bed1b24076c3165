import { isThere, makePrivateFolder, readOwnFile, replaceFile, takeLock } from '@claimtag/disk'
import type { AsTransportKey, ProvisioningStore, StoredState } from '@claimtag/provisioning'
import { fileStore } from '@claimtag/provisioning/file-store'

/** The devices of one tenant. */
export interface TenantStore extends ProvisioningStore {
  states(): AsyncIterable<StoredState>
}

/** What outlives the server: for each tenant its devices, and its transport key, still wrapped. */
export interface PortalStore {
  devices(tenant: string): TenantStore
  /**
   * Gives `use` the key that the tenant has, and keeps the one that it comes back with. One at a time: of two people
   * who log in together, only one has a key made.
   */
  withTransportKey<Result>(
    tenant: string,
    use: (kept: AsTransportKey | undefined) => Promise<{ key?: AsTransportKey; result: Result }>,
  ): Promise<Result>
}

/** Keeps everything in a folder that only this user may enter. */
export function diskStore(folder: string): PortalStore {
  const [states, keys] = [`${folder}/devices`, `${folder}/transport-keys`]
  return {
    devices: (tenant) => fileStore(`${states}/${tenant}`),
    async withTransportKey(tenant, use) {
      makePrivateFolder(keys)
      const path = `${keys}/${tenant}.json`
      const lock = await takeLock(`${path}.lock`, { patienceMs: 60_000 })
      try {
        const kept = isThere(path)
          ? (JSON.parse(readOwnFile(path).toString('utf8')) as AsTransportKey)
          : undefined
        const { key, result } = await use(kept)
        if (key !== undefined && key.id !== kept?.id) replaceFile(path, JSON.stringify(key))
        return result
      } finally {
        lock.release()
      }
    },
  }
}
