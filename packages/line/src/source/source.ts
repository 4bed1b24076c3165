import type { CartonDevice } from '@claimtag/batch'
import type { DeliveryEntry } from '@claimtag/printer'
import type { Product } from '../arrival/reading.ts'

/** A device that a station was asked for. */
export type Found =
  | {
      readonly state: 'found'
      readonly device: CartonDevice
      /** As far as the source knows it. */
      readonly product: Product
      /**
       * The bytes of the label, which contain the token. Rejects with a `ClaimtagError` when the label cannot be made,
       * or does not read back.
       */
      readonly label: () => Promise<Uint8Array>
    }
  | { readonly state: 'unknown' }
  /** `detail`: a code; `reason`: the sentence for people. */
  | { readonly state: 'refused'; readonly detail: string; readonly reason: string }

/** Where labels come from. */
export interface LabelSource {
  /** For people: the name of a folder or a file. */
  readonly name: string
  /** Number of devices, where it is known. */
  readonly devices: number | undefined
  /** @param devEui 16 upper-case hex digits */
  find(devEui: string): Found | Promise<Found>
  /** How often something else than this station has sent the label, where the source knows that. */
  timesSent?(devEui: string): number
  /** Adds to the source's own journal of deliveries; on the disk when it returns. `reason`: why it is sent again. */
  record?(
    entry: DeliveryEntry,
    stamp: { readonly by: string; readonly printer: string },
    reason?: string,
  ): void
  close(): void | Promise<void>
}
