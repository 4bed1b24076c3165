import * as z from 'zod'
import { configurationMembers, configurationOf, Id } from '../configuration-schema.ts'
import type { PortalConfiguration } from '../configuration.ts'
import { readDocument } from '../document-schema.ts'
import { hasOwn } from '../has-own.ts'
import {
  Address,
  ApplicationServerSettings,
  JoinServerSettings,
  NetworkServerSettings,
} from './server-schema.ts'

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
      tokenUrl: Address.describe('Where OAuth 2.0 client credentials are exchanged for a Bearer token'),
      clientId: z.union([z.string().min(1), Secret]),
      clientSecret: Secret,
    }),
    z.strictObject({ token: Secret.describe('A Bearer token that does not expire') }),
  ],
  {
    error: `must have tokenUrl, clientId and clientSecret, or token; each secret ${SECRET}`,
  },
)

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
    ...(networkServer.kind === 'ns-file' ? [] : [[['networkServer'], networkServer.account] as const]),
    [['applicationServer'], applicationServer.account] as const,
  ]
  const refuse = (path: (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path, message })
  for (const [path, account] of named) {
    if (!hasOwn(accounts, account)) refuse([...path, 'account'], 'names no account of accounts')
  }
  for (const [at, { joinEuis }] of joinServers.entries()) {
    if (joinEuis !== undefined || joinServers.length === 1) continue
    refuse(['joinServers', at, 'joinEuis'], 'is needed where there are several Join Servers')
  }
  if (networkServer.kind === 'ns-file') {
    if (members.connectivityPlanId === undefined)
      refuse(['connectivityPlanId'], 'is needed with ns-file, which cannot list the plans')
    for (const id of Object.keys(members.deviceProfiles)) {
      if (networkServer.form === 'thingpark' || hasOwn(networkServer.profiles ?? {}, id)) continue
      refuse(['networkServer', 'profiles', id], 'is needed for the import of The Things Stack')
    }
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
