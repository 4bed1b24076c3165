import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Radix, recode } from '../../src/value/radix.ts'
import { RADICES } from '../../src/value/token.ts'

const ANY_SIZE = [0, Number.POSITIVE_INFINITY] as const
const { hex: HEX, base32: BASE32, base64: BASE64, base64url: BASE64URL, text: TEXT } = RADICES

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()
const write = (bytes: Uint8Array, radix: Radix): unknown => recode(hexOf(bytes), HEX, radix, ...ANY_SIZE)
const read = (text: string, radix: Radix): unknown => recode(text, radix, HEX, ...ANY_SIZE)

/** The slow obvious twin: all bits as text, cut into groups, looked up one by one (RFC 4648, sections 4 to 8). */
function slowly(bytes: Uint8Array, [, bits, alphabet, , isPadded]: Radix): string {
  const all = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = all.match(new RegExp(`.{1,${bits}}`, 'g')) ?? []
  const text = groups.map((group) => alphabet[Number.parseInt(group.padEnd(bits, '0'), 2)]).join('')
  return isPadded ? text + '='.repeat((4 - (text.length % 4)) % 4) : text
}

const radices = Object.entries(RADICES).filter(([name]) => name !== 'text')

describe.each(radices)('%s', (_, radix) => {
  const bytes = fc.uint8Array({ maxLength: 40 })

  test('writes what its slow twin writes', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(write(value, radix)).toBe(slowly(value, radix))
      }),
    )
  })

  test('reads back what was written', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(read(slowly(value, radix), radix)).toBe(hexOf(value))
      }),
    )
  })

  test('accepts a text only if it is the one that its bytes are written as', () => {
    const characters = fc.constantFrom(...Array.from(`${radix[2]}=`))
    const near = fc.oneof(
      fc.string({ unit: characters, maxLength: 24 }),
      fc.tuple(bytes, fc.nat(60), characters).map(([value, at, character]) => {
        const text = slowly(value, radix)
        return text.slice(0, at) + character + text.slice(at + 1)
      }),
      fc.string(),
    )
    fc.assert(
      fc.property(near, (text) => {
        const value = read(text, radix)
        expect(typeof value === 'string' ? slowly(Buffer.from(value, 'hex'), radix) : text).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  test('goes into every other radix as its bytes do', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom(...radices), (value, [, other]) => {
        expect(recode(slowly(value, radix), radix, other, ...ANY_SIZE)).toBe(slowly(value, other))
      }),
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
  expect(recode(text, TEXT, BASE32, ...ANY_SIZE)).toBe(padded.replace(/=+$/, ''))
})

test.each([
  ['Zg==', 'f'],
  ['Zm8=', 'fo'],
  ['Zm9v', 'foo'],
  ['Zm9vYg==', 'foob'],
])('RFC 4648 section 10: base64 %s', (text, plain) => {
  expect(recode(text, BASE64, TEXT, ...ANY_SIZE)).toBe(plain)
})

test.each([
  ['Zh==', BASE64, ['not-canonical', 1]],
  ['Zm9=', BASE64, ['not-canonical', 2]],
  ['Zg', BASE64, ['wrong-length', 0, { length: 2, expected: 'a multiple of 4' }]],
  ['Zg!', BASE64, ['invalid-character', 2, { expected: 'base64' }]],
  ['Zg=', BASE64, ['wrong-length', 0, { length: 3, expected: 'a multiple of 4' }]],
  ['Z===', BASE64, ['invalid-character', 1, { expected: 'base64' }]],
  ['Z=g=', BASE64, ['invalid-character', 1, { expected: 'base64' }]],
  ['Zg-_', BASE64, ['invalid-character', 2, { expected: 'base64' }]],
  ['Zg==', BASE64URL, ['invalid-character', 2, { expected: 'base64url' }]],
  ['MZ', BASE32, ['not-canonical', 1]],
  ['M', BASE32, ['wrong-length', 0, { length: 1, expected: 'one more or one less' }]],
  ['MZXW6Y8B', BASE32, ['invalid-character', 6, { expected: 'base32' }]],
  ['ABC', HEX, ['wrong-length', 0, { length: 3, expected: 'an even number' }]],
  ['ab', HEX, ['invalid-character', 0, { expected: 'upper-case hex' }]],
  ['Zg', TEXT, '5A67'],
  ['Zü', TEXT, '5AFC'],
])('reads or refuses %s', (text, radix, result) => {
  expect(read(text, radix)).toEqual(result)
})

test('bytes that are no printable text are refused where text was issued', () => {
  const fault = ['invalid-character', 0, { expected: 'printable ASCII' }]
  expect(recode('000A', HEX, TEXT, ...ANY_SIZE)).toEqual(fault)
  expect(recode('7F', HEX, TEXT, ...ANY_SIZE)).toEqual(fault)
})

test('a text of any length is written', () => {
  const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => (index * 131) & 255)
  expect(write(bytes, BASE64)).toBe(Buffer.from(bytes).toString('base64'))
})
