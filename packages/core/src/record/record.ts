import type { Eui64 } from './eui64.ts'

/**
 * What a caller hands to `encode`. EUIs are 16 hex digits in either case; everything else is carried exactly
 * as given. `ownerToken` is the text exactly as issued, in the form the format declares.
 */
export interface DeviceFields {
  readonly devEui: string
  /** AppEUI of LoRaWAN 1.0: the identity of the Join Server. */
  readonly joinEui?: string | undefined
  /** Proof of ownership, a bearer secret until the device is claimed. */
  readonly ownerToken?: string | undefined
  /** 4 hex digits given by the LoRa Alliance. */
  readonly vendorId?: string | undefined
  /** 4 hex digits given by the vendor. */
  readonly vendorProfileId?: string | undefined
  readonly serialNumber?: string | undefined
  readonly proprietary?: string | undefined
  /** Fields of the format's own, such as a product number, by the name its document gives them. */
  readonly extra?: Readonly<Record<string, string>> | undefined
}

/** What `decode` gives: the same fields, checked. Absent fields are absent, never empty. */
export interface DeviceRecord {
  readonly devEui: Eui64
  readonly joinEui?: Eui64
  readonly ownerToken?: string
  readonly vendorId?: string
  readonly vendorProfileId?: string
  readonly serialNumber?: string
  readonly proprietary?: string
  readonly extra?: Readonly<Record<string, string>>
}

/** The names of all fields of a device, `extra` aside. */
export const DEVICE_FIELDS = [
  'devEui',
  'joinEui',
  'ownerToken',
  'vendorId',
  'vendorProfileId',
  'serialNumber',
  'proprietary',
] as const

export type DeviceField = (typeof DEVICE_FIELDS)[number]

const DEVICE_NAMES: ReadonlySet<string> = new Set(DEVICE_FIELDS)

/**
 * Whether the record itself has a field of this name.
 *
 * @example
 * ```ts
 * import { isDeviceField } from '@claimtag/core'
 *
 * console.log(isDeviceField('serialNumber'), isDeviceField('lot')) // true false
 * ```
 */
export function isDeviceField(name: string): name is DeviceField {
  return DEVICE_NAMES.has(name)
}
