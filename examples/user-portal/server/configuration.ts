import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { readNamedFile } from '@claimtag/disk'
import { parsePortal, type Portal as PortalDocument, type Secret } from '@claimtag/provisioning/portal'

export type { PortalDocument }

/** What the portal's own file says, and where its other secrets are. */
export interface PortalSettings {
  readonly document: PortalDocument
  /** A secret of everybody's, in a variable or a file. */
  readonly secretOf: (secret: Secret) => string
  /** Whether people are asked for a token of the Application Server. */
  readonly asksBusitToken: boolean
}

/** What people log in with stands in the document by these names. */
export const LOGIN = {
  clientId: 'LOGIN_CLIENT_ID',
  clientSecret: 'LOGIN_CLIENT_SECRET',
  kmSubscription: 'LOGIN_SUBSCRIPTION',
  busitToken: 'LOGIN_BUSIT_TOKEN',
} as const

/** No document of ours comes near it. */
const MOST_BYTES = 1 << 20

/**
 * Reads `portal.json`: the document of `claimtag provision`, in which `{ "env": "LOGIN_CLIENT_ID" }`,
 * `LOGIN_CLIENT_SECRET` and `LOGIN_BUSIT_TOKEN`, and `"kmSubscription": "LOGIN_SUBSCRIPTION"`, are what each person
 * logs in with. Other secrets are those of the portal itself.
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
  return {
    document: parsePortal(document),
    secretOf,
    asksBusitToken: JSON.stringify(document).includes(LOGIN.busitToken),
  }
}
