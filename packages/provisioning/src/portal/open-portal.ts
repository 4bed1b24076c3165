import { clientCredentials } from '../http/client-credentials.ts'
import { fixedToken } from '../http/authorization.ts'
import type { Authorization } from '../http/authorization.ts'
import type { Fetch } from '../http/fetch.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import { joinServers, oneJoinServer } from '../join-servers/join-servers.ts'
import type { JoinServers } from '../join-servers/join-servers.ts'
import type { JoinServer, NetworkServer } from '../ports.ts'
import { provisioningError } from '../provisioning-error.ts'
import type { WorkflowPorts } from '../steps/requests.ts'
import { claimingThroughDxCore, findingCreated } from '../thingpark-dx-core/one-call.ts'
import { applicationServerOf, joinServerOf, networkServerOf } from './connectors.ts'
import { importFileServer } from './import-file.ts'
import type { ImportFile } from './import-file.ts'
import type { Account, Portal, Secret } from './portal-schema.ts'

export interface PortalHost {
  /** With a time limit of its own. */
  readonly fetch: Fetch
  /** The secret in a variable or a file. A rejection ends `openPortal`, so it must not hold the secret. */
  readonly secretOf: (secret: Secret) => Promise<string>
  /** Opens the file of `ns-file`, or begins it. Left out where a portal keeps no files. */
  readonly importFile?: ((file: string) => Promise<ImportFile>) | undefined
}

/** The servers of a portal, ready to be asked. */
export interface OpenPortal {
  readonly ports: Omit<WorkflowPorts, 'save' | 'unwrapKey' | 'clock'>
  /** By their names in the document; connectors of one account share its Bearer token. */
  readonly accounts: ReadonlyMap<string, Authorization>
}

/**
 * Makes the connectors of a portal. Reads the secrets, and asks no server.
 *
 * @throws ProvisioningError `address-not-https`, `key-refused`, `configuration-invalid`
 *
 * @example
 * ```ts no-run
 * import { openPortal, parsePortal } from '@claimtag/provisioning/portal'
 *
 * declare const document: unknown
 * declare const secrets: ReadonlyMap<string, string>
 *
 * const { ports } = await openPortal(parsePortal(document), {
 *   fetch: (url, init) => fetch(url, { ...init, signal: init.signal ?? AbortSignal.timeout(15_000) }),
 *   secretOf: async (secret) => secrets.get('env' in secret ? secret.env : secret.file) ?? '',
 * })
 * console.log(ports.joinServers.all.length)
 * ```
 */
export async function openPortal(portal: Portal, host: PortalHost): Promise<OpenPortal> {
  const { fetch } = host
  const accounts = new Map<string, Authorization>()
  for (const [name, account] of Object.entries(portal.accounts)) {
    accounts.set(name, await authorizationOf(name, account, host))
  }
  const common: Common = ({ account }) => {
    const authorization = accounts.get(account)
    // `parsePortal` has looked.
    if (authorization === undefined) throw new TypeError('an account is missing')
    return { fetch, authorization }
  }
  const { configuration, networkServer, applicationServer } = portal
  const ports = {
    configuration,
    joinServers: joinServersOf(portal, common),
    networkServer: await openNetworkServer(),
    applicationServer: applicationServerOf(applicationServer, common(applicationServer)),
  }
  return { ports, accounts }

  async function openNetworkServer(): Promise<NetworkServer> {
    if (networkServer.kind === 'ns-file')
      return importFileServer(networkServer, configuration, host.importFile)
    const made = networkServerOf(networkServer, common(networkServer))
    const isOneCall = networkServer.kind === 'thingpark-dx-core' && networkServer.oneCall !== undefined
    return isOneCall ? findingCreated(made) : made
  }
}

type Common = (settings: { readonly account: string }) => Pick<ConnectorOptions, 'fetch' | 'authorization'>

function joinServersOf({ joinServers: settings, networkServer }: Portal, common: Common): JoinServers {
  const serverOf = (one: Portal['joinServers'][number]): JoinServer => {
    const server = joinServerOf(one, common(one))
    if (one.kind !== 'thingpark-activation' || networkServer.kind !== 'thingpark-dx-core') return server
    const { oneCall } = networkServer
    if (oneCall === undefined) return server
    return claimingThroughDxCore(server, { ...networkServer, ...oneCall, ...common(networkServer) })
  }
  const [only, ...more] = settings
  if (only !== undefined && more.length === 0 && only.joinEuis === undefined)
    return oneJoinServer(serverOf(only), only.id)
  return joinServers(
    settings.map((one) => ({ id: one.id, joinEuis: one.joinEuis ?? [], server: serverOf(one) })),
  )
}

async function authorizationOf(name: string, account: Account, host: PortalHost): Promise<Authorization> {
  const read = async (secret: Secret, member: string): Promise<string> =>
    oneLine(await host.secretOf(secret), `accounts.${name}.${member}`)
  if ('token' in account) return fixedToken(await read(account.token, 'token'))
  const { tokenUrl, clientId: id, clientSecret } = account
  return clientCredentials({
    fetch: host.fetch,
    tokenUrl,
    clientId: typeof id === 'string' ? id : await read(id, 'clientId'),
    clientSecret: await read(clientSecret, 'clientSecret'),
  })
}

/**
 * A secret that is sent to a server. A file of several lines is another one than was meant, e.g. a private key, which
 * has to stay here.
 */
function oneLine(secret: string, field: string): string {
  if (/^[\x20-\x7E]+$/.test(secret)) return secret
  const problem = 'must lead to one line of printable characters'
  throw provisioningError({ code: 'configuration-invalid', field, problem })
}
