import { isKeyName, parseWrittenEui64 } from '@claimtag/core'
import type { DeviceFields, Eui64 } from '@claimtag/core'
import { onlineError } from '../issue/issue.ts'
import { isKnownMember, isQuotable, isTokenName, nearestMember } from './member-names.ts'
import { joinEuiOf, membersOf, textOf, textsOf } from './members.ts'

/** A device that needs a code, without the token, which a token source provides. EUIs in any notation. */
export interface DeviceToIssue extends Omit<DeviceFields, 'ownerToken'> {
  /** The JoinEUI under its name of LoRaWAN 1.0. */
  readonly appEui?: string | undefined
  /** Texts that may be printed beside the symbol and are not in the code: the device's own columns, by name. */
  readonly columns?: Readonly<Record<string, string>> | undefined
}

/** The device with EUIs in one notation, so that two requests can be compared. Absent fields are absent. */
export interface NormalDevice {
  readonly devEui: Eui64
  readonly joinEui?: Eui64
  readonly vendorId?: string
  readonly vendorProfileId?: string
  readonly serialNumber?: string
  readonly proprietary?: string
  readonly extra?: Readonly<Record<string, string>>
  readonly columns?: Readonly<Record<string, string>>
}

/**
 * Reads the device of a caller, which need not have the type that it should have. The format judges later whether it
 * can encode it.
 *
 * @throws OnlineError `device-invalid`, `device-member-unknown`, `device-member-invalid`, `dev-eui-invalid`,
 *   `join-eui-invalid`, `owner-token-given`, `key-refused`
 */
export function normalDevice(given: unknown): NormalDevice {
  const members = membersOf(given)
  for (const name of members.keys()) refuseUnknown(name, members.get(name))
  const devEui = parseWrittenEui64(textOf(members, 'devEui') ?? '')
  if (devEui === undefined) throw onlineError({ code: 'dev-eui-invalid', field: 'devEui' })
  const joinEui = joinEuiOf(members, devEui)
  // One after the other, so that devices with the same fields have one shape: spreads took as long as writing the code.
  const device: { -readonly [Name in keyof NormalDevice]: NormalDevice[Name] } = { devEui }
  if (joinEui !== undefined) device.joinEui = joinEui
  const vendorId = textOf(members, 'vendorId')
  if (vendorId !== undefined) device.vendorId = vendorId.toUpperCase()
  const vendorProfileId = textOf(members, 'vendorProfileId')
  if (vendorProfileId !== undefined) device.vendorProfileId = vendorProfileId.toUpperCase()
  const serialNumber = textOf(members, 'serialNumber')
  if (serialNumber !== undefined) device.serialNumber = serialNumber
  const proprietary = textOf(members, 'proprietary')
  if (proprietary !== undefined) device.proprietary = proprietary
  const extra = textsOf(members, 'extra')
  if (extra !== undefined) device.extra = extra
  const columns = textsOf(members, 'columns')
  if (columns !== undefined) device.columns = columns
  return device
}

function refuseUnknown(name: string, value: unknown): void {
  if (isKnownMember(name)) return
  if (isTokenName(name)) {
    // A row of a table may have an empty column for it.
    if (value === undefined || value === null || value === '') return
    throw onlineError({ code: 'owner-token-given', field: name })
  }
  if (isKeyName(name)) throw onlineError({ code: 'key-refused', field: name })
  const nearest = nearestMember(name)
  throw onlineError({
    code: 'device-member-unknown',
    ...(isQuotable(name) ? { field: name } : {}),
    ...(nearest === undefined ? {} : { nearest }),
  })
}

/**
 * The first field in which two requests for one DevEUI differ. Columns are not part of a code, so they do not count.
 */
export function difference(one: NormalDevice, other: NormalDevice): string | undefined {
  const [first, second] = [flat(one), flat(other)]
  return [...new Set([...first.keys(), ...second.keys()])].find(
    (name) => first.get(name) !== second.get(name),
  )
}

function flat(device: NormalDevice): ReadonlyMap<string, string> {
  const { extra = {}, columns: _, ...fields } = device
  return new Map([
    ...Object.entries(fields),
    ...Object.entries(extra).map(([name, value]) => [`extra.${name}`, value] as const),
  ])
}
