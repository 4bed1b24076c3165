import { clientCredentials } from '../http/client-credentials.ts'
import { fixedToken } from '../http/authorization.ts'
import type { Authorization } from '../http/authorization.ts'
import type { Fetch } from '../http/fetch.ts'
import { joinServers, oneJoinServer } from '../join-servers/join-servers.ts'
import type { JoinServers } from '../join-servers/join-servers.ts'
import { provisioningError } from '../provisioning-error.ts'
import type { WorkflowPorts } from '../steps/requests.ts'
import { applicationServerOf, joinServerOf, networkServerOf } from './connectors.ts'
import type { Account, Portal, Secret } from './portal-schema.ts'

export interface PortalHost {
  /** With a time limit of its own. */
  readonly fetch: Fetch
  /** The secret in a variable or a file. A rejection ends `openPortal`, so it must not hold the secret. */
  readonly secretOf: (secret: Secret) => Promise<string>
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
  const common = ({
    account,
  }: {
    readonly account: string
  }): { fetch: Fetch; authorization: Authorization } => {
    const authorization = accounts.get(account)
    // `parsePortal` has looked.
    if (authorization === undefined) throw new TypeError('an account is missing')
    return { fetch, authorization }
  }
  const { configuration, networkServer, applicationServer } = portal
  const ports = {
    configuration,
    joinServers: joinServersOf(portal, common),
    networkServer: networkServerOf(networkServer, common(networkServer)),
    applicationServer: applicationServerOf(applicationServer, common(applicationServer)),
  }
  return { ports, accounts }
}

function joinServersOf(
  { joinServers: settings }: Portal,
  common: (settings: Portal['joinServers'][number]) => { fetch: Fetch; authorization: Authorization },
): JoinServers {
  const [only, ...more] = settings
  if (only !== undefined && more.length === 0 && only.joinEuis === undefined)
    return oneJoinServer(joinServerOf(only, common(only)), only.id)
  return joinServers(
    settings.map((one) => ({
      id: one.id,
      joinEuis: one.joinEuis ?? [],
      server: joinServerOf(one, common(one)),
    })),
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
