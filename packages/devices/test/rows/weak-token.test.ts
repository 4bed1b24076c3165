import type { Eui64 } from '@claimtag/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { weakness } from '../../src/rows/weak-token.ts'

const devEui = '70B3D57ED00A0004' as Eui64
const of = (ownerToken: string | undefined) => weakness({ devEui, serialNumber: '26W47-00000', ownerToken })

test.each([
  ['00000000', 'weak-token-constant'],
  ['ffffFFFF', 'weak-token-constant'],
  ['AAAAAAAAAAAAAAAAAAAAAA==', 'weak-token-constant'],
  ['01234567', 'weak-token-sequence'],
  ['89ABCDEF', 'weak-token-sequence'],
  ['FEDCBA98', 'weak-token-sequence'],
  ['90123456', 'weak-token-sequence'],
  ['ABCDEFGH', 'weak-token-sequence'],
  ['70b3d57ed00a0004', 'weak-token-dev-eui'],
  ['26w47-00000', 'weak-token-serial'],
  ['ABABABAB', 'weak-token-constant'],
  ['q6urq6urq6urq6urq6urqw==', 'weak-token-constant'],
  ['00010203', 'weak-token-sequence'],
  ['AAECAwQFBgcICQoLDA0ODw==', 'weak-token-sequence'],
  ['//4AAQ==', undefined],
  ['/v8AAQ==', 'weak-token-sequence'],
  ['IB8eHRwbGhkYFxYVFBMSEQ==', 'weak-token-sequence'],
  ['cLPVftAKAAQ=', 'weak-token-dev-eui'],
  ['MjZXNDctMDAwMDA=', 'weak-token-serial'],
])('%s', (token, code) => {
  expect(of(token)).toBe(code)
})

test.each([undefined, 'C915005D', 'AAB', '00000001', '13579BDF', 'ecQSH8YIV9/+/HS5mcyF8Q=='])(
  '%s is none',
  (token) => {
    expect(of(token)).toBeUndefined()
  },
)

test('a random token is none', () => {
  const token = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes))
  fc.assert(
    fc.property(token, (bytes) => {
      fc.pre(new Set(bytes).size > 4)
      expect(of(bytes.toString('base64'))).toBeUndefined()
    }),
  )
})
