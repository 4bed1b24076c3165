import { encodeZpl } from '@claimtag/label/zpl'
import { array, assert, constantFrom, property, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readZpl } from '../../../src/read-back/languages/zpl.ts'

const read = (zpl: string) => readZpl(Buffer.from(zpl, 'latin1'))
const label = (bytesPerRow: number, rows: number, data: string) =>
  `^XA^PW${bytesPerRow * 8}^LL${rows}^LH0,0^FO0,0^GFA,9,9,${bytesPerRow},${data}^FS^PQ1^XZ\n`

test('every bitmap comes back as it was, packed or not', () => {
  const row = uint8Array({ minLength: 12, maxLength: 12 }).chain((bytes) =>
    constantFrom(bytes, bytes.fill(0), bytes.fill(0xff), bytes.fill(0xbb, 3)),
  )
  assert(
    property(array(row, { minLength: 1, maxLength: 12 }), constantFrom(true, false), (rows, compress) => {
      const data = Uint8Array.from(rows.flatMap((bytes) => [...bytes]))
      const zpl = encodeZpl({ width: 96, height: rows.length, stride: 12, data }, { compress })
      expect(readZpl(zpl)).toEqual({ width: 96, height: rows.length, stride: 12, data, dark: 1 })
    }),
  )
})

test('a label in a row begins somewhere on the paper', () => {
  const fields = '^FO11,0^GFA,2,2,1,0F,^FS^FO11,2^GFA,1,1,1,81^FS'
  expect(read(fields)).toEqual({
    width: 8,
    height: 3,
    stride: 1,
    data: Uint8Array.of(0x0f, 0, 0x81),
    dark: 1,
    left: 11,
  })
  expect(read(`^XA^PW40^LL3^LH0,0${fields}^PQ1^XZ`)).toMatchObject({ width: 8, height: 3, left: 11 })
})

describe('of what the manual allows, it also reads', () => {
  test.each([
    ['a count that ends inside a byte', 'M6B', [0x66, 0x66, 0x66, 0x6b]],
    ['a count that begins inside a byte', '1M6', [0x16, 0x66, 0x66, 0x66]],
    ['digits that begin inside a byte', 'I123456', [0x11, 0x12, 0x34, 0x56]],
    ['counts that add up', 'HG5', [0x55, 0x50, 0, 0]],
    ['lower-case digits', 'abcdef01', [0xab, 0xcd, 0xef, 0x01]],
    ['a row filled up with ones', '1!', [0x1f, 0xff, 0xff, 0xff]],
    ['line ends', '12\n34\r\n5678', [0x12, 0x34, 0x56, 0x78]],
  ])('%s', (_, data, expected) => {
    expect([...(read(label(4, 1, data))?.data ?? [])]).toEqual(expected)
  })
})

test.each([1, 2, 3, 4, 7])('a row is repeated %d times', (times) => {
  const dots = read(label(2, times + 3, `1234ABCD${':'.repeat(times)}5678`))
  const repeated = Array.from({ length: times + 1 }, () => [0xab, 0xcd]).flat()
  expect([...(dots?.data ?? [])]).toEqual([0x12, 0x34, ...repeated, 0x56, 0x78])
})

test.each([
  ['more digits than the label has', label(1, 1, 'FFFFFFFF')],
  ['a row repeated before there is one', label(1, 2, ':FF')],
  ['a field without an end', '^XA^PW8^LL1^FO0,0^GFA,1,1,1,FF'],
  ['a field below the label', '^XA^PW8^LL1^FO0,900^GFA,1,1,1,FF^FS'],
])('%s does no harm', (_, zpl) => {
  expect(read(zpl)?.data.length).toBeLessThanOrEqual(2)
})

test('what is no graphic is none', () => {
  expect(read('^XA^FDtext^FS^XZ')).toBeUndefined()
  expect(read('^XA^PW8^LL1^FO0,0^GFA,2,2,2,FFFF^FS')).toBeUndefined()
  expect(read('^FO0,0^GFA,1,1,1,FF^FS^FO8,0^GFA,1,1,1,FF^FS')).toBeUndefined()
})
