import { tr005 } from '@claimtag/core'
import { createIssuer, createSealer, memoryStore, randomTokens } from '@claimtag/online'
import type { CodeStore, Sealer, StoredCode } from '@claimtag/online'
import { expect, test } from 'vitest'
import { directOf, promising } from '../../src/seal/direct.ts'

function half(number: number): number {
  if (number % 2 === 1) throw new RangeError('odd')
  return number / 2
}

test('what promises gives the same, its errors too, and is found again by itself alone', async () => {
  const later = promising(half)
  expect(await later(8)).toBe(4)
  await expect(later(7)).rejects.toThrow(RangeError)
  expect(directOf(later)).toBe(half)
  expect(directOf(async (number: number) => later(number))).toBeUndefined()
})

test('a sealer that is made of another one keeps its own functions', () => {
  const sealer = createSealer({ keys: [{ id: '1', key: new Uint8Array(32) }] })
  expect(directOf(sealer.seal)).toBeDefined()
  const counted = {
    ...sealer,
    seal: async (...given: Parameters<typeof sealer.seal>) => sealer.seal(...given),
  }
  expect(directOf(counted.seal)).toBeUndefined()
  expect(directOf(counted.open)).toBe(directOf(sealer.open))
})

test('a sealer with a WebCrypto of its own waits for it', () => {
  const sealer = createSealer({ keys: [{ id: '1', key: new Uint8Array(32) }], crypto: crypto as never })
  expect(directOf(sealer.seal)).toBeUndefined()
})

test('bytes that a sealer gives as another view are stored as bytes', async () => {
  const rows: StoredCode[] = []
  const memory = memoryStore()
  const store: CodeStore = {
    ...memory,
    async insert(key, code, by) {
      rows.push(code)
      return memory.insert!(key, code, by)
    },
  }
  const sealer: Sealer = {
    keyId: '1',
    async seal(bytes) {
      return { keyId: '1', sealed: new DataView(Uint8Array.from(bytes).buffer) as never }
    },
    open: async (sealed) => sealed,
  }
  const issuer = createIssuer({
    format: tr005,
    tokens: randomTokens((bytes) => crypto.getRandomValues(bytes)),
    store,
    holder: 'backend',
    sealer,
  })
  const { text } = await issuer.issue({
    devEui: '70B3D57ED00A0004',
    joinEui: '70B3D57ED0000002',
    vendorId: '0042',
    vendorProfileId: '0001',
  })
  expect(rows.map(({ sealed }) => sealed)).toEqual([expect.any(Uint8Array)])
  expect(await issuer.find('70B3D57ED00A0004')).toMatchObject({ text })
})
