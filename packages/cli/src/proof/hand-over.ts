import { csvLine } from '@claimtag/batch'
import type { Eui64 } from '@claimtag/core'
import { theThingsStackEntry, thingparkBatchLine } from '@claimtag/provisioning/ns-file'
import { UsageError } from '../usage-error.ts'
import { SETTING_FLAGS } from './export-settings.ts'
import type { ExportSettings } from './export-settings-schema.ts'

/** A device on its way to a network. */
export interface HandedDevice {
  readonly devEui: Eui64
  readonly joinEui: Eui64
  readonly serialNumber: string | undefined
  readonly name: string
  /** As it was issued. */
  readonly ownerToken: string | undefined
  /** The text of its code, when the token is known. */
  readonly code: string | undefined
}

/** What a network side imports. */
interface HandOver {
  /** Settings without which its file cannot be written. */
  readonly needs: readonly (keyof ExportSettings)[]
  /** Why it must not have tokens; absent where it may. */
  readonly noTokens?: string
  readonly head?: (withTokens: boolean) => string
  line(device: HandedDevice, settings: ExportSettings): string
}

export const HAND_OVERS = {
  // The batch file of TPW 7.2, comma separated, without AppKeys, since the Join Server is an external one.
  thingpark: {
    needs: ['deviceProfileId', 'connectivityPlanId', 'routingProfileId'],
    noTokens: 'A Network Server has no use for them: the Join Server has them already.',
    line: ({ name, devEui, joinEui }, { connectivityPlanId = '', routingProfileId = '', ...settings }) =>
      thingparkBatchLine({
        name,
        devEui,
        joinEui,
        connectivityPlanId,
        routingProfileId,
        deviceProfileId: profileOf(joinEui, settings),
      }),
  },
  // https://www.thethingsindustries.com/docs/hardware/devices/adding-devices/adding-devices-in-bulk/device-json/
  'the-things-stack': {
    needs: ['lorawanVersion', 'phyVersion', 'frequencyPlanId'],
    line({ name, devEui, joinEui, ...device }, settings) {
      const { lorawanVersion = '', phyVersion = '', frequencyPlanId = '', supportsClassC } = settings
      const profile = { name: '', lorawanVersion, phyVersion, frequencyPlanId, supportsClassC }
      const ownerToken = device.ownerToken === undefined ? undefined : claimCode({ devEui, ...device })
      return theThingsStackEntry({ name, devEui, joinEui, profile, ownerToken })
    },
  },
  // ChirpStack v4, api/proto/api/device.proto: the body of POST /api/devices, a CreateDeviceRequest, one a line.
  chirpstack: {
    needs: ['applicationId', 'deviceProfileId'],
    noTokens: 'It knows no claims: the Join Server that it asks for these JoinEUIs has them already.',
    line: ({ name, devEui, joinEui }, { applicationId, ...settings }) =>
      `${JSON.stringify({ device: { devEui, joinEui, name, applicationId, deviceProfileId: profileOf(joinEui, settings) } })}\n`,
  },
  csv: {
    needs: [],
    head: (withTokens) =>
      csvLine(['devEui', 'joinEui', 'serialNumber', ...(withTokens ? ['ownerToken'] : [])]),
    line: ({ devEui, joinEui, serialNumber = '', ownerToken }) =>
      csvLine([devEui, joinEui, serialNumber, ...(ownerToken === undefined ? [] : [ownerToken])]),
  },
} as const satisfies Readonly<Record<string, HandOver>>

/** @throws UsageError when a setting is missing, naming its flag */
export function handOverOf(target: string | undefined, settings: ExportSettings): HandOver {
  const names = Object.keys(HAND_OVERS).join(', ')
  if (target === undefined || !Object.hasOwn(HAND_OVERS, target))
    throw new UsageError(`Say who gets the file: --for takes one of ${names}.`)
  const found: HandOver = HAND_OVERS[target as keyof typeof HAND_OVERS]
  const missing = found.needs.filter((name) => {
    const isPerJoinEui = name === 'deviceProfileId' && settings.deviceProfiles !== undefined
    return settings[name] === undefined && !isPerJoinEui
  })
  if (missing.length === 0) return found
  const flags = missing.map((name) => `${SETTING_FLAGS[name]} (${name} in --settings)`).join(', ')
  throw new UsageError(`--for ${target} needs ${flags}.`)
}

type Profiles = Pick<ExportSettings, 'deviceProfileId' | 'deviceProfiles'>

function profileOf(joinEui: string, { deviceProfileId, deviceProfiles = {} }: Profiles): string {
  const own = Object.hasOwn(deviceProfiles, joinEui) ? deviceProfiles[joinEui] : undefined
  const profile = own ?? deviceProfileId
  if (profile === undefined)
    throw new UsageError(`No device profile is named for JoinEUI ${joinEui}: add it to deviceProfiles.`)
  return profile
}

/** A code of TR005: the token is behind the first O after the profile. */
const TOKEN_IN_CODE = /^LW:D0(?::[0-9A-F]+){3}(?::[^O:][^:]*)*:O([^:]+)/
/** lorawan-stack, pkg/deviceclaimingserver: others are not claimed. */
const CLAIMABLE = /^[A-Z0-9]{1,32}$/

/** The token as The Things Stack reads it from the label, which may be another form than the issued one. */
function claimCode({
  devEui,
  ownerToken,
  code = '',
}: Pick<HandedDevice, 'devEui' | 'ownerToken' | 'code'>): string {
  const [, token = ownerToken ?? ''] = TOKEN_IN_CODE.exec(code) ?? []
  if (CLAIMABLE.test(token)) return token
  throw new UsageError(
    `The token of ${devEui} is not one that The Things Stack claims: it takes up to 32 capital letters and digits.`,
  )
}
