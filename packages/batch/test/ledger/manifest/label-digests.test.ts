import { expect, test } from 'vitest'
import { createKeyedDigest, createShortKeyedDigest } from '../../../src/ledger/digest.ts'
import { createLabelDigests } from '../../../src/ledger/manifest/label-digests.ts'

const key = Buffer.alloc(32, 7)
const devEui = '70B3D57ED00A0004'

test('jobs of each version keep their digests of symbols', () => {
  const text = 'LW:D0:70B3D57ED0000002:70B3D57ED00A0004'
  const words = `symbol\0${devEui}\0`
  expect(createLabelDigests(key, 1).symbol(devEui, text)).toBe(createKeyedDigest(key)(text))
  expect(createLabelDigests(key, 2).symbol(devEui, text)).toBe(createKeyedDigest(key)(text, words))
  expect(createLabelDigests(key, 3).symbol(devEui, text)).toBe(createShortKeyedDigest(key)(text, words))
})

test('jobs of each version keep their digests of files', () => {
  const bytes = Buffer.from('^XA^XZ')
  const file = { as: 'zpl', file: 'labels.zpl' } as const
  const words = `file\0${devEui}\0zpl\0labels.zpl\0\0\0\0`
  expect(createLabelDigests(key, 1).file(devEui, file, bytes)).toBe(createKeyedDigest(key)(bytes))
  expect(createLabelDigests(key, 2).file(devEui, file, bytes)).toBe(createKeyedDigest(key)(bytes, words))
  expect(createLabelDigests(key, 3).file(devEui, file, bytes)).toBe(createShortKeyedDigest(key)(bytes, words))
})
