import { parseWrittenEui64 } from '@claimtag/core'
import type { Eui64 } from '@claimtag/core'
import * as z from 'zod'
import type { PortalConfiguration } from './configuration.ts'
import { hasOwn } from './has-own.ts'
import { DEFAULT_JOIN_SERVER } from './join-servers/join-servers.ts'
import { provisioningError } from './provisioning-error.ts'
import { FAILURE_CODES } from './reason.ts'
import type { FailureCode } from './reason.ts'
import type { ProvisioningState } from './state.ts'
import { STEPS } from './step.ts'
import type { Step } from './step.ts'

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

/** A record by EUI, written in any notation; the same EUI in two notations is refused. */
const ByJoinEui = z.record(z.string(), Id).transform((written, context) => {
  const byEui: Record<Eui64, string> = {}
  for (const [text, id] of Object.entries(written)) {
    const eui = parseWrittenEui64(text)
    if (eui === undefined || hasOwn(byEui, eui)) {
      const message = eui === undefined ? 'must be named by 16 hex digits' : 'stands there twice'
      context.addIssue({ code: 'custom', path: [text], message })
    } else byEui[eui] = id
  }
  return byEui
})

/** zod schema of {@link PortalConfiguration}; the map may also be named `deviceProfileByAppEui`. */
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
      if (hasOwn(rest.deviceProfiles, id)) continue
      const message = 'names a Device Profile that deviceProfiles does not have'
      context.addIssue({ code: 'custom', path: ['deviceProfileByJoinEui', eui], message })
    }
    return { ...rest, deviceProfileByJoinEui: byJoinEui }
  })

const Time = z.iso.datetime()

const Code = z.enum(Object.keys(FAILURE_CODES) as FailureCode[])
const OpenStep = z.enum(['claim', 'join-server', 'network-server', 'application-server'])

const stateMembers = {
  step: z.enum([...OpenStep.options, 'done']),
  pending: z.boolean(),
  claimPresumed: z.boolean(),
  name: z.string(),
  devEui: Eui64Schema,
  joinEui: Eui64Schema,
  deviceProfileId: Id,
  connectivityPlanId: Id,
  routingProfileId: Id,
  asTransportKeyId: Id,
  joinServerDevice: Id.exactOptional(),
  networkServerDevice: z.string().min(1).exactOptional(),
}

const StateSchema = z.strictObject({
  version: z.literal(2),
  ...stateMembers,
  joinServerId: Id,
  homeNetId: HomeNetId,
  hsmGroupId: Id,
  adopt: z.literal(true).exactOptional(),
  adopted: z.literal(true).exactOptional(),
  release: z
    .strictObject({
      isDone: z.boolean(),
      released: z.array(OpenStep),
      stays: z.array(z.strictObject({ step: OpenStep, reason: Code })),
    })
    .exactOptional(),
  attempts: z.int().nonnegative(),
  failure: z
    .strictObject({
      step: z.enum(Object.keys(STEPS) as Step[]),
      code: Code,
      at: Time.exactOptional(),
    })
    .exactOptional(),
  begunAt: Time.exactOptional(),
  updatedAt: Time.exactOptional(),
})

/**
 * A state of version 1 has no home NetID and no HSM group: then they were taken from the configuration at each step.
 * There was one Join Server, without a name.
 */
const FirstStateSchema = z.strictObject({ version: z.literal(1), ...stateMembers })

/**
 * Reads a portal's configuration, e.g. from JSON.
 *
 * @throws ProvisioningError `configuration-invalid` with the first place that is wrong
 *
 * @example
 * ```ts
 * import { parseConfiguration } from '@claimtag/provisioning/schema'
 *
 * const { homeNetId } = parseConfiguration({
 *   routingProfiles: { busit: { name: 'Busit' } },
 *   deviceProfiles: { generic: { name: 'Generic class A' } },
 *   deviceProfileByAppEui: { '70-B3-D5-7E-D0-00-00-02': 'generic' },
 *   homeNetId: '000002',
 *   hsmGroupId: 'HSM_LABS_PROD',
 * })
 * console.log(homeNetId) // 000002
 * ```
 */
export function parseConfiguration(input: unknown): PortalConfiguration {
  const read = parse(portalConfigurationSchema, input, 'configuration-invalid')
  const { connectivityPlanId, ...rest } = read
  return connectivityPlanId === undefined ? rest : { ...rest, connectivityPlanId }
}

/**
 * Reads a stored state. A state of version 1 has no home NetID and no HSM group; they are taken from the
 * configuration that it was begun with, if that is given.
 *
 * @throws ProvisioningError `state-invalid` with the first place that is wrong
 *
 * @example
 * ```ts
 * import { parseState } from '@claimtag/provisioning/schema'
 *
 * const stored = `{
 *   "version": 2, "step": "join-server", "pending": false, "claimPresumed": false, "attempts": 0,
 *   "joinServerId": "default",
 *   "devEui": "70B3D57ED00A0004", "joinEui": "70B3D57ED0000002", "name": "70B3D57ED00A0004",
 *   "deviceProfileId": "generic", "routingProfileId": "busit", "connectivityPlanId": "plan", "asTransportKeyId": "7",
 *   "homeNetId": "000002", "hsmGroupId": "HSM_LABS_PROD", "joinServerDevice": "70B3D57ED00A0004"
 * }`
 * console.log(parseState(JSON.parse(stored)).step) // join-server
 * ```
 */
export function parseState(input: unknown, begunWith?: PortalConfiguration): ProvisioningState {
  const first = begunWith === undefined ? undefined : FirstStateSchema.safeParse(input).data
  const { homeNetId, hsmGroupId } = begunWith ?? {}
  const added = { version: 2, joinServerId: DEFAULT_JOIN_SERVER, homeNetId, hsmGroupId, attempts: 0 }
  const state = first === undefined ? input : { ...first, ...added }
  return parse(StateSchema, state, 'state-invalid')
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

/** Worded here: the library's message may quote a value, or a member name that is a token in the wrong place. */
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
