import { parseWrittenEui64 } from '@claimtag/core'
import type { Eui64 } from '@claimtag/core'
import * as z from 'zod'
import type { PortalConfiguration } from './configuration.ts'
import { provisioningError } from './issue.ts'
import type { ProvisioningState } from './state.ts'

const Eui64Schema = z.string().transform((text, context): Eui64 => {
  const eui = parseWrittenEui64(text)
  if (eui !== undefined) return eui
  context.addIssue({ code: 'custom', message: 'must be 16 hex digits' })
  return z.NEVER
})

const Id = z.string().min(1).max(256)
const ProfilesSchema = z.record(Id, z.object({ name: z.string() }))

const HomeNetId = z
  .string()
  .regex(/^[0-9A-Fa-f]{6}$/, 'must be 3 bytes in hex, e.g. 000002')
  .transform((text) => text.toUpperCase())

/** Members of a record by EUI, however the EUIs are written; the same EUI in two spellings is refused. */
const ByJoinEui = z.record(z.string(), Id).transform((written, context) => {
  const byEui: Record<Eui64, string> = {}
  for (const [text, id] of Object.entries(written)) {
    const eui = parseWrittenEui64(text)
    if (eui === undefined || Object.hasOwn(byEui, eui)) {
      const message = eui === undefined ? 'must be named by 16 hex digits' : 'stands there twice'
      context.addIssue({ code: 'custom', path: [text], message })
    } else byEui[eui] = id
  }
  return byEui
})

/** zod schema of {@link PortalConfiguration}; `deviceProfileByAppEui` is accepted as the name of the map, too. */
export const portalConfigurationSchema = z
  .strictObject({
    routingProfiles: ProfilesSchema,
    deviceProfiles: ProfilesSchema,
    deviceProfileByJoinEui: ByJoinEui.optional(),
    deviceProfileByAppEui: ByJoinEui.optional(),
    homeNetId: HomeNetId,
    hsmGroupId: Id,
    connectivityPlanId: Id.optional(),
  })
  .transform(({ deviceProfileByJoinEui, deviceProfileByAppEui, ...rest }, context) => {
    const byJoinEui = deviceProfileByJoinEui ?? deviceProfileByAppEui
    if (byJoinEui === undefined || (deviceProfileByJoinEui && deviceProfileByAppEui)) {
      const message = 'is needed, once, under this name or as deviceProfileByAppEui'
      context.addIssue({ code: 'custom', path: ['deviceProfileByJoinEui'], message })
      return z.NEVER
    }
    for (const [eui, id] of Object.entries(byJoinEui)) {
      if (Object.hasOwn(rest.deviceProfiles, id)) continue
      const message = 'names a Device Profile that deviceProfiles does not have'
      context.addIssue({ code: 'custom', path: ['deviceProfileByJoinEui', eui], message })
    }
    return { ...rest, deviceProfileByJoinEui: byJoinEui }
  })

const stateMembers = {
  step: z.enum(['claim', 'join-server', 'network-server', 'application-server', 'done']),
  pending: z.boolean(),
  claimPresumed: z.boolean(),
  name: z.string(),
  devEui: Eui64Schema,
  joinEui: Eui64Schema,
  deviceProfileId: Id,
  connectivityPlanId: Id,
  routingProfileId: Id,
  asTransportKeyId: Id,
  joinServerDevice: Id.optional(),
  networkServerDevice: z.string().min(1).optional(),
}

const StateSchema = z.strictObject({
  version: z.literal(2),
  ...stateMembers,
  homeNetId: HomeNetId,
  hsmGroupId: Id,
})

/** Before they were frozen in the state, the home NetID and the HSM group were those of the configuration. */
const FirstStateSchema = z.strictObject({ version: z.literal(1), ...stateMembers })

/**
 * Reads a portal's configuration, e.g. from JSON.
 *
 * @throws ClaimtagError `configuration-invalid`, naming the first place that is wrong
 * @example
 * ```ts
 * const configuration = parseConfiguration(JSON.parse(text))
 * ```
 */
export function parseConfiguration(input: unknown): PortalConfiguration {
  const read = parse(portalConfigurationSchema, input, 'configuration-invalid')
  const { connectivityPlanId, ...rest } = read
  return connectivityPlanId === undefined ? rest : { ...rest, connectivityPlanId }
}

/**
 * Reads a state that was stored. One of version 1 knows no home NetID and no HSM group: it takes them from the
 * configuration that it was begun with, if that is given.
 *
 * @throws ClaimtagError `state-invalid`, naming the first place that is wrong
 */
export function parseState(input: unknown, begunWith?: PortalConfiguration): ProvisioningState {
  const first = begunWith === undefined ? undefined : FirstStateSchema.safeParse(input).data
  const { homeNetId, hsmGroupId } = begunWith ?? {}
  const state = first === undefined ? input : { ...first, version: 2, homeNetId, hsmGroupId }
  const { joinServerDevice, networkServerDevice, ...rest } = parse(StateSchema, state, 'state-invalid')
  return {
    ...rest,
    ...(joinServerDevice === undefined ? {} : { joinServerDevice }),
    ...(networkServerDevice === undefined ? {} : { networkServerDevice }),
  }
}

function parse<S extends z.ZodType>(
  schema: S,
  input: unknown,
  code: 'configuration-invalid' | 'state-invalid',
): z.infer<S> {
  const read = schema.safeParse(input)
  if (read.success) return read.data
  const [first] = read.error.issues
  const field = first?.path.map(String).join('.') ?? ''
  throw provisioningError({ code, field, problem: first === undefined ? 'is wrong' : problemOf(first) })
}

/** In our own words: the library's may quote a value, or a name that is a token put in the wrong place. */
function problemOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'custom':
      return issue.message
    case 'invalid_type':
      return `must be ${issue.expected}`
    case 'invalid_format':
      return issue.message.startsWith('must be ') ? issue.message : 'has the wrong form'
    case 'too_small':
      return 'is too short'
    case 'too_big':
      return 'is too long'
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(', ')}`
    case 'unrecognized_keys': {
      const names = issue.keys.filter((name) => /^[a-z][A-Za-z]{0,23}$/.test(name))
      const count = issue.keys.length
      return `has ${count === 1 ? 'a member that is' : `${count} members that are`} not known${names.length === 0 ? '' : ` (${names.join(', ')})`}`
    }
    default:
      return 'is wrong'
  }
}
