import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checksumOf, crc16Modbus, quickChecksumOf } from '../../src/value/crc16.ts'

/** The slow obvious twin: bit by bit, as the polynomial is defined. */
function slowly(text: string): number {
  let crc = 0xffff
  for (const byte of Buffer.from(text, 'latin1')) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1
  }
  return crc
}

const ascii = fc.string({ unit: 'binary-ascii', maxLength: 200 })

test('is what its slow twin is', () => {
  fc.assert(
    fc.property(ascii, (text) => {
      expect(crc16Modbus(text)).toBe(slowly(text))
      expect(quickChecksumOf(text)).toBe(checksumOf(text))
    }),
  )
})

test('the example of TR005 section 4.3, and leading zeros', () => {
  const text = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:SYYWWNNNNNN:PFOOBAR'
  expect(checksumOf(text)).toBe('AF2C')
  const short = Array.from({ length: 5000 }, (_, i) => String(i)).filter((one) => slowly(one) < 0x100)
  expect(short.length).toBeGreaterThan(5)
  for (const one of short) expect(checksumOf(one)).toMatch(/^00[0-9A-F]{2}$/)
})
