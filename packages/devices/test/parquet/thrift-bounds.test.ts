import { expect, test } from 'vitest'
import { thriftEnd } from '../../src/parquet/thrift-bounds.ts'

test('finds the end of a structure, and says when it is not all there', () => {
  // Field 1: an i32; field 2: a list of two bytes; stop.
  const structure = Uint8Array.of(0x15, 0x02, 0x19, 0x23, 7, 8, 0x00)
  expect(thriftEnd(Uint8Array.of(...structure, 9, 9))).toBe(structure.length)
  for (let length = 0; length < structure.length; length++)
    expect(thriftEnd(structure.subarray(0, length))).toBeUndefined()
})

test('refuses nesting and numbers that no file has, and lists that have more elements than bytes', () => {
  expect(() => thriftEnd(new Uint8Array(1000).fill(0x1c))).toThrow('damaged')
  expect(() => thriftEnd(new Uint8Array(100).fill(0x19))).toThrow('damaged')
  expect(() => thriftEnd(Uint8Array.of(0x16, ...new Uint8Array(20).fill(0xff)))).toThrow('damaged')
  expect(thriftEnd(Uint8Array.of(0x19, 0xf3, 0xff, 0xff, 0xff, 0x7f, 0, 0))).toBeUndefined()
})
