import { parseWrittenEui64 } from '@claimtag/core'
import type { Eui64 } from '@claimtag/core'
import * as z from 'zod'
import { HomeNetId, Id, portalConfigurationSchema } from './configuration-schema.ts'
import type { PortalConfiguration } from './configuration.ts'
import { readDocument } from './document-schema.ts'
import { DEFAULT_JOIN_SERVER } from './join-servers/join-servers.ts'
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

export { portalConfigurationSchema } from './configuration-schema.ts'

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
  return readDocument(portalConfigurationSchema, input, 'configuration-invalid')
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
  return readDocument(StateSchema, state, 'state-invalid')
}
