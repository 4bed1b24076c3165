import { DEVICE_FIELDS, type DeviceField } from '@claimtag/core'

export { DEVICE_FIELDS, type DeviceField }

/** What the input itself calls the fields, so that messages name a column as the person who wrote the file knows it. */
export type Headings = Readonly<Partial<Record<DeviceField, string>>>

/** How people call the fields that have a better-known name. */
const SPOKEN = new Map([
  ['devEui', 'DevEUI'],
  ['joinEui', 'AppEUI (JoinEUI)'],
])

/** A field's name in a sentence. */
export function spoken(field: string): string {
  return SPOKEN.get(field) ?? field
}

export function isDeviceField(name: string): name is DeviceField {
  return (DEVICE_FIELDS as readonly string[]).includes(name)
}
