import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc16Continue, crc16Modbus, crc16Text } from '../../src/value/crc16.ts'

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
    }),
  )
})

test('goes on over a gap', () => {
  fc.assert(
    fc.property(ascii, ascii, ascii, (before, gap, after) => {
      const text = before + gap + after
      const head = crc16Continue(0xffff, text, 0, before.length)
      expect(crc16Continue(head, text, before.length + gap.length, text.length)).toBe(slowly(before + after))
    }),
  )
})

test('the example of TR005 section 4.3, and leading zeros', () => {
  const text = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:SYYWWNNNNNN:PFOOBAR'
  expect(crc16Text(crc16Modbus(text))).toBe('AF2C')
  expect(crc16Text(0x00a)).toBe('000A')
})
