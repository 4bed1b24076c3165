import type { NetworkServerDevice } from '../ports.ts'
import type { StackProfile } from '../the-things-stack/dialect.ts'

/** Columns of ThingPark's batch file up to R, the HSM group. */
const COLUMNS = 18
const A = 'A'.charCodeAt(0)

/** Both kinds of lines begin with it; a name, which could look like one, comes later. */
const WRITTEN_DEV_EUI = /^(?:CREATE_OTAA,|\{"ids":\{"device_id":"[^"]*","dev_eui":")([0-9A-F]{16})[,"]/

/**
 * One line of ThingPark's batch file (TPW 7.2), which creates a device: A the command, B the DevEUI, D the Device
 * Profile, E the JoinEUI, H the Connectivity Plan, I the AS Routing Profile, K the name. F (AppKey) and R (HSM group)
 * have to be empty, since the Join Server is external.
 *
 * @example
 * ```ts
 * import { isEui64 } from '@claimtag/core'
 * import { thingparkBatchLine } from '@claimtag/provisioning/ns-file'
 *
 * const [devEui, joinEui] = ['70B3D57ED00A0004', '70B3D57ED0000002']
 * if (!isEui64(devEui) || !isEui64(joinEui)) throw new Error('they are EUIs')
 * const ids = { deviceProfileId: 'LORA/A', connectivityPlanId: 'basic', routingProfileId: 'busit' }
 * console.log(thingparkBatchLine({ name: 'meter', devEui, joinEui, ...ids }))
 * // CREATE_OTAA,70B3D57ED00A0004,,LORA/A,70B3D57ED0000002,,,basic,busit,,meter,,,,,,,
 * ```
 */
export function thingparkBatchLine(device: NetworkServerDevice): string {
  const cells: string[] = Array.from({ length: COLUMNS }, () => '')
  const columns = {
    A: 'CREATE_OTAA',
    B: device.devEui,
    D: device.deviceProfileId,
    E: device.joinEui,
    H: device.connectivityPlanId,
    I: device.routingProfileId,
    K: device.name,
  }
  for (const [letter, value] of Object.entries(columns)) cells[letter.charCodeAt(0) - A] = cell(value)
  return `${cells.join(',')}\n`
}

/** RFC 4180; a line break, which would be another command, becomes a space. */
function cell(value: string): string {
  const line = value.replace(/[\r\n]+/g, ' ')
  return /[",]/.test(line) ? `"${line.replace(/"/g, '""')}"` : line
}

/** A device for The Things Stack's import, which claims it too where there is an ownerToken. */
export interface StackImportDevice extends Pick<NetworkServerDevice, 'name' | 'devEui' | 'joinEui'> {
  readonly profile: StackProfile
  /** Default: `eui-` and the DevEUI. */
  readonly deviceId?: string | undefined
  /** A secret: the file is one, then. */
  readonly ownerToken?: string | undefined
}

/**
 * One object of The Things Stack's JSON import, which takes them one after the other. Its CSV has no claim code.
 *
 * @example
 * ```ts
 * import { isEui64 } from '@claimtag/core'
 * import { theThingsStackEntry } from '@claimtag/provisioning/ns-file'
 *
 * const [devEui, joinEui] = ['70B3D57ED00A0004', '70B3D57ED0000002']
 * if (!isEui64(devEui) || !isEui64(joinEui)) throw new Error('they are EUIs')
 * const profile = {
 *   name: 'Class A',
 *   lorawanVersion: 'MAC_V1_0_3',
 *   phyVersion: 'PHY_V1_0_3_REV_A',
 *   frequencyPlanId: 'EU_863_870_TTN',
 * }
 * const entry = theThingsStackEntry({ name: 'meter', devEui, joinEui, profile, ownerToken: '7F3A19C4D2E85B60' })
 * console.log(JSON.parse(entry).ids.device_id) // eui-70b3d57ed00a0004
 * ```
 */
export function theThingsStackEntry(device: StackImportDevice): string {
  const { name, devEui, joinEui, profile, ownerToken, deviceId = `eui-${devEui.toLowerCase()}` } = device
  const entry = {
    ids: { device_id: deviceId, dev_eui: devEui, join_eui: joinEui },
    name,
    lorawan_version: profile.lorawanVersion,
    lorawan_phy_version: profile.phyVersion,
    frequency_plan_id: profile.frequencyPlanId,
    supports_join: true,
    ...(profile.supportsClassC === true ? { supports_class_c: true } : {}),
    ...(ownerToken === undefined ? {} : { claim_authentication_code: { value: ownerToken } }),
  }
  return `${JSON.stringify(entry)}\n`
}

/**
 * The DevEUIs of a file of such lines, of either kind, for `fileNetworkServer`'s `written`. A line that is neither
 * names none.
 *
 * @example
 * ```ts
 * import { devEuisIn } from '@claimtag/provisioning/ns-file'
 *
 * console.log(devEuisIn('CREATE_OTAA,70B3D57ED00A0004,,LORA/A,70B3D57ED0000002,,,basic,busit,,meter,,,,,,,\n'))
 * // [ '70B3D57ED00A0004' ]
 * ```
 */
export function devEuisIn(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [, devEui] = WRITTEN_DEV_EUI.exec(line) ?? []
    return devEui === undefined ? [] : [devEui]
  })
}
