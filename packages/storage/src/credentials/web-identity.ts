import { readNamedFile } from '@claimtag/disk'
import { StorageError } from '../issue.ts'
import type { Ask } from './ask.ts'
import type { Credentials, Environment } from './credential.ts'

const LONGEST = 1 << 16
const SOURCE = 'The token service'

/**
 * Credentials for the token of a web identity, such as that of a service account of Kubernetes. The token goes in the
 * body of a request to the token service, and nowhere else.
 *
 * @throws StorageError `storage-credentials-refused`
 */
export async function webIdentityCredentials(
  environment: Environment,
  ask: Ask,
): Promise<Credentials | undefined> {
  const file = environment['AWS_WEB_IDENTITY_TOKEN_FILE']
  const role = environment['AWS_ROLE_ARN']
  if (!file || !role) return undefined
  const region = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION']
  const url =
    environment['AWS_ENDPOINT_URL_STS'] ||
    (region ? `https://sts.${region}.amazonaws.com` : 'https://sts.amazonaws.com')
  const body = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: role,
    RoleSessionName: environment['AWS_ROLE_SESSION_NAME'] || 'claimtag',
    WebIdentityToken: readNamedFile(file, LONGEST).toString('utf8').trim(),
  }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const text = (await ask(url, { method: 'POST', headers, body })) ?? ''
  const of = (name: string): string | undefined => new RegExp(`<${name}>([^<]+)</${name}>`).exec(text)?.[1]
  const [accessKeyId, secretAccessKey] = [of('AccessKeyId'), of('SecretAccessKey')]
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new StorageError({
      code: 'storage-credentials-refused',
      source: SOURCE,
      detail: 'no credentials in its answer',
    })
  const until = of('Expiration')
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken: of('SessionToken'),
    expires: until === undefined ? undefined : Date.parse(until),
  }
}
