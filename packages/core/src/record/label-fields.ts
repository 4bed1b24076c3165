import { DEVICE_FIELDS, type DeviceFields } from './record.ts'

/** What a label may say: DevEUI, AppEUI, serial number and any other column of the input. Never the token. */
export type LabelFields = Readonly<Record<string, string | undefined>>

/** The names that a label can say of every device; a device may lack some of them. */
export const LABEL_FIELDS: readonly string[] = [
  ...DEVICE_FIELDS.filter((name) => name !== 'ownerToken'),
  'appEui',
]

/** A device as it is to be labelled. */
export interface DeviceToLabel {
  /** As read from a code, or as given to `encode`. */
  readonly fields: DeviceFields
  /** What else is known of the device, by the names that templates use. */
  readonly columns?: Readonly<Record<string, string>> | undefined
}

/**
 * The texts that a label may print of a device: everything but the token. A field of the device wins over a column of
 * its name.
 *
 * @example
 * ```ts
 * import { labelFields } from '@claimtag/core'
 *
 * const fields = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }
 * console.log(labelFields({ fields, columns: { lot: '26W47' } })['appEui']) // 70B3D57ED0000002
 * ```
 */
export function labelFields({ fields, columns }: DeviceToLabel): LabelFields {
  const { devEui, joinEui, vendorId, vendorProfileId, serialNumber, proprietary, extra } = fields
  const own = { devEui, joinEui, appEui: joinEui, vendorId, vendorProfileId, serialNumber, proprietary }
  // Most devices have nothing else, and spreading nothing takes as long as writing a label.
  if (extra !== undefined) return { ...columns, ...extra, ...own }
  for (const _ in columns) return { ...columns, ...own }
  return own
}
