import { parseWrittenEui64 } from '@claimtag/core'
import type { DeviceFields, Eui64 } from '@claimtag/core'
import { onlineError } from './error.ts'

/** What a code is asked for: all of a device but its token, which a token source gives. EUIs in any spelling. */
export type DeviceToIssue = Omit<DeviceFields, 'ownerToken'>

/** The same in one spelling, so that two requests can be compared. Absent fields are absent. */
export interface NormalDevice {
  readonly devEui: Eui64
  readonly joinEui?: Eui64
  readonly vendorId?: string
  readonly vendorProfileId?: string
  readonly serialNumber?: string
  readonly proprietary?: string
  readonly extra?: Readonly<Record<string, string>>
}

/** Throws `dev-eui-invalid`, `join-eui-invalid`, `owner-token-given`; the rest is for the format to judge. */
export function normalDevice(device: DeviceToIssue): NormalDevice {
  const devEui = parseWrittenEui64(device.devEui)
  if (devEui === undefined) throw onlineError('dev-eui-invalid', { field: 'devEui' })
  if ('ownerToken' in device && device.ownerToken !== undefined) {
    throw onlineError('owner-token-given', { devEui, field: 'ownerToken' })
  }
  const joinEui = given(device.joinEui) ? parseWrittenEui64(device.joinEui) : null
  if (joinEui === undefined) throw onlineError('join-eui-invalid', { devEui, field: 'joinEui' })
  const { vendorId, vendorProfileId, serialNumber, proprietary, extra = {} } = device
  const rest = Object.entries(extra).filter(([, value]) => given(value))
  return {
    devEui,
    ...(joinEui === null ? {} : { joinEui }),
    ...(given(vendorId) ? { vendorId: vendorId.toUpperCase() } : {}),
    ...(given(vendorProfileId) ? { vendorProfileId: vendorProfileId.toUpperCase() } : {}),
    ...(given(serialNumber) ? { serialNumber } : {}),
    ...(given(proprietary) ? { proprietary } : {}),
    ...(rest.length > 0 ? { extra: Object.fromEntries(rest) } : {}),
  }
}

/** The first field in which two requests for one DevEUI differ. */
export function difference(one: NormalDevice, other: NormalDevice): string | undefined {
  const [first, second] = [flat(one), flat(other)]
  return [...new Set([...first.keys(), ...second.keys()])].find(
    (name) => first.get(name) !== second.get(name),
  )
}

function flat({ extra = {}, ...fields }: NormalDevice): ReadonlyMap<string, string> {
  return new Map([
    ...Object.entries(fields),
    ...Object.entries(extra).map(([name, value]) => [`extra.${name}`, value] as const),
  ])
}

function given(value: string | undefined): value is string {
  return value !== undefined && value !== ''
}
