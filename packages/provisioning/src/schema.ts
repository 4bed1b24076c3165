import { ClaimtagError, parseWrittenEui64 } from '@claimtag/core'
import type { Eui64 } from '@claimtag/core'
import * as z from 'zod'
import type { PortalConfiguration } from './configuration.ts'
import type { ProvisioningState } from './state.ts'

/** A configuration or a stored state is not what it should be. */
export interface DocumentIssue {
  readonly code: 'configuration-invalid' | 'state-invalid'
  readonly kind: 'misuse'
  /** Where, e.g. `deviceProfileByJoinEui.70B3D57ED0000001`. */
  readonly field: string
}

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

const StateSchema = z.strictObject({
  version: z.literal(1),
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
})

/**
 * Reads a portal's configuration, e.g. from JSON. Throws `configuration-invalid`, naming the first place that is wrong.
 *
 * @example
 * const configuration = parseConfiguration(JSON.parse(text))
 */
export function parseConfiguration(input: unknown): PortalConfiguration {
  return parse(portalConfigurationSchema, input, 'configuration-invalid')
}

/** Reads a state that was stored. Throws `state-invalid`, naming the first place that is wrong. */
export function parseState(input: unknown): ProvisioningState {
  return parse(StateSchema, input, 'state-invalid')
}

function parse<S extends z.ZodType>(schema: S, input: unknown, code: DocumentIssue['code']): z.infer<S> {
  const read = schema.safeParse(input)
  if (read.success) return read.data
  const [first] = read.error.issues
  const field = first?.path.map(String).join('.') ?? ''
  const issue: DocumentIssue = { code, kind: 'misuse', field }
  throw new ClaimtagError(issue, `${field === '' ? 'the whole' : field}: ${first?.message ?? 'is wrong'}.`)
}
