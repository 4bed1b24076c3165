import { constants, createPrivateKey, createPublicKey, generateKeyPair, privateDecrypt } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { isThere, makePrivateFolder, readOwnFile, replaceFile } from '@claimtag/disk'
import type { UnwrapKey } from '@claimtag/provisioning'

/** The RSA key that Join Servers wrap transport keys for. It never leaves this server. */
export interface PortalKey {
  /** SPKI, PEM. */
  readonly publicKey: string
  readonly unwrapKey: UnwrapKey
}

const generate = promisify(generateKeyPair)

/** Reads the private key at this path (PKCS #8, PEM); where there is none, makes one that only this user may read. */
export async function openKey(folder: string, path = `${folder}/portal-key.pem`): Promise<PortalKey> {
  if (isThere(path)) return keyOf(createPrivateKey(readOwnFile(path)))
  makePrivateFolder(folder)
  const { privateKey } = await generate('rsa', { modulusLength: 3072 })
  replaceFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return keyOf(privateKey)
}

function keyOf(privateKey: KeyObject): PortalKey {
  const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
  return {
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
    unwrapKey: async (encrypted) =>
      privateDecrypt({ key: privateKey, ...padding }, Buffer.from(encrypted, 'base64'))
        .toString('hex')
        .toUpperCase(),
  }
}
