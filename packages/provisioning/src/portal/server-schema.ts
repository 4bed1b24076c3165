import * as z from 'zod'
import { Id } from '../configuration-schema.ts'
import { isSecureAddress } from '../http/address.ts'
import { parseEuiPrefix } from '../join-servers/eui-prefix.ts'

/** Checked here, where the place is known; the connectors check it again. */
export const Address = z
  .string()
  .refine(isSecureAddress, { message: 'must be an https address without credentials in it' })

/** The message of a server of another kind. */
function oneOf(...kinds: readonly string[]): { error: string } {
  return { error: `must be ${kinds.join(', ')}` }
}

/** A request to a server of one's own. */
const Request = z.strictObject({
  address: Address.describe('May contain {devEui}'),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).optional(),
})

const Dialect = z
  .record(z.string(), z.unknown())
  .optional()
  .describe("What your installation names otherwise than the connector's dialect")

const server = {
  address: Address.describe('https://{host}'),
  account: Id.describe('A name of accounts'),
  dialect: Dialect,
}

const JoinEui = z.string().refine((text) => parseEuiPrefix(text) !== undefined, {
  message: 'must be an EUI, or a prefix such as 70B3D57ED0000000/40',
})

const joinServer = {
  id: Id.default('default').describe('The name that states know it by; not to be changed later'),
  joinEuis: z.array(JoinEui).optional().describe('The JoinEUIs that it serves; all when it is the only one'),
}

const Hex = z.string().regex(/^[0-9A-Fa-f]+$/, 'must be hex digits')

const StackProfile = z.strictObject({
  name: z.string(),
  lorawanVersion: z.string().describe('E.g. MAC_V1_0_3'),
  phyVersion: z.string().describe('E.g. PHY_V1_0_3_REV_A'),
  frequencyPlanId: z.string().describe('E.g. EU_863_870_TTN'),
  supportsClassC: z.boolean().optional(),
})

const stack = { kind: z.literal('the-things-stack'), application: Id, ...server }

export const JoinServerSettings = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('thingpark-activation'), kmSubscription: Id, ...joinServer, ...server }),
    z.strictObject({ ...stack, ...joinServer }),
    z.strictObject({
      kind: z.literal('the-things-join-server'),
      homeNetId: Hex.length(6).describe('Of the Network Server, as in homeNetId of this document'),
      homeNsId: Hex.length(16).optional(),
      asId: Id.describe('The ID of the Application Server at the Join Server'),
      lock: z.boolean().optional(),
      regenerateOwnerToken: z.boolean().optional(),
      ...joinServer,
      ...server,
    }),
  ],
  oneOf('thingpark-activation', 'the-things-stack', 'the-things-join-server'),
)

export const NetworkServerSettings = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('thingpark-wireless'), subscription: Id.optional(), ...server }),
    z.strictObject({
      kind: z.literal('thingpark-dx-core'),
      oneCall: z
        .strictObject({ jsProfile: Id, jsSubscriberRef: Id })
        .optional()
        .describe('DX Core claims a device of thingpark-activation and creates it in one call'),
      ...server,
    }),
    z.strictObject({ kind: z.literal('thingpark-enterprise'), ...server }),
    z.strictObject({
      ...stack,
      profiles: z.record(Id, StackProfile).describe('By Device Profile ID of this document'),
    }),
    z.strictObject({
      kind: z.literal('chirpstack'),
      tenantId: Id,
      applicationId: Id,
      externalJoinEuis: z.array(JoinEui).describe('Those whose keys an external Join Server holds'),
      ...server,
    }),
    z.strictObject({
      kind: z.literal('ns-file'),
      file: z.string().min(1).describe('Relative to this document. Made when it is not there; else it grows'),
      form: z.enum(['thingpark', 'the-things-stack']).describe('Which import reads the file'),
      profiles: z
        .record(Id, StackProfile)
        .optional()
        .describe('For the-things-stack: by Device Profile ID of this document'),
    }),
  ],
  oneOf(
    'thingpark-wireless',
    'thingpark-dx-core',
    'thingpark-enterprise',
    'the-things-stack',
    'chirpstack',
    'ns-file',
  ),
)

export const ApplicationServerSettings = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('busit'),
      connector: z.int().positive().describe("The number of the BusApp's connector"),
      keys: z
        .strictObject({ devEui: Id, asTransportKey: Id })
        .optional()
        .describe("The keys of that connector's configuration: deveui and astk"),
      ...server,
    }),
    z.strictObject(stack),
    z.strictObject({
      kind: z.literal('http-application-server'),
      provision: z
        .strictObject({
          address: Address.describe('May contain {devEui}, {joinEui} and {name}'),
          method: z.enum(['POST', 'PUT']).optional(),
          body: z.json().optional().describe('Texts may contain {asTransportKey}, too'),
        })
        .describe('The request that hands a device and its AS transport key over'),
      find: Request.optional().describe('By GET: 2xx when the device is there, 404 when not'),
      remove: Request.optional().describe('By DELETE'),
      account: server.account,
    }),
  ],
  oneOf('busit', 'the-things-stack', 'http-application-server'),
)

export type JoinServerSettings = z.infer<typeof JoinServerSettings>
export type NetworkServerSettings = z.infer<typeof NetworkServerSettings>
export type ApplicationServerSettings = z.infer<typeof ApplicationServerSettings>
