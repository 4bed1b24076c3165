import { DEVICE_FIELDS, isDeviceField, type DeviceField } from '@claimtag/core'

export { DEVICE_FIELDS, isDeviceField, type DeviceField }

/** The input's own names of the fields, so that messages name a column as it is named in the file. */
export type Headings = Readonly<Partial<Record<DeviceField, string>>>

/** Fields that people know by another name. */
const SPOKEN = new Map([
  ['devEui', 'DevEUI'],
  ['joinEui', 'AppEUI (JoinEUI)'],
])

/** A field's name in a sentence. */
export function spoken(field: string): string {
  return SPOKEN.get(field) ?? field
}
