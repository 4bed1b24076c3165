import { postgresStates } from '@claimtag/online/postgres'
import { type ListingStore, listingStore } from '@claimtag/provisioning/attended'
import { fileStore, type TransportKeyStore, transportKeyStore } from '@claimtag/provisioning/file-store'
import { parseState } from '@claimtag/provisioning/schema'

/** What outlives the server: for each tenant its devices, and its transport keys, still wrapped. */
export interface PortalStore {
  devices(tenant: string): ListingStore
  readonly transportKeys: TransportKeyStore
}

/** Keeps everything in a folder that only this user may enter. */
export function diskStore(folder: string): PortalStore {
  return {
    devices: (tenant) => fileStore(`${folder}/devices/${tenant}`),
    transportKeys: transportKeyStore(`${folder}/transport-keys`),
  }
}

/** Devices in PostgreSQL, which several servers share; transport keys stay in the folder, which they share, too. */
export function postgresStore(pool: Parameters<typeof postgresStates>[0], folder: string): PortalStore {
  return {
    ...diskStore(folder),
    devices: (realm) => listingStore(postgresStates(pool, { realm, parse: parseState })),
  }
}
