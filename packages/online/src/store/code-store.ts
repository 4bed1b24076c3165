import type { Eui64 } from '@claimtag/core'
import type { NormalDevice } from '../device/device.ts'
import type { PlatformSignal } from '../time/cancel.ts'

/** Which code: one maker's realm, one device. Makers who share a database have realms of their own. */
export interface CodeKey {
  readonly realm: string
  readonly devEui: Eui64
}

/** A code as a store keeps it. */
export interface StoredCode {
  /** What was asked for. It holds no secret. */
  readonly device: NormalDevice
  /** The format's id. */
  readonly format: string
  /** 1 for the first code of a device, one more with each change. */
  readonly version: number
  readonly status: 'issued' | 'revoked'
  /** Which key sealed it. */
  readonly keyId: string
  /** Token and text, sealed. Without a sealer they are readable: keep the store where bearer secrets are kept. */
  readonly sealed: Uint8Array
  /** A keyed hash of the token, by which a token that is used twice is found. */
  readonly tag?: Uint8Array
}

/** What a store answers to an attempt that wants to issue. */
export type Reservation =
  /** This attempt may get a token and fill. */
  | {
      readonly status: 'reserved'
      /** 1, and one more each time an earlier attempt gave up or its lease ran out. Names this reservation. */
      readonly attempt: number
    }
  /** Another attempt holds the device for so many milliseconds more. */
  | { readonly status: 'taken'; readonly leftMs: number }
  | { readonly status: 'issued'; readonly code: StoredCode }

/** What became of a code that was handed to a store: ours stands, or another one, or none yet. */
export interface Filled {
  readonly isOurs: boolean
  /** The code that stands, where one does. */
  readonly code?: StoredCode
}

export interface Lease {
  readonly leaseMs: number
  /** Who asks, for the record: a host, a service. */
  readonly holder: string
}

/** A change of a code, as it is written down in the same transaction as the change. */
export interface AuditEntry {
  readonly what: 'reissued' | 'revoked' | 'reprinted' | 'exported'
  readonly who: string
  readonly reason: string
}

/** An entry as it is read back. */
export interface AuditRecord extends AuditEntry {
  /** Milliseconds since 1970, by the store's clock. */
  readonly at: number
  /** The version after the change. */
  readonly version: number
}

export interface CodeQuery {
  readonly realm: string
  /** Codes whose DevEUI comes after this one. */
  readonly after?: Eui64 | undefined
  readonly limit: number
  /** Only codes that another key than this one sealed. */
  readonly notKeyId?: string | undefined
}

/**
 * Where codes are kept. Each operation is atomic, and durable once it has resolved; the store, by its own clock, and
 * not a lock in memory decides who issues, so that any number of processes may share one.
 *
 * Check a store of your own with `storeContract` of `@claimtag/online/contract`.
 */
export interface CodeStore {
  /** Whether codes outlive the process. Such a store is only used with a sealer. */
  readonly isDurable?: boolean
  /** Takes the device for `leaseMs`, if it has no code and no lease is running, and says what stands. */
  reserve(key: CodeKey, lease: Lease): Promise<Reservation>
  /** Counts `leaseMs` from now for this attempt. False when it is no longer the current one. */
  renew(key: CodeKey, attempt: number, leaseMs: number): Promise<boolean>
  /** Puts the code if this attempt still is the current one and no code stands: a late answer never wins. */
  fill(key: CodeKey, attempt: number, code: StoredCode): Promise<Filled>
  /** Ends this attempt's lease now, if it is the current one and no code stands. The count of attempts stays. */
  release(key: CodeKey, attempt: number): Promise<void>
  /**
   * Puts a code whose token is at hand in one statement, without a lease, unless a code stands or a lease is running.
   * A store without it is asked to `reserve` and `fill`.
   */
  readonly insert?: ((key: CodeKey, code: StoredCode, holder: string) => Promise<Inserted>) | undefined
  find(key: CodeKey): Promise<StoredCode | undefined>
  /**
   * Replaces the code that has this version and key id, and writes `entry` in the same transaction. False when
   * another one stands.
   */
  replace(
    key: CodeKey,
    expected: Pick<StoredCode, 'version' | 'keyId'>,
    code: StoredCode,
    entry?: AuditEntry,
  ): Promise<boolean>
  /** Writes an entry for the code as it stands. False when the device has none. */
  note(key: CodeKey, entry: AuditEntry): Promise<boolean>
  /** Entries of a device, oldest first. */
  history(key: CodeKey): Promise<readonly AuditRecord[]>
  /** Codes in the order of their DevEUIs. */
  list(query: CodeQuery): Promise<readonly StoredCode[]>
  /** Resolves when the device may have got a code, or been released. Without it waiting attempts look now and then. */
  readonly changed?: ((key: CodeKey, signal: PlatformSignal) => Promise<void>) | undefined
}

export type Inserted = Filled | { readonly status: 'taken'; readonly leftMs: number }
