import { provisioningError } from '../provisioning-error.ts'
import type { ProvisioningError } from '../provisioning-error.ts'
import { bytesOfBase64 } from './base64.ts'

/** A private RSA key as it was written: PKCS#1 says `RSA PRIVATE KEY`, PKCS#8 says `PRIVATE KEY`. */
export interface PrivateKeyPem {
  readonly form: 'pkcs1' | 'pkcs8'
  readonly der: Uint8Array<ArrayBuffer>
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/

/** What stands in a PEM that is not a private RSA key, by its label. */
const OTHERS: readonly (readonly [label: RegExp, problem: string])[] = [
  [/^ENCRYPTED PRIVATE KEY$/, 'is encrypted. Decrypt it first: openssl pkey -in KEY -out DECRYPTED'],
  [/PUBLIC KEY$/, 'is a public key. The private one of the pair is needed'],
  [/CERTIFICATE/, 'is a certificate. The private key that belongs to it is needed'],
  [/^OPENSSH PRIVATE KEY$/, 'is written for OpenSSH. Convert it: ssh-keygen -p -m PEM -f KEY'],
  [/PRIVATE KEY$/, 'is not a key for RSA'],
]

/**
 * Reads a private RSA key, PKCS#1 or PKCS#8, in PEM (RFC 7468).
 *
 * @throws ProvisioningError `private-key-invalid`, which says in what way the key is written wrongly
 */
export function readPrivateKey(pem: string): PrivateKeyPem {
  if (pem.includes('\\n'))
    throw keyRefused(String.raw`has \n as two characters where its lines end. Write line ends there`)
  if (/^Proc-Type:.*ENCRYPTED/m.test(pem))
    throw keyRefused('is encrypted. Decrypt it first: openssl pkey -in KEY -out DECRYPTED')
  const [, label = '', content = ''] = BLOCK.exec(pem) ?? []
  if (label === '') {
    const isCut = /-----BEGIN /.test(pem)
    throw keyRefused(isCut ? 'is cut off: its END line is missing or another one' : 'is not PEM text')
  }
  const form = label === 'RSA PRIVATE KEY' ? 'pkcs1' : label === 'PRIVATE KEY' ? 'pkcs8' : undefined
  if (form === undefined) {
    const [, problem] = OTHERS.find(([other]) => other.test(label)) ?? []
    throw keyRefused(problem ?? 'is not a private key')
  }
  const der = bytesOfBase64(content)
  if (der === undefined || der.length === 0) throw keyRefused('is damaged: it is not base64')
  return { form, der }
}

export function keyRefused(problem: string): ProvisioningError {
  return provisioningError({ code: 'private-key-invalid', field: 'privateKey', problem })
}
