import { encodeQr } from '@claimtag/qr'
import { expect, test } from 'vitest'

test.each([1, 4, 12, 40])('version %i: words, size and get tell the same', (minVersion) => {
  const { size, wordsPerRow, rows, get } = encodeQr('CLAIMTAG', { minVersion })
  expect(size).toBe(17 + 4 * minVersion)
  expect(wordsPerRow).toBe(Math.ceil(size / 32))
  expect(rows).toHaveLength(size * wordsPerRow)
  for (let y = 0; y < size; y++) {
    const bits = [...rows.subarray(y * wordsPerRow, (y + 1) * wordsPerRow)]
      .map((word) => word.toString(2).padStart(32, '0'))
      .join('')
    expect(bits.slice(0, size)).toBe(Array.from({ length: size }, (_, x) => (get(x, y) ? '1' : '0')).join(''))
    expect(bits.slice(size)).toBe('0'.repeat(wordsPerRow * 32 - size))
  }
})

test('outside the symbol everything is light', () => {
  const { size, get } = encodeQr('CLAIMTAG')
  expect(get(0, 0)).toBe(true)
  for (const [x, y] of [
    [-1, 0],
    [0, -1],
    [size, 0],
    [0, size],
    [31, 0],
    [32, 0],
    [-32, 1],
  ] as const)
    expect(get(x, y)).toBe(false)
})

test('a symbol stays as it is when the next one is made', () => {
  const first = encodeQr('FIRST')
  const rows = [...first.rows]
  encodeQr('SECOND')
  expect([...first.rows]).toEqual(rows)
})
