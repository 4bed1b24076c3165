import { devicesOf } from '../../soak/provisioning/devices.mjs'

/** So many devices with nothing wrong. */
export function soundDevices(count) {
  return devicesOf(count * 2, 18)
    .filter(({ wrong }) => wrong === undefined)
    .slice(0, count)
}
