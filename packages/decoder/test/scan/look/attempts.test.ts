import { expect, test } from 'vitest'
import { attempts } from '../../../src/scan/look/attempts.ts'
import { bleach, darken, enlarge, halve, lighten, sharpen, smooth } from '../../../src/scan/look/enhance.ts'
import { unblur } from '../../../src/scan/look/unblur.ts'
import type { Grey } from '../../../src/scan/picture/grey.ts'
import type { FoundSymbol } from '../../../src/scan/reader/found-symbol.ts'

const plain = (width: number, height: number, value: number): Grey => ({
  pixels: new Uint8Array(width * height).fill(value),
  width,
  height,
})

/** White, with one black pixel at 4, 4. */
const dot = (): Grey => {
  const made = plain(9, 9, 255)
  made.pixels[4 * 9 + 4] = 0
  return made
}

test.each([sharpen, smooth, lighten, darken, (grey: Grey) => unblur(grey, 2, 4)])(
  'a picture of one tone stays one',
  (look) => {
    expect(look(plain(7, 5, 99))).toEqual(plain(7, 5, 99))
  },
)

test('twice and half as large', () => {
  expect(enlarge(plain(3, 5, 99))).toEqual(plain(6, 10, 99))
  expect(halve(plain(7, 5, 99))).toEqual(plain(3, 2, 99))
})

test('a dot is taken away, or grows to three by three', () => {
  expect(lighten(dot())).toEqual(plain(9, 9, 255))
  expect(darken(dot()).pixels.filter((value) => value === 0)).toHaveLength(9)
})

test('what is not nearly as dark as ink becomes white', () => {
  const { pixels } = bleach({ pixels: Uint8Array.from([0, 0, 60, 200, 255, 255]), width: 6, height: 1 }, 0.3)
  expect([...pixels]).toEqual([0, 0, 200, 255, 255, 255])
})

test('looks come in a fixed order, are bounded, and keep their scale', () => {
  const grey = plain(640, 480, 255)
  const scales = [...attempts(grey, [])].map((attempt) => attempt.grey.width / grey.width / attempt.scale)
  expect(scales.length).toBeLessThan(40)
  expect(new Set(scales)).toEqual(new Set([1]))
})

test('of a hundred damaged symbols four are drawn flat', () => {
  const corners: FoundSymbol['corners'] = [
    { x: 10, y: 10 },
    { x: 90, y: 10 },
    { x: 90, y: 90 },
    { x: 10, y: 90 },
  ]
  const found = Array.from({ length: 100 }, (): FoundSymbol => ({ corners, damaged: 'checksum' }))
  const flat = [...attempts(plain(120, 120, 255), found)].filter(({ of }) => of !== undefined)
  expect(new Set(flat.map(({ of }) => of)).size).toBe(4)
})
