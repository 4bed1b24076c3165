import * as z from 'zod'
import { configurationMembers, configurationOf, Id } from '../configuration-schema.ts'
import type { PortalConfiguration } from '../configuration.ts'
import { readDocument } from '../document-schema.ts'
import { hasOwn } from '../has-own.ts'
import { parseEuiPrefix } from '../join-servers/eui-prefix.ts'

const SECRET = 'must be {"env": "NAME"} or {"file": "path"}: no secret stands in this document'

/** Where a secret is: in a variable of the environment, or in a file, relative to the document. */
const Secret = z
  .union(
    [
      z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
      z.strictObject({ file: z.string().min(1) }),
    ],
    { error: SECRET },
  )
  .describe('A variable of the environment, or a file')

const Account = z.union(
  [
    z.strictObject({
      tokenUrl: z.string().describe('Where OAuth 2.0 client credentials are exchanged for a Bearer token'),
      clientId: z.union([z.string().min(1), Secret]),
      clientSecret: Secret,
    }),
    z.strictObject({ token: Secret.describe('A Bearer token that does not expire') }),
  ],
  {
    error: `must have tokenUrl, clientId and clientSecret, or token; each secret ${SECRET}`,
  },
)

const Dialect = z
  .record(z.string(), z.unknown())
  .optional()
  .describe("What your installation names otherwise than the connector's dialect")

const server = {
  address: z.string().describe('https://{host}'),
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

const JoinServerSettings = z.discriminatedUnion('kind', [
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
])

const NetworkServerSettings = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('thingpark-wireless'), subscription: Id.optional(), ...server }),
  z.strictObject({ kind: z.literal('thingpark-dx-core'), ...server }),
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
])

const ApplicationServerSettings = z.discriminatedUnion('kind', [
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
])

const KeyPair = z.strictObject({
  privateKey: Secret.optional().describe('An RSA key in PEM; made, and kept with the states, when left out'),
  padding: z
    .enum(['oaep-sha256', 'oaep-sha1', 'pkcs1-v1.5'])
    .optional()
    .describe('How the Join Server encrypts; each is tried when left out'),
  form: z.enum(['hex', 'base64']).optional().describe('How the Application Server wants the ASTK: hex'),
})

const portalSchema = z
  .strictObject({
    $schema: z.string().optional(),
    ...configurationMembers,
    accounts: z.record(Id, Account),
    joinServers: z.array(JoinServerSettings).min(1),
    networkServer: NetworkServerSettings,
    applicationServer: ApplicationServerSettings,
    keyPair: KeyPair.optional(),
    timeoutSeconds: z.number().positive().max(600).default(15).describe('How long a request may take'),
  })
  .meta({
    title: 'claimtag portal',
    description: 'Which servers devices are provisioned at, with which accounts and profiles',
  })

export type Secret = z.infer<typeof Secret>
export type Account = z.infer<typeof Account>
export type JoinServerSettings = z.infer<typeof JoinServerSettings>
export type NetworkServerSettings = z.infer<typeof NetworkServerSettings>
export type ApplicationServerSettings = z.infer<typeof ApplicationServerSettings>

/** A portal: what to provision, where, and as whom. Plain data without a secret. */
export interface Portal extends Pick<
  z.infer<typeof portalSchema>,
  'accounts' | 'joinServers' | 'networkServer' | 'applicationServer' | 'timeoutSeconds'
> {
  readonly configuration: PortalConfiguration
  readonly keyPair: z.infer<typeof KeyPair>
}

const readSchema = portalSchema.transform((document, context): Portal => {
  const { $schema: _, accounts, joinServers, networkServer, applicationServer, ...rest } = document
  const { keyPair = {}, timeoutSeconds, ...members } = rest
  const named = [
    ...joinServers.map((one, at) => [['joinServers', at], one.account] as const),
    [['networkServer'], networkServer.account] as const,
    [['applicationServer'], applicationServer.account] as const,
  ]
  for (const [path, account] of named) {
    if (hasOwn(accounts, account)) continue
    context.addIssue({ code: 'custom', path: [...path, 'account'], message: 'names no account of accounts' })
  }
  for (const [at, { joinEuis }] of joinServers.entries()) {
    if (joinEuis !== undefined || joinServers.length === 1) continue
    const message = 'is needed where there are several Join Servers'
    context.addIssue({ code: 'custom', path: ['joinServers', at, 'joinEuis'], message })
  }
  const configuration = configurationOf(members, context)
  return { configuration, accounts, joinServers, networkServer, applicationServer, keyPair, timeoutSeconds }
})

/**
 * Reads a portal's document, e.g. from `portal.json`. Secrets are named in it, and stand elsewhere.
 *
 * @throws ProvisioningError `configuration-invalid` with the first place that is wrong
 *
 * @example
 * ```ts
 * import { parsePortal } from '@claimtag/provisioning/portal'
 *
 * const { configuration, networkServer } = parsePortal({
 *   routingProfiles: { busit: { name: 'Busit' } },
 *   deviceProfiles: { generic: { name: 'Generic class A' } },
 *   deviceProfileByAppEui: { '70B3D57ED0000000/40': 'generic' },
 *   homeNetId: '000002',
 *   hsmGroupId: 'HSM_LABS_PROD',
 *   accounts: {
 *     thingpark: {
 *       tokenUrl: 'https://tpe.example.com/users-auth/protocol/openid-connect/token',
 *       clientId: 'portal',
 *       clientSecret: { env: 'THINGPARK_SECRET' },
 *     },
 *     busit: { token: { file: 'busit.token' } },
 *   },
 *   joinServers: [
 *     { kind: 'thingpark-activation', address: 'https://tpe.example.com', account: 'thingpark', kmSubscription: '42' },
 *   ],
 *   networkServer: { kind: 'thingpark-wireless', address: 'https://tpe.example.com', account: 'thingpark' },
 *   applicationServer: { kind: 'busit', address: 'https://busit.example.com', account: 'busit', connector: 17 },
 * })
 * console.log(configuration.homeNetId, networkServer.kind) // 000002 thingpark-wireless
 * ```
 */
export function parsePortal(input: unknown): Portal {
  return readDocument(readSchema, input, 'configuration-invalid')
}

/**
 * The JSON Schema (draft 2020-12) of a portal's document, for editors that complete and check it.
 *
 * @example
 * ```ts
 * import { portalJsonSchema } from '@claimtag/provisioning/portal'
 *
 * console.log(portalJsonSchema()['title']) // claimtag portal
 * ```
 */
export function portalJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(portalSchema, { target: 'draft-2020-12', io: 'input' })
}
