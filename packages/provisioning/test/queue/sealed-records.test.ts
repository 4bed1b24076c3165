import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { sealedRecords, type RecordSealer } from '@claimtag/provisioning/queue'
import { expect, test } from 'vitest'
import { devEuiOf, jobOf } from '../batch/fleet.ts'

/** AES-256-GCM, as `createSealer` of online seals. */
function sealerOf(keyId = '2026.1'): RecordSealer {
  const key = randomBytes(32)
  return {
    async seal(bytes, bound) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound)
      const text = Buffer.concat([cipher.update(bytes), cipher.final()])
      return { keyId, sealed: Buffer.concat([nonce, text, cipher.getAuthTag()]) }
    },
    async open(sealed, bound, id) {
      if (id !== keyId) throw new Error('another key')
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.slice(0, 12)).setAAD(bound)
      decipher.setAuthTag(sealed.slice(-16))
      return Buffer.concat([decipher.update(sealed.slice(12, -16)), decipher.final()])
    },
  }
}

test('a record comes back as it was sealed, and the queue holds no part of its token', async () => {
  const { seal, open } = sealedRecords(sealerOf())
  const record = { ...jobOf(1).record, serialNumber: 'Nº 7 ✓' }
  const sealed = await seal(record)
  expect(await open({ devEui: record.devEui, record: sealed })).toEqual(record)
  const { ownerToken = '' } = record
  for (let at = 0; at + 6 <= ownerToken.length; at += 1) {
    const part = ownerToken.slice(at, at + 6)
    expect(sealed).not.toContain(part)
    expect(sealed).not.toContain(Buffer.from(part).toString('base64').slice(0, 8))
  }
})

test('a record of another device, of another key, or changed, does not open', async () => {
  const { seal, open } = sealedRecords(sealerOf())
  const { devEui } = jobOf(1).record
  const record = await seal(jobOf(1).record)
  expect(await open({ devEui: devEuiOf(2), record })).toBeUndefined()
  expect(await sealedRecords(sealerOf()).open({ devEui, record })).toBeUndefined()
  for (const other of [
    '',
    'issued',
    '2026.1.',
    record.slice(0, -8),
    record.replace('2026.1', '2025'),
    `${record}A`,
  ])
    expect(await open({ devEui, record: other })).toBeUndefined()
})

test('what a sealer opens is looked at', async () => {
  const careless: RecordSealer = {
    seal: async (bytes) => ({ keyId: '', sealed: bytes }),
    open: async (bytes) => bytes,
  }
  const { seal, open } = sealedRecords(careless)
  const record = await seal(jobOf(1).record)
  expect(await open({ devEui: devEuiOf(2), record })).toBeUndefined()
  expect(await open({ devEui: devEuiOf(1), record: '.bnVsbA==' })).toBeUndefined()
})
