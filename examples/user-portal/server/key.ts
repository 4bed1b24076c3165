import { isThere, makePrivateFolder, readOwnFile, replaceFile } from '@claimtag/disk'
import { type KeyPair, keyPairOf, makeKeyPair } from '@claimtag/provisioning/unwrap'

/** The RSA key that Join Servers wrap transport keys for. Its private half never leaves this server. */
export type PortalKey = KeyPair

/** Reads the private key at this path (PEM); where there is none, makes one that only this user may read. */
export async function openKey(folder: string, path = `${folder}/portal-key.pem`): Promise<PortalKey> {
  if (isThere(path)) return keyPairOf(readOwnFile(path).toString('utf8'))
  makePrivateFolder(folder)
  const { privateKeyPem, ...pair } = await makeKeyPair()
  replaceFile(path, privateKeyPem)
  return pair
}
