import { type Ask, credentialsIn } from './ask.ts'
import type { Credentials, Environment } from './credential.ts'

const ROLES = '/latest/meta-data/iam/security-credentials/'
const SECONDS = '21600'

/** Credentials of the role of an EC2 instance, over version 2 of its metadata service. */
export async function instanceCredentials(
  environment: Environment,
  ask: Ask,
): Promise<Credentials | undefined> {
  if (environment['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true') return undefined
  const endpoint = environment['AWS_EC2_METADATA_SERVICE_ENDPOINT'] || 'http://169.254.169.254'
  const base = endpoint.replace(/\/$/, '')
  const token = await ask(`${base}/latest/api/token`, {
    method: 'PUT',
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': SECONDS },
  })
  if (token === undefined) return undefined
  const headers = { 'x-aws-ec2-metadata-token': token }
  const role = (await ask(base + ROLES, { headers }))?.split('\n')[0]?.trim()
  if (!role) return undefined
  const text = await ask(base + ROLES + encodeURIComponent(role), { headers })
  return text === undefined ? undefined : credentialsIn('The instance metadata service', text)
}
