import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  BASE32,
  BASE64,
  BASE64URL,
  fromRadix,
  HEX,
  HEX_LOWER,
  type Radix,
  radixLength,
  toRadix,
} from '../../src/value/radix.ts'

/** The slow obvious twin: all bits as text, cut into groups, looked up one by one (RFC 4648, sections 4 to 8). */
function slowly(bytes: Uint8Array, { bits, alphabet, padded }: Radix): string {
  const all = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = all.match(new RegExp(`.{1,${bits}}`, 'g')) ?? []
  const text = groups.map((group) => alphabet[Number.parseInt(group.padEnd(bits, '0'), 2)]).join('')
  return padded ? text + '='.repeat((4 - (text.length % 4)) % 4) : text
}

const radices = { HEX, HEX_LOWER, BASE32, BASE64, BASE64URL }

describe.each(Object.entries(radices))('%s', (_, radix) => {
  const bytes = fc.uint8Array({ maxLength: 40 })

  test('writes what its slow twin writes, in the length foretold', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(toRadix(value, radix)).toBe(slowly(value, radix))
        expect(radixLength(radix, value.length)).toBe(toRadix(value, radix).length)
      }),
    )
  })

  test('reads back what was written', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(fromRadix(toRadix(value, radix), radix)).toEqual(value)
      }),
    )
  })

  test('accepts a text only if it is the one that its bytes are written as', () => {
    const characters = fc.constantFrom(...Array.from(`${radix.alphabet}=`))
    const near = fc.oneof(
      fc.string({ unit: characters, maxLength: 24 }),
      fc.tuple(bytes, fc.nat(60), characters).map(([value, at, character]) => {
        const text = toRadix(value, radix)
        return text.slice(0, at) + character + text.slice(at + 1)
      }),
      fc.string(),
    )
    fc.assert(
      fc.property(near, (text) => {
        const value = fromRadix(text, radix)
        expect(value instanceof Uint8Array ? toRadix(value, radix) : text).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })
})

test.each([
  ['', ''],
  ['f', 'MY======'],
  ['fo', 'MZXQ===='],
  ['foo', 'MZXW6==='],
  ['foob', 'MZXW6YQ='],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI======'],
])('RFC 4648 section 10: base32 of %j', (text, padded) => {
  expect(toRadix(Buffer.from(text), BASE32)).toBe(padded.replace(/=+$/, ''))
})

test.each([
  ['Zg==', 'f'],
  ['Zm8=', 'fo'],
  ['Zm9v', 'foo'],
  ['Zm9vYg==', 'foob'],
])('RFC 4648 section 10: base64 %s', (text, plain) => {
  expect(fromRadix(text, BASE64)).toEqual(new Uint8Array(Buffer.from(plain)))
})

test.each([
  ['Zh==', BASE64, { code: 'not-canonical', at: 1 }],
  ['Zm9=', BASE64, { code: 'not-canonical', at: 2 }],
  ['Zg', BASE64, { code: 'wrong-length', at: 2 }],
  ['Zg!', BASE64, { code: 'invalid-character', at: 2 }],
  ['Zg=', BASE64, { code: 'wrong-length', at: 3 }],
  ['Z===', BASE64, { code: 'invalid-character', at: 1 }],
  ['Z=g=', BASE64, { code: 'invalid-character', at: 1 }],
  ['Zg-_', BASE64, { code: 'invalid-character', at: 2 }],
  ['Zg==', BASE64URL, { code: 'invalid-character', at: 2 }],
  ['MZ', BASE32, { code: 'not-canonical', at: 1 }],
  ['M', BASE32, { code: 'wrong-length', at: 1 }],
  ['MZXW6Y8B', BASE32, { code: 'invalid-character', at: 6 }],
  ['ABC', HEX, { code: 'wrong-length', at: 3 }],
  ['ab', HEX, { code: 'invalid-character', at: 0 }],
])('refuses %s', (text, radix, fault) => {
  expect(fromRadix(text, radix)).toEqual(fault)
})

test('a text of any length is written', () => {
  const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => (index * 131) & 255)
  expect(toRadix(bytes, HEX)).toBe(Buffer.from(bytes).toString('hex').toUpperCase())
})
