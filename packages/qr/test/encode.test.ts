import { encodeQr, planQr, type ErrorCorrection, type QrOptions } from '@claimtag/qr'
import { expect, test } from 'vitest'
import { draw, nayuki, sameModules } from './nayuki.ts'
import { randomText, seededRandom } from './random-text.ts'

const LEVELS: readonly ErrorCorrection[] = ['L', 'M', 'Q', 'H']

/** A number of base64 characters that is certain to fit (byte mode, and headers). */
function roomFor(version: number, errorCorrection: ErrorCorrection): number {
  let low = 0
  let high = 3000
  while (low < high) {
    const middle = (low + high + 1) >> 1
    try {
      planQr('a'.repeat(middle), { errorCorrection, maxVersion: version })
      low = middle
    } catch {
      high = middle - 1
    }
  }
  return low
}

/** Undefined where the symbol equals the Nayuki reference's, else both, drawn. */
function difference(text: string, options: QrOptions): string | undefined {
  const symbol = encodeQr(text, options)
  const expected = nayuki(planQr(text, options), options.mask)
  if (symbol.mask === expected.mask && sameModules(symbol, expected)) return undefined
  return `${JSON.stringify({ text, options })}: mask ${symbol.mask}, not ${expected.mask}\n${draw(symbol)}\n\n${draw(expected)}`
}

test('every version, level and mask has the modules of the Nayuki reference', () => {
  const random = seededRandom(18004)
  for (let version = 1; version <= 40; version++) {
    for (const errorCorrection of LEVELS) {
      const room = roomFor(version, errorCorrection)
      const text = Array.from({ length: room }, () => String.fromCharCode(33 + random(94))).join('')
      for (let mask = 0; mask < 8; mask++) {
        expect(
          difference(text.slice(random(3)), { errorCorrection, minVersion: version, mask }),
        ).toBeUndefined()
      }
    }
  }
})

test('every version and level chooses the mask of the Nayuki reference', () => {
  const random = seededRandom(2015)
  for (let version = 1; version <= 40; version++) {
    for (const errorCorrection of LEVELS) {
      expect(
        difference(randomText(random, roomFor(version, errorCorrection) >> 2), {
          errorCorrection,
          minVersion: version,
        }),
      ).toBeUndefined()
    }
  }
})

test('thousands of random texts have the modules and the mask of the Nayuki reference', () => {
  const random = seededRandom(42)
  for (let i = 0; i < 2000; i++) {
    expect(
      difference(randomText(random, 100), { errorCorrection: LEVELS[random(4)]!, boost: random(2) === 0 }),
    ).toBeUndefined()
  }
})

test("TR005's own example is version 4, level M, alphanumeric, mask 7", () => {
  const text = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:SYYWWNNNNNN:PFOOBAR:CAF2C'
  expect(text).toHaveLength(88)
  expect(encodeQr([{ mode: 'alphanumeric', text }])).toMatchObject({
    version: 4,
    errorCorrection: 'M',
    mask: 7,
  })
  // Cut where its run of 16 digits begins and ends, it takes 7 bits less, and still version 4.
  expect(planQr(text).bits).toBe(planQr([{ mode: 'alphanumeric', text }]).bits - 7)
  expect(encodeQr(text)).toMatchObject({ version: 4, errorCorrection: 'M' })
})
