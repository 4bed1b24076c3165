import { thingpark } from '@claimtag/core'
import { createIssuer, createSealer, memoryStore, plaintext, recordedTokens } from '@claimtag/online'
import type { CodeStore, Sealer, SealerOptions, StoredCode } from '@claimtag/online'
import { describe, expect, test } from 'vitest'

const ownerToken = 'Wq7ZkP0xT3mVb9LdRy2sQg=='
const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }
const bound = bytesOf('bound to this')

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text))
}

function keyOf(fill: number): Uint8Array {
  return new Uint8Array(32).fill(fill)
}

const first = { id: 'first', key: keyOf(1) }
const second = { id: 'second', key: keyOf(2) }

function issuerOf(store: CodeStore, options: SealerOptions, realm = '') {
  const sealer = createSealer(options)
  return createIssuer({ format: thingpark, tokens: () => ownerToken, store, sealer, realm })
}

function sealerWith(indexKey: Uint8Array): Sealer {
  return createSealer({ keys: [first], indexKey })
}

/** The one code of a store in memory, as it is stored. */
async function kept(store: CodeStore, realm = ''): Promise<StoredCode> {
  const [code] = await store.list({ realm, limit: 1 })
  if (code === undefined) throw new Error('nothing is kept')
  return code
}

describe('sealing', () => {
  test('opens what it sealed, and gives other bytes each time', async () => {
    const sealer = createSealer({ keys: [first] })
    const [one, two] = [await sealer.seal(bytesOf('text'), bound), await sealer.seal(bytesOf('text'), bound)]
    expect(one.keyId).toBe('first')
    expect(one.sealed).toHaveLength(12 + 4 + 16)
    expect(Buffer.from(one.sealed)).not.toEqual(Buffer.from(two.sealed))
    for (const { sealed, keyId } of [one, two]) {
      expect(Buffer.from(await sealer.open(sealed, bound, keyId)).toString()).toBe('text')
    }
  })

  test('opens nothing that was changed in any byte, cut short, or bound to something else', async () => {
    const sealer = createSealer({ keys: [first, { ...second, isDecryptOnly: true }] })
    const { sealed } = await sealer.seal(bytesOf('text'), bound)
    const changed = [...sealed.keys()].map((at) =>
      sealed.map((byte, index) => (index === at ? byte ^ 1 : byte)),
    )
    const cut = [0, 11, 12, 28, sealed.length - 1].map((length) => sealed.slice(0, length))
    for (const other of [...changed, ...cut])
      await expect(sealer.open(other, bound, 'first')).rejects.toBeInstanceOf(Error)
    await expect(sealer.open(sealed, bytesOf('bound to thiS'), 'first')).rejects.toBeInstanceOf(Error)
    await expect(sealer.open(sealed, bound, 'second')).rejects.toBeInstanceOf(Error)
    await expect(sealer.open(sealed, bound, 'third')).rejects.toBeInstanceOf(Error)
    await expect(sealer.open(sealed, bound, '')).rejects.toBeInstanceOf(Error)
  })

  test('is AES-256-GCM under a key of HKDF-SHA-256, as another implementation has it', async () => {
    const { createDecipheriv, hkdfSync } = await import('node:crypto')
    const { sealed } = await createSealer({ keys: [first] }).seal(bytesOf('text'), bound)
    const key = Buffer.from(hkdfSync('sha256', first.key, '', 'claimtag/seal/1', 32))
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.slice(0, 12))
    decipher.setAAD(Buffer.concat([Buffer.from('5:first'), bound]))
    decipher.setAuthTag(sealed.slice(-16))
    expect(`${decipher.update(sealed.slice(12, -16), undefined, 'utf8')}${decipher.final('utf8')}`).toBe(
      'text',
    )
  })

  test('ends before a key has sealed 2^32 codes', async () => {
    const sealer = createSealer({ keys: [first], sealedBefore: 2 ** 32 - 1 })
    await sealer.seal(bytesOf('text'), bound)
    await expect(sealer.seal(bytesOf('text'), bound)).rejects.toThrow('as many codes as it may')
  })

  test.each<[string, unknown, string]>([
    ['no key', [], 'keys'],
    ['no list', undefined, 'keys'],
    ['two keys that seal', [first, second], 'keys'],
    ['one id twice', [first, { ...first, isDecryptOnly: true }], 'keys'],
    ['only keys that open', [{ ...first, isDecryptOnly: true }], 'keys'],
    ['a short key', [{ ...first, key: new Uint8Array(16) }], 'keys'],
    ['a key that is text', [{ ...first, key: 'A'.repeat(32) }], 'keys'],
    ['an empty id', [{ ...first, id: '' }], 'keys'],
    ['null', [null], 'keys'],
  ])('%s is refused', (_, keys, option) => {
    expect(() => createSealer({ keys: keys as never })).toThrow(
      expect.objectContaining({ issue: expect.objectContaining({ code: 'option-invalid', option }) }),
    )
  })

  test('a short index key is refused', () => {
    expect(() => createSealer({ keys: [first], indexKey: new Uint8Array(8) })).toThrow('indexKey')
  })
})

describe('a sealed store', () => {
  test('shows no token and no text, and opens for the device, the realm and the version only', async () => {
    const store = memoryStore()
    const { text } = await issuerOf(store, { keys: [first] }).issue(device)
    const code = await kept(store)
    const bytes = Buffer.from(code.sealed).toString('latin1')
    expect(bytes).not.toContain(ownerToken.slice(0, 6))
    expect(bytes).not.toContain(text.slice(0, 6))
    expect((await issuerOf(store, { keys: [first] }).issue(device)).text).toBe(text)

    const moved: [string, StoredCode, string][] = [
      ['another version', { ...code, version: 2 }, ''],
      ['another key', { ...code, keyId: 'second' }, ''],
      ['another realm', code, 'other'],
    ]
    for (const [, other, realm] of moved) {
      const broken: CodeStore = { ...memoryStore(), find: async () => other }
      const issuer = issuerOf(broken, { keys: [first, { ...second, isDecryptOnly: true }] }, realm)
      await expect(issuer.find(device.devEui)).rejects.toMatchObject({ issue: { code: 'unseal-failed' } })
    }
    const other = { ...code, device: { ...code.device, devEui: '70B3D57ED00A0005' as never } }
    const swapped = issuerOf({ ...memoryStore(), find: async () => other }, { keys: [first] })
    await expect(swapped.find('70B3D57ED00A0005')).rejects.toMatchObject({ issue: { code: 'unseal-failed' } })
  })

  test('is rewrapped with a new key, and opens without the old one afterwards', async () => {
    const store = memoryStore()
    const devices = Array.from({ length: 1203 }, (_, at) => ({
      ...device,
      devEui: at.toString(16).padStart(16, '0'),
    }))
    const before = issuerOf(store, { keys: [first] })
    const texts = await Promise.all(devices.map(async (one) => (await before.issue(one)).text))
    const both = issuerOf(store, { keys: [{ ...first, isDecryptOnly: true }, second] })
    // Two at once and one more: each code is sealed anew by one of them.
    const [one, two] = await Promise.all([both.rewrap(), both.rewrap()])
    expect(one.rewrapped + two.rewrapped).toBe(1203)
    expect(await both.rewrap()).toEqual({ rewrapped: 0, unreadable: [] })
    const after = issuerOf(store, { keys: [second] })
    const again = await Promise.all(devices.map(async (device_) => (await after.issue(device_)).text))
    expect(again).toEqual(texts)
  })

  test('names what cannot be rewrapped, and goes on', async () => {
    const store = memoryStore()
    await issuerOf(store, { keys: [{ id: 'lost', key: keyOf(9) }] }).issue(device)
    await issuerOf(store, { keys: [first] }).issue({ ...device, devEui: '70B3D57ED00A0005' })
    const issuer = issuerOf(store, { keys: [{ ...first, isDecryptOnly: true }, second] })
    expect(await issuer.rewrap()).toEqual({ rewrapped: 1, unreadable: [device.devEui] })
  })

  test('takes over what was not sealed, when told so', async () => {
    const store = memoryStore()
    const plain = createIssuer({ format: thingpark, tokens: () => ownerToken, store, sealer: plaintext })
    const { text } = await plain.issue(device)
    const strict = issuerOf(store, { keys: [first] })
    await expect(strict.issue(device)).rejects.toMatchObject({ issue: { code: 'unseal-failed' } })
    const lenient = issuerOf(store, { keys: [first], opensPlaintext: true })
    expect(await lenient.rewrap()).toEqual({ rewrapped: 1, unreadable: [] })
    expect((await strict.issue(device)).text).toBe(text)
    await expect(plain.issue(device)).rejects.toMatchObject({ issue: { code: 'unseal-failed' } })
  })

  test('finds a token that two devices hold, by its keyed hash', async () => {
    const store = memoryStore()
    const tokens = recordedTokens([
      ['70B3D57ED00A0004', ownerToken],
      ['70B3D57ED00A0005', 'AAECAwQFBgcICQoLDA0ODw=='],
      ['70B3D57ED00A0006', ownerToken],
    ])
    const issuer = createIssuer({ format: thingpark, tokens, store, sealer: sealerWith(keyOf(7)) })
    for (const end of [4, 5, 6]) await issuer.issue({ ...device, devEui: `70B3D57ED00A000${end}` })
    expect(await issuer.duplicates()).toEqual([{ devEuis: ['70B3D57ED00A0004', '70B3D57ED00A0006'] }])
    const tag = await sealerWith(keyOf(7)).tag?.(bytesOf(ownerToken))
    expect(tag).toHaveLength(16)
    expect(await sealerWith(keyOf(8)).tag?.(bytesOf(ownerToken))).not.toEqual(tag)
    // Another sealing key does not change it.
    const rotated = createSealer({ keys: [second], indexKey: keyOf(7) })
    expect(await rotated.tag?.(bytesOf(ownerToken))).toEqual(tag)
  })
})
