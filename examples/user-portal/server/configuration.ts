import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { readNamedFile } from '@claimtag/disk'
import {
  parsePortal,
  type Portal as PortalDocument,
  type Secret,
  serverTitle,
} from '@claimtag/provisioning/portal'

export type { PortalDocument }

/** What the portal's own file says, and where its other secrets are. */
export interface PortalSettings {
  readonly document: PortalDocument
  /** A secret of everybody's, in a variable or a file. */
  readonly secretOf: (secret: Secret) => string
  /** What people call the server of each step. */
  readonly servers: Readonly<Record<Server, string>>
  /** What people are asked at the login, together for each account. */
  readonly asks: readonly Ask[]
}

type Server = 'join-server' | 'network-server' | 'application-server'

/** The part of the form that belongs to one account. */
interface Ask {
  /** The servers that know this account. */
  readonly title: string
  readonly fields: readonly (keyof typeof LOGIN)[]
}

/** What people log in with stands in the document by these names. */
export const LOGIN = {
  clientId: 'LOGIN_CLIENT_ID',
  clientSecret: 'LOGIN_CLIENT_SECRET',
  kmSubscription: 'LOGIN_SUBSCRIPTION',
  busitToken: 'LOGIN_BUSIT_TOKEN',
  token: 'LOGIN_TOKEN',
} as const

/** No document of ours comes near it. */
const MOST_BYTES = 1 << 20

/**
 * Reads `portal.json`: the document of `claimtag provision`, in which `{ "env": "LOGIN_CLIENT_ID" }`,
 * `LOGIN_CLIENT_SECRET`, `LOGIN_BUSIT_TOKEN` and `LOGIN_TOKEN`, and `"kmSubscription": "LOGIN_SUBSCRIPTION"`, are what
 * each person logs in with. Other secrets are those of the portal itself.
 *
 * @throws ProvisioningError `configuration-invalid` with the first place that is wrong
 */
export function readSettings(path: string, env: NodeJS.ProcessEnv): PortalSettings {
  const document: unknown = JSON.parse(readNamedFile(path, MOST_BYTES).toString('utf8'))
  return settingsOf(document, (secret) => {
    if ('file' in secret) return readFileSync(resolve(dirname(path), secret.file), 'utf8').trim()
    const value = env[secret.env]
    if (value === undefined) throw new Error(`the variable ${secret.env} is not set`)
    return value
  })
}

export function settingsOf(document: unknown, secretOf: PortalSettings['secretOf']): PortalSettings {
  const parsed = parsePortal(document)
  const asks = asksOf(parsed)
  if (asks.length === 0) throw new Error('the document asks for no LOGIN_…: everybody would be let in')
  const { joinServers, networkServer, applicationServer } = parsed
  const servers = {
    'join-server': namesOf(joinServers),
    'network-server': namesOf([networkServer]),
    'application-server': namesOf([applicationServer]),
  }
  return { document: parsed, secretOf, servers, asks }
}

const namesOf = (servers: readonly Parameters<typeof serverTitle>[0][]): string =>
  [...new Set(servers.map(serverTitle))].join(', ')

/** Each variable once, at the first account that needs it. */
function asksOf({ accounts, joinServers, networkServer, applicationServer }: PortalDocument): readonly Ask[] {
  const left = new Set(Object.keys(LOGIN) as (keyof typeof LOGIN)[])
  return Object.entries(accounts).flatMap(([name, account]) => {
    const servers = [...joinServers, networkServer, applicationServer].filter(
      (one) => 'account' in one && one.account === name,
    )
    const text = JSON.stringify([account, servers])
    const fields = [...left].filter((field) => text.includes(JSON.stringify(LOGIN[field])))
    for (const field of fields) left.delete(field)
    return fields.length === 0 ? [] : [{ title: namesOf(servers), fields }]
  })
}
