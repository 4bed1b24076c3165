import type { Eui64 } from '@claimtag/core'
import type { NormalDevice } from '../device/device.ts'
import type { PlatformSignal } from '../time/cancel.ts'

/** Identifies a code: one maker's realm, one device. Makers who share a database have realms of their own. */
export interface CodeKey {
  readonly realm: string
  readonly devEui: Eui64
}

/** A code as a store keeps it. */
export interface StoredCode {
  /** The device as it was requested. It holds no secret. */
  readonly device: NormalDevice
  /** The format's id. */
  readonly format: string
  /** 1 for the first code of a device, one more with each change. */
  readonly version: number
  readonly status: 'issued' | 'revoked'
  /** Id of the key that sealed it. */
  readonly keyId: string
  /** Token and text, sealed. Without a sealer they are readable: keep the store where bearer secrets are kept. */
  readonly sealed: Uint8Array
  /** A keyed hash of the token, which finds a token that is used twice. */
  readonly tag?: Uint8Array
}

/** A store's answer to an attempt that wants to issue. */
export type Reservation =
  /** This attempt may get a token and call `fill`. */
  | {
      readonly status: 'reserved'
      /** 1, and one more each time an earlier attempt gave up or its lease expired. Identifies this reservation. */
      readonly attempt: number
    }
  /** Another attempt holds the device for this many milliseconds more. */
  | { readonly status: 'taken'; readonly leftMs: number }
  | { readonly status: 'issued'; readonly code: StoredCode }

/** The result of `fill` and `insert`: whether the store now has this code, another one, or none yet. */
export interface Filled {
  readonly isOurs: boolean
  /** The code that the store has. */
  readonly code?: StoredCode
}

export interface CodeToInsert {
  readonly key: CodeKey
  readonly code: StoredCode
}

export interface Lease {
  readonly leaseMs: number
  /** The host or service that asks, for the record. */
  readonly holder: string
}

/** A change of a code, recorded in the same transaction as the change. */
export interface AuditEntry {
  readonly what: 'reissued' | 'revoked' | 'reprinted' | 'exported'
  readonly who: string
  readonly reason: string
}

/** A recorded change as it is read back. */
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
  /** Only codes that a key other than this one sealed. */
  readonly notKeyId?: string | undefined
}

/**
 * Where codes are stored. Each operation is atomic, and durable once it has resolved. The store decides who issues,
 * by its own clock and not by a lock in memory, so that any number of processes may share it.
 *
 * Check a store of your own with `storeContract` of `@claimtag/online/contract`.
 */
export interface CodeStore {
  /** Whether codes outlive the process. Such a store is only used with a sealer. */
  readonly isDurable?: boolean
  /** Reserves the device for `leaseMs`, if it has no code and no lease is running, and says what the store has. */
  reserve(key: CodeKey, lease: Lease): Promise<Reservation>
  /** Extends the lease of this attempt to `leaseMs` from now. False when it is no longer the current one. */
  renew(key: CodeKey, attempt: number, leaseMs: number): Promise<boolean>
  /** Stores the code if this attempt is still the current one and the device has no code: a late answer never wins. */
  fill(key: CodeKey, attempt: number, code: StoredCode): Promise<Filled>
  /**
   * Ends this attempt's lease now, if it is the current one and the device has no code. The number of attempts stays.
   */
  release(key: CodeKey, attempt: number): Promise<void>
  /**
   * Stores a code whose token is at hand in one statement, without a lease, unless the device has a code or a lease
   * is running. Without this operation, `reserve` and `fill` are called.
   */
  readonly insert?: ((key: CodeKey, code: StoredCode, holder: string) => Promise<Inserted>) | undefined
  /**
   * The same for many devices, none of them twice, with an answer for each in their order: `undefined` where it
   * failed. Without this operation, `insert` is called for each.
   */
  readonly insertMany?:
    | ((codes: readonly CodeToInsert[], holder: string) => Promise<readonly (Inserted | undefined)[]>)
    | undefined
  find(key: CodeKey): Promise<StoredCode | undefined>
  /**
   * Replaces the code that has this version and key id, and records `entry` in the same transaction. False when the
   * store has another one.
   */
  replace(
    key: CodeKey,
    expected: Pick<StoredCode, 'version' | 'keyId'>,
    code: StoredCode,
    entry?: AuditEntry,
  ): Promise<boolean>
  /** Records an entry for the current code. False when the device has none. */
  note(key: CodeKey, entry: AuditEntry): Promise<boolean>
  /** The entries of a device, oldest first. */
  history(key: CodeKey): Promise<readonly AuditRecord[]>
  /** Codes in the order of their DevEUIs. */
  list(query: CodeQuery): Promise<readonly StoredCode[]>
  /**
   * The same reads of a copy that may lag behind, for what only looks: an issuer's `find` and `list`. What decides asks
   * the store itself. Without it, the store answers those too.
   */
  readonly replica?: CodeReads | undefined
  /** Resolves when the device may have got a code, or been released. Without it, waiting requests ask at intervals. */
  readonly changed?: ((key: CodeKey, signal: PlatformSignal) => Promise<void>) | undefined
}

export type CodeReads = Pick<CodeStore, 'find' | 'list'>

export type Inserted = Filled | { readonly status: 'taken'; readonly leftMs: number }
