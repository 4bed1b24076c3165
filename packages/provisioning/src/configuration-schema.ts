import { namedRecord } from '@claimtag/core'
import * as z from 'zod'
import type { PortalConfiguration } from './configuration.ts'
import { hasOwn } from './has-own.ts'
import { parseEuiPrefix } from './join-servers/eui-prefix.ts'

export const Id = z.string().min(1).max(256)

const Profiles = z.record(Id, z.object({ name: z.string() }))

export const HomeNetId = z
  .string()
  .regex(/^[0-9A-Fa-f]{6}$/, 'must be 3 bytes in hex, e.g. 000002')
  .transform((text) => text.toUpperCase())

/** A record by EUI or prefix, written in any notation; the same one in two notations is refused. */
const ByJoinEui = z.record(z.string(), Id).transform((written, context) => {
  const byEui = new Map<string, string>()
  for (const [text, id] of Object.entries(written)) {
    const prefix = parseEuiPrefix(text)
    const key = prefix === undefined ? '' : prefix.bits === 64 ? prefix.eui : `${prefix.eui}/${prefix.bits}`
    if (prefix === undefined || byEui.has(key)) {
      const message =
        prefix === undefined
          ? 'must be named by 16 hex digits, or by a prefix such as 70B3D57ED0000000/40'
          : 'stands there twice'
      context.addIssue({ code: 'custom', path: [text], message })
    } else byEui.set(key, id)
  }
  return namedRecord(byEui)
})

/** Vendor ID and Vendor Profile ID, four hex digits each, to Device Profile IDs. */
const ByProfileId = z.record(z.string(), z.array(Id).min(1)).transform((written, context) => {
  const byProfile = new Map<string, readonly string[]>()
  for (const [text, ids] of Object.entries(written)) {
    const key = text.toUpperCase()
    if (!/^[0-9A-F]{8}$/.test(key) || byProfile.has(key)) {
      const message = byProfile.has(key) ? 'stands there twice' : 'must be named by 8 hex digits'
      context.addIssue({ code: 'custom', path: [text], message })
    } else byProfile.set(key, ids)
  }
  return namedRecord(byProfile)
})

export const configurationMembers = {
  routingProfiles: Profiles.describe('By Routing Profile ID: those that the user may choose from'),
  deviceProfiles: Profiles.describe('By Device Profile ID'),
  deviceProfileByJoinEui: ByJoinEui.optional().describe(
    'JoinEUI (AppEUI), or a prefix such as 70B3D57ED0000000/40, to Device Profile ID',
  ),
  deviceProfileByAppEui: ByJoinEui.optional().describe('Another name of deviceProfileByJoinEui'),
  deviceProfilesByProfileId: ByProfileId.optional().describe(
    'ProfileID of a code (Vendor ID and Vendor Profile ID, e.g. AABB1122) to the Device Profile IDs that fit',
  ),
  homeNetId: HomeNetId.describe('hNS ID: the Home NetID of the Network Server, 3 bytes in hex'),
  hsmGroupId: Id.describe('HSM Group ID'),
  connectivityPlanId: Id.optional().describe("The Network Server's default, or its only one, when left out"),
}

type Members = z.infer<z.ZodObject<typeof configurationMembers>>

/** The configuration of its members; what does not fit together is an issue of the context. */
export function configurationOf(members: Members, context: z.RefinementCtx): PortalConfiguration {
  const { deviceProfileByJoinEui, deviceProfileByAppEui, ...rest } = members
  const { deviceProfilesByProfileId: byProfileId, connectivityPlanId, ...all } = rest
  const byJoinEui = deviceProfileByJoinEui ?? deviceProfileByAppEui
  if (byJoinEui === undefined || (deviceProfileByJoinEui && deviceProfileByAppEui)) {
    const message = 'is needed, once, under this name or as deviceProfileByAppEui'
    context.addIssue({ code: 'custom', path: ['deviceProfileByJoinEui'], message })
    return z.NEVER
  }
  const tables = [
    ['deviceProfileByJoinEui', Object.entries(byJoinEui).map(([key, id]) => [key, [id]] as const)],
    ['deviceProfilesByProfileId', Object.entries(byProfileId ?? {})],
  ] as const
  for (const [table, entries] of tables) {
    for (const [key, ids] of entries) {
      if (ids.every((id) => hasOwn(all.deviceProfiles, id))) continue
      const message = 'names a Device Profile that deviceProfiles does not have'
      context.addIssue({ code: 'custom', path: [table, key], message })
    }
  }
  return {
    ...all,
    deviceProfileByJoinEui: byJoinEui,
    ...(byProfileId === undefined ? {} : { deviceProfilesByProfileId: byProfileId }),
    ...(connectivityPlanId === undefined ? {} : { connectivityPlanId }),
  }
}

/** zod schema of {@link PortalConfiguration}; the map may also be named `deviceProfileByAppEui`. */
export const portalConfigurationSchema = z.strictObject(configurationMembers).transform(configurationOf)
