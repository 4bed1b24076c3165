import { constants, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto'
import { keyPairOf, makeKeyPair } from '@claimtag/provisioning/unwrap'
import { makeWebKeyPair, webKeyPairOf } from '@claimtag/provisioning/unwrap-web'
import { describe, expect, test } from 'vitest'
import { base64OfBytes, bytesOfBase64 } from '../../src/key-pair/base64.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const otherPem = otherKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const spki = publicKey.export({ type: 'spki', format: 'pem' }).toString()

const ASTK = '000102030405060708090A0B0C0D0EFF'
const PADDINGS = {
  'oaep-sha256': { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
  'oaep-sha1': { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
  'pkcs1-v1.5': { padding: constants.RSA_PKCS1_PADDING },
} as const

function encrypted(
  padding: keyof typeof PADDINGS,
  plain: Uint8Array = Buffer.from(ASTK, 'hex'),
  to = spki,
): Buffer {
  return publicEncrypt({ key: to, ...PADDINGS[padding] }, plain)
}

describe.each(Object.keys(PADDINGS) as (keyof typeof PADDINGS)[])('an ASTK encrypted with %s', (padding) => {
  test.each([
    ['base64', 'base64'],
    ['base64url without padding', 'base64url'],
    ['hex', 'hex'],
  ] as const)('is unwrapped when it comes in %s', async (_, encoding) => {
    const text = encrypted(padding).toString(encoding)
    expect(await keyPairOf(pkcs8).unwrapKey(text)).toBe(ASTK)
    expect(await keyPairOf(pkcs1, { padding }).unwrapKey(` ${text.slice(0, 60)}\n${text.slice(60)}\n`)).toBe(
      ASTK,
    )
  })

  test('comes out as base64 where that is wanted', async () => {
    const { unwrapKey } = keyPairOf(pkcs8, { form: 'base64' })
    expect(await unwrapKey(encrypted(padding).toString('base64'))).toBe(
      Buffer.from(ASTK, 'hex').toString('base64'),
    )
  })

  test('is one key whether it was encrypted as bytes or as its text in hex', async () => {
    for (const bytes of [16, 32]) {
      const key = randomBytes(bytes)
      const wanted = key.toString('hex').toUpperCase()
      for (const plain of [key, Buffer.from(wanted), Buffer.from(wanted.toLowerCase())]) {
        expect(await keyPairOf(pkcs8).unwrapKey(encrypted(padding, plain).toString('hex'))).toBe(wanted)
      }
    }
  })

  test('is refused with another key, with another padding, and when it is not an AES key', async () => {
    const other = keyPairOf(otherPem)
    const text = encrypted(padding).toString('base64')
    await expect(other.unwrapKey(text)).rejects.toMatchObject({ issue: { code: 'encrypted-key-invalid' } })
    for (const wrong of Object.keys(PADDINGS) as (keyof typeof PADDINGS)[]) {
      if (wrong === padding) continue
      const refused = keyPairOf(pkcs8, { padding: wrong }).unwrapKey(text)
      await expect(refused).rejects.toThrow('does not decrypt with this private key')
    }
    for (const length of [0, 8, 15, 17, 24, 31, 64]) {
      const refused = keyPairOf(pkcs8).unwrapKey(encrypted(padding, randomBytes(length)).toString('base64'))
      await expect(refused).rejects.toThrow('not an AES key')
    }
  })
})

test('a key of sixteen bytes that read like hex digits is those bytes', async () => {
  const plain = Buffer.from('0123456789abcdef')
  const text = encrypted('oaep-sha256', plain).toString('hex')
  expect(await keyPairOf(pkcs8).unwrapKey(text)).toBe(plain.toString('hex').toUpperCase())
})

test.each([
  ['fewer than eight random bytes', Buffer.concat([Buffer.from([0, 2, 1, 0]), Buffer.alloc(252, 7)])],
  [
    'another first byte',
    Buffer.concat([Buffer.from([1, 2]), Buffer.alloc(237, 3), Buffer.alloc(1), Buffer.alloc(16, 7)]),
  ],
  [
    'the padding of a signature',
    Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(237, 255), Buffer.alloc(1), Buffer.alloc(16, 7)]),
  ],
  ['no end', Buffer.concat([Buffer.from([0, 2]), Buffer.alloc(254, 7)])],
])('PKCS#1 v1.5 with %s is no key', async (_, block) => {
  const text = publicEncrypt({ key: spki, padding: constants.RSA_NO_PADDING }, block).toString('base64')
  await expect(keyPairOf(pkcs8).unwrapKey(text)).rejects.toThrow('does not decrypt')
})

test.each([
  ['', '0 bytes'],
  ['AAAA', '3 bytes'],
  ['not base64 !', 'neither base64 nor hex'],
  ['ab'.repeat(255), 'bytes'],
])('an encrypted key %j is refused: %s', async (text, problem) => {
  await expect(keyPairOf(pkcs8).unwrapKey(text)).rejects.toThrow(problem)
})

const passphrase = { cipher: 'aes-256-cbc', passphrase: 'x' } as const
const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey

/** Keys in a wrong spelling, and a word of the sentence that says so. */
const WRONG: readonly (readonly [what: string, pem: string, says: string])[] = [
  [String.raw`literal \n`, pkcs8.replaceAll('\n', String.raw`\n`), String.raw`\n as two characters`],
  ['nothing', '', 'not PEM'],
  ['bare base64', pkcs8.replace(/-----.*-----/g, ''), 'not PEM'],
  ['half a key', pkcs8.slice(0, 800), 'cut off'],
  ['the public key', spki, 'is a public key'],
  [
    'the public key as PKCS#1',
    publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    'is a public key',
  ],
  [
    'an encrypted key',
    privateKey.export({ type: 'pkcs8', format: 'pem', ...passphrase }).toString(),
    'is encrypted',
  ],
  [
    'an encrypted key as PKCS#1',
    privateKey.export({ type: 'pkcs1', format: 'pem', ...passphrase }).toString(),
    'is encrypted',
  ],
  [
    'a key for signatures on a curve',
    ec.export({ type: 'pkcs8', format: 'pem' }).toString(),
    'not a key for RSA',
  ],
  ['the same in its own form', ec.export({ type: 'sec1', format: 'pem' }).toString(), 'not a key for RSA'],
  ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', 'is a certificate'],
  [
    'a key of OpenSSH',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----',
    'OpenSSH',
  ],
  [
    'a key with a line missing',
    pkcs8
      .split('\n')
      .filter((_, line) => line !== 5)
      .join('\n'),
    'is damaged',
  ],
  ['a short key', small.export({ type: 'pkcs8', format: 'pem' }).toString(), '1024 bits'],
]

test.each(WRONG)('%s is refused with its reason', (_, pem, says) => {
  expect(() => keyPairOf(pem)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(says) as string }),
  )
  expect(() => keyPairOf(pem)).toThrow(
    expect.objectContaining({ issue: expect.objectContaining({ code: 'private-key-invalid' }) as object }),
  )
})

test.each(WRONG)('WebCrypto refuses %s as well, and no error quotes the key', async (_, pem) => {
  const error = await webKeyPairOf(crypto.subtle, pem).then(String, (reason: unknown) => reason)
  expect(error).toMatchObject({ issue: { code: 'private-key-invalid' } })
  for (const line of pem.split('\n').filter((text) => text.length === 64))
    expect(String(error)).not.toContain(line)
})

test('the public key belongs to the private one, however that is written', async () => {
  const made = await makeKeyPair({ bits: 2048 })
  expect(keyPairOf(made.privateKeyPem).publicKeyPem).toBe(made.publicKeyPem)
  for (const pem of [
    pkcs8,
    pkcs1,
    pkcs8.replaceAll('\n', '\r\n'),
    `Bag Attributes\n  friendlyName: portal\n${pkcs8}`,
  ]) {
    expect(keyPairOf(pem).publicKeyPem).toBe(spki)
    expect((await webKeyPairOf(crypto.subtle, pem)).publicKeyPem).toBe(spki)
  }
})

test.each(['oaep-sha256', 'oaep-sha1'] as const)(
  'WebCrypto unwraps what is encrypted with %s',
  async (padding) => {
    const given = await webKeyPairOf(crypto.subtle, pkcs1, { padding })
    expect(await given.unwrapKey(encrypted(padding).toString('base64'))).toBe(ASTK)
    const refused = given.unwrapKey(encrypted('pkcs1-v1.5').toString('base64'))
    await expect(refused).rejects.toMatchObject({ issue: { code: 'encrypted-key-invalid' } })
  },
)

test('WebCrypto makes keys that cannot be read out', async () => {
  const made = await makeWebKeyPair(crypto.subtle, { padding: 'oaep-sha1', bits: 2048, form: 'base64' })
  const text = encrypted('oaep-sha1', Buffer.from(ASTK, 'hex'), made.publicKeyPem).toString('hex')
  expect(await made.unwrapKey(text)).toBe(Buffer.from(ASTK, 'hex').toString('base64'))
  await expect(crypto.subtle.exportKey('jwk', made.keys.privateKey as never)).rejects.toThrow(
    'not extractable',
  )
})

test('base64 is read and written as the platform does', () => {
  for (let length = 0; length < 70; length++) {
    const bytes = randomBytes(length)
    expect(base64OfBytes(bytes)).toBe(bytes.toString('base64'))
    for (const encoding of ['base64', 'base64url'] as const) {
      expect(Buffer.from(bytesOfBase64(bytes.toString(encoding)) ?? []).equals(bytes)).toBe(true)
    }
  }
  for (const text of ['A', 'AAAAA', 'AA=A', 'ä', '====']) expect(bytesOfBase64(text)).toBeUndefined()
})
