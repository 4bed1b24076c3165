import type { DeviceRecord, Eui64 } from '@claimtag/core'
import type { PortalConfiguration } from '../configuration.ts'
import { hasOwn } from '../has-own.ts'
import { hasPrefix, parseEuiPrefix } from '../join-servers/eui-prefix.ts'
import type { FailureReason } from '../reason.ts'

/**
 * The Device Profile of a scanned device: the one that was chosen; the one of its JoinEUI, or of the longest prefix
 * that the JoinEUI has; or the one that its ProfileID leads to. Of several candidates none is taken.
 */
export function deviceProfileOf(
  configuration: PortalConfiguration,
  { vendorId = '', vendorProfileId = '' }: DeviceRecord,
  joinEui: Eui64,
  chosen: string | undefined,
): string | FailureReason {
  if (chosen !== undefined) {
    return own(configuration.deviceProfiles, chosen) === undefined
      ? { code: 'device-profile-unknown', deviceProfileId: chosen }
      : chosen
  }
  const byJoinEui = own(configuration.deviceProfileByJoinEui, joinEui) ?? byPrefix(configuration, joinEui)
  if (byJoinEui !== undefined) return byJoinEui
  const profileId = `${vendorId}${vendorProfileId}`.toUpperCase()
  const [first, ...more] = own(configuration.deviceProfilesByProfileId ?? {}, profileId) ?? []
  if (first === undefined) return { code: 'device-profile-unmapped', joinEui }
  return more.length === 0 ? first : { code: 'device-profile-ambiguous', candidates: [first, ...more] }
}

function byPrefix(
  { deviceProfileByJoinEui }: Pick<PortalConfiguration, 'deviceProfileByJoinEui'>,
  joinEui: Eui64,
): string | undefined {
  let longest = -1
  let found: string | undefined
  for (const [text, id] of Object.entries(deviceProfileByJoinEui)) {
    const prefix = parseEuiPrefix(text)
    if (prefix === undefined || prefix.bits <= longest || !hasPrefix(joinEui, prefix)) continue
    longest = prefix.bits
    found = id
  }
  return found
}

// IDs come from a user, and `table['constructor']` would find a function.
export function own<T>(table: Readonly<Record<string, T>>, id: string): T | undefined {
  return hasOwn(table, id) ? table[id] : undefined
}
