import { containerCredentials } from './container.ts'
import type { Ask } from './ask.ts'
import { instanceCredentials } from './instance.ts'
import { profileCredentials, profileRegion } from './profile.ts'
import { webIdentityCredentials } from './web-identity.ts'
import { StorageError } from '../issue.ts'
import type { Credentials, Environment } from './credential.ts'

/** Gives credentials that are good for some minutes yet. */
export interface CredentialSource {
  /** @param isRefused the last ones were refused, and are fetched anew */
  get(isRefused?: boolean): Promise<Credentials>
  readonly region: string
}

/** Fetched anew when they are good for less than this. */
const BEFORE_MS = 5 * 60_000

const PLACES = [
  'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  'AWS_WEB_IDENTITY_TOKEN_FILE with AWS_ROLE_ARN',
  'the shared credentials file',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI or _RELATIVE_URI',
  'the instance metadata service',
]

/**
 * Looks where the tools of AWS look, in their order: environment, web identity, shared files, container, instance. The
 * instance metadata service is asked over its version 2 alone, and not with `AWS_EC2_METADATA_DISABLED=true`.
 */
export function findCredentials(environment: Environment, ask: Ask, now: () => number): CredentialSource {
  let known: Credentials | undefined
  const fresh = async (): Promise<Credentials> => {
    const found =
      fromEnvironment(environment) ??
      (await webIdentityCredentials(environment, ask)) ??
      profileCredentials(environment) ??
      (await containerCredentials(environment, ask)) ??
      (await instanceCredentials(environment, ask))
    if (found === undefined) throw new StorageError({ code: 'storage-credentials-missing', names: PLACES })
    return found
  }
  return {
    region:
      environment['AWS_REGION'] ??
      environment['AWS_DEFAULT_REGION'] ??
      profileRegion(environment) ??
      'us-east-1',
    async get(isRefused = false) {
      if (isRefused || known === undefined || (known.expires ?? Infinity) - now() < BEFORE_MS)
        known = await fresh()
      return known
    },
  }
}

function fromEnvironment(environment: Environment): Credentials | undefined {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID']
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY']
  if (!accessKeyId || !secretAccessKey) return undefined
  return { accessKeyId, secretAccessKey, sessionToken: environment['AWS_SESSION_TOKEN'] || undefined }
}
