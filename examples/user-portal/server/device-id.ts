import { createHash } from 'node:crypto'
import type { DeviceView as View } from '@claimtag/provisioning/attended'

/** A device as browsers see it. */
export interface DeviceView extends View {
  readonly id: string
}

export function withId(tenant: string, view: View): DeviceView {
  return { id: deviceId(tenant, view.devEui), ...view }
}

/** The device's id in addresses: the same on every server and after every restart, another one for each tenant. */
export function deviceId(tenant: string, devEui: string): string {
  const hex = createHash('sha256').update(`${tenant} ${devEui}`).digest('hex')
  // A UUID of version 8, whose bits are the maker's own (RFC 9562, 5.8).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
