import { planQr, type Segment } from '@claimtag/qr'
import { expect, test } from 'vitest'
import { writeDataCodewords } from '../../src/codewords/bits.ts'
import { dataModules } from '../../src/segments/capacity.ts'
import { writeSequence } from '../../src/codewords/codewords.ts'

function dataOf(segments: readonly Segment[], version: number, capacity: number): Uint8Array {
  const codewords = new Uint8Array(capacity + 2)
  writeDataCodewords(segments, version, capacity, codewords)
  expect([...codewords.subarray(capacity)]).toEqual([0, 0])
  return codewords
}

function sequenceOf(data: Uint8Array, version: number, level: 'L' | 'M' | 'Q' | 'H'): string {
  const sequence = new Uint8Array(dataModules(version) >>> 3)
  writeSequence(data, version, level, sequence)
  return Buffer.from(sequence).toString('hex')
}

test('ISO/IEC 18004 annex I: 01234567 in version 1, level M', () => {
  const { segments } = planQr('01234567')
  expect(segments).toEqual([{ mode: 'numeric', text: '01234567' }])
  const data = dataOf(segments, 1, 16)
  const expected = '10200c566180ec11ec11ec11ec11ec11'
  expect(Buffer.from(data.subarray(0, 16)).toString('hex')).toBe(expected)
  expect(sequenceOf(data, 1, 'M')).toBe(`${expected}a524d4c1ed36c7872c55`)
})

// ISO/IEC 18004:2015, 7.4.4 and 7.4.3: AC-42 in alphanumeric mode and 0123456789012345 in numeric mode.
test.each<[Segment, string]>([
  [{ mode: 'alphanumeric', text: 'AC-42' }, '0010_000000101_00111001110_11100111001_000010'],
  [
    { mode: 'numeric', text: '0123456789012345' },
    '0001_0000010000_0000001100_0101011001_1010100110_1110000101_0011101010_0101',
  ],
  [
    { mode: 'byte', text: 'é€😀' },
    '0100_00001001_11000011_10101001_11100010_10000010_10101100_11110000_10011111_10011000_10000000',
  ],
  // 7.4.2.1: an ECI of one codeword.
  [{ mode: 'eci', assignment: 9 }, '0111_00001001'],
  [{ mode: 'eci', assignment: 127 }, '0111_01111111'],
])('%j is written as %s', (segment, written) => {
  const bits = written.replaceAll('_', '')
  const data = dataOf([segment], 1, 19)
  const all = [...data].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  expect(all.slice(0, bits.length)).toBe(bits)
  // The terminator, the rest of its codeword, and pad codewords in turn (7.4.9, 7.4.10).
  const end = Math.ceil((bits.length + 4) / 8)
  expect(all.slice(bits.length, end * 8)).toMatch(/^0+$/)
  expect([...data.subarray(end, 19)]).toEqual(Array.from({ length: 19 - end }, (_, i) => [0xec, 0x11][i % 2]))
})

test('the terminator is cut short where less than four bits are left', () => {
  // 41 digits fill all but 1 of the 152 bits of version 1, level L.
  const data = dataOf([{ mode: 'numeric', text: '9'.repeat(41) }], 1, 19)
  expect((data[18] ?? NaN) & 1).toBe(0)
  expect(data[19]).toBe(0)
})

test('blocks of two lengths are interleaved, the longer ones last', () => {
  // Version 5, level Q: two blocks of 15 and two of 16 data codewords, 18 check codewords each (table 9).
  const data = Uint8Array.from({ length: 64 }, (_, i) => i)
  const sequence = Buffer.from(sequenceOf(data, 5, 'Q'), 'hex')
  expect(sequence).toHaveLength(134)
  expect([...sequence.subarray(0, 8)]).toEqual([0, 15, 30, 46, 1, 16, 31, 47])
  expect([...sequence.subarray(56, 62)]).toEqual([14, 29, 44, 60, 45, 61])
})
