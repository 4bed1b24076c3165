import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decodeGraphic } from '../src/zpl-graphic.ts'

function hex(text: string, length: number, stride: number): string | undefined {
  const bytes = decodeGraphic(text, length, stride)
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('hex').toUpperCase()
}

describe('the examples of the ZPL II Programming Guide', () => {
  test.each([
    ['M6', '6'.repeat(7)],
    ['hB', 'B'.repeat(40)],
    ['vMB', 'B'.repeat(327)],
    ['MvB', 'B'.repeat(327)],
  ])('%s', (text, digits) => {
    const length = Math.ceil(digits.length / 2)
    expect(hex(text, length, length)).toBe(digits.padEnd(length * 2, '0'))
  })
})

describe('rows of three bytes', () => {
  test.each([
    ['plain digits, either case', 'FF00aa12c0FF', 'FF00AA12C0FF'],
    ['a comma fills the row with zeros', 'F,0F', 'F000000F0000'],
    ['an exclamation mark fills it with ones', '0!,', '0FFFFF000000'],
    ['a comma at the start of a row is an empty row', ',123456', '000000123456'],
    ['a colon repeats the row above', '123456:', '123456123456'],
    ['a colon without a row above is nothing', ':123456', '123456000000'],
    ['a run goes over the end of a row', 'RF', 'FFFFFFFFFFFF'],
    ['line breaks do not count', '1234\r\n56\r\n:', '123456123456'],
    ['what is too much is dropped', 'zF', 'FFFFFFFFFFFF'],
  ])('%s', (_, text, digits) => expect(hex(text, 6, 3)).toBe(digits))
})

describe('wrapped in base64', () => {
  // 31C3 is the published check value of CRC-16/XMODEM over this text.
  test('the check sum covers the encoded text', () => {
    const bytes = Buffer.from('123456789', 'base64').toString('hex').toUpperCase()
    expect(hex(':B64:123456789:31C3', 6, 3)).toBe(bytes)
    expect(hex(':B64:123456789:31C4', 6, 3)).toBeUndefined()
  })

  test('compressed', () => {
    const body = deflateSync(Buffer.from('FF00AA12C0FF', 'hex')).toString('base64')
    const crc = crcByTable(body).toString(16).padStart(4, '0')
    expect(hex(`:Z64:${body}:${crc}`, 6, 3)).toBe('FF00AA12C0FF')
    const broken = `AAAA${body.slice(4)}`
    expect(hex(`:Z64:${broken}:${crcByTable(broken).toString(16).padStart(4, '0')}`, 6, 3)).toBeUndefined()
  })
})

function crcByTable(text: string): number {
  const table = Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << 8
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
    return crc & 0xffff
  })
  let crc = 0
  for (const byte of Buffer.from(text)) crc = ((crc << 8) & 0xffff) ^ (table[(crc >> 8) ^ byte] ?? 0)
  return crc
}
