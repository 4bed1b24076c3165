import { readOwnFile, replaceFile } from '@claimtag/disk'
import { keyPairOf, makeKeyPair, type KeyPair } from '@claimtag/provisioning/unwrap'
import type { LoadedPortal } from './load-portal.ts'

const FILE = 'private-key.pem'

/**
 * The key pair of a portal: the one that its document names, or the one of its folder, which is made. The caller holds
 * the folder's lock.
 *
 * @throws ProvisioningError `private-key-invalid`
 */
export async function keyPairFor({
  portal,
  state,
  secretOf,
}: Pick<LoadedPortal, 'portal' | 'state' | 'secretOf'>): Promise<KeyPair> {
  const { privateKey, ...options } = portal.keyPair
  if (privateKey !== undefined) return keyPairOf(await secretOf(privateKey), options)
  const path = `${state}/${FILE}`
  const kept = readKept(path)
  if (kept !== undefined) return keyPairOf(kept, options)
  const made = await makeKeyPair(options)
  // Whole or not at all: half a key would hold up every later command.
  replaceFile(path, made.privateKeyPem)
  return made
}

/** What a file of the folder holds; `undefined` when there is none. */
export function readKept(path: string): string | undefined {
  try {
    return readOwnFile(path).toString('utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
