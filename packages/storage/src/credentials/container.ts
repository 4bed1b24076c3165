import { readNamedFile } from '@claimtag/disk'
import { StorageError } from '../issue.ts'
import { type Ask, credentialsIn } from './ask.ts'
import type { Credentials, Environment } from './credential.ts'

const ECS = 'http://169.254.170.2'
const EKS = ['169.254.170.23', '[fd00:ec2::23]', '169.254.170.2']
const SOURCE = 'The container'
const LONGEST = 1 << 16

/**
 * Credentials of a container: ECS, and pods of EKS. A full URI is asked in the clear only at this machine and at the
 * addresses that AWS has for it.
 *
 * @throws StorageError `storage-credentials-refused`
 */
export async function containerCredentials(
  environment: Environment,
  ask: Ask,
): Promise<Credentials | undefined> {
  const relative = environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI']
  const url = relative ? ECS + relative : environment['AWS_CONTAINER_CREDENTIALS_FULL_URI']
  if (!url) return undefined
  const refused = (detail: string): StorageError =>
    new StorageError({ code: 'storage-credentials-refused', source: SOURCE, detail })
  if (!isNear(url)) throw refused('its address is neither encrypted nor near')
  const file = environment['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE']
  const authorization = file
    ? readNamedFile(file, LONGEST).toString('utf8').trim()
    : environment['AWS_CONTAINER_AUTHORIZATION_TOKEN']
  const text = await ask(url, { headers: authorization ? { authorization } : {} })
  if (text === undefined) throw refused('no answer')
  return credentialsIn(SOURCE, text)
}

function isNear(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  const isLoopback = /^127\.\d+\.\d+\.\d+$|^\[::1\]$|^localhost$/.test(hostname)
  return protocol === 'https:' || (protocol === 'http:' && (isLoopback || EKS.includes(hostname)))
}
