import type { DeviceRecord, Eui64 } from '@claimtag/core'
import type { NormalDevice } from './device.ts'

/** A code as it was issued, for good. It holds the ownerToken, twice: keep it where bearer secrets are kept. */
export interface StoredCode {
  /** What was asked for. */
  readonly device: NormalDevice
  /** What an app reads from the code. */
  readonly record: DeviceRecord
  readonly text: string
  /** The format's id. */
  readonly format: string
}

/** What a store answers to whoever wants to issue. */
export type Reservation =
  /** Nobody else is at it: get a token and fill. */
  | {
      readonly status: 'reserved'
      /** 1, and one more each time an earlier holder gave up or its lease ran out. Names this reservation. */
      readonly attempt: number
    }
  /** Somebody is at it until then, in milliseconds of the issuer's clock. */
  | { readonly status: 'taken'; readonly until: number }
  | { readonly status: 'issued'; readonly code: StoredCode }

/**
 * Where codes are kept. Each operation is atomic, one statement in SQL; the store and not a lock in memory decides
 * who issues, so that any number of processes may share one. An entry is absent, reserved or issued, and an issued
 * one never changes.
 */
export interface CodeStore {
  /**
   * Puts a reservation until `until` if the DevEUI has none, or one whose time is over at `now`, and says what
   * stands. In SQL: `INSERT … ON CONFLICT (dev_eui) DO UPDATE SET attempt = attempt + 1, until = :until
   * WHERE text IS NULL AND until <= :now`, then read the row when nothing was written.
   */
  reserve(devEui: Eui64, lease: { readonly now: number; readonly until: number }): Promise<Reservation>
  /** Puts the code unless one is there, and gives back the one that stands: the first wins, whoever holds the reservation. */
  fill(devEui: Eui64, code: StoredCode): Promise<StoredCode>
  /** Ends this reservation now, if it still is the current one and nothing was filled. */
  release(devEui: Eui64, attempt: number): Promise<void>
}
