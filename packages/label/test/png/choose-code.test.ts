import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { choiceFor, codeFor } from '../../src/png/choose-code.ts'
import { byteToken, copyToken } from '../../src/deflate/tokens.ts'

const token = fc.oneof(
  fc.constantFrom(0, 0xff, 0x0f).map(byteToken),
  fc.nat(255).map(byteToken),
  fc.integer({ min: 3, max: 258 }).map((length) => copyToken(length, 75)),
)

test('a picture is written in the code with the fewest bits in every fourth token that has all its bytes', () => {
  const chosen = new Set<number>()
  fc.assert(
    fc.property(
      fc.constantFrom(2, 12, 75, 20_000),
      fc.oneof(fc.array(fc.constantFrom(0, 0xff).map(byteToken)), fc.array(token, { minLength: 1 })),
      // Up to 60,000 tokens: more than one sum holds.
      fc.constantFrom(1, 3, 600),
      (distance, some, times) => {
        const tokens = Uint32Array.from(Array.from({ length: times }, () => some).flat())
        const choice = choiceFor(distance)
        const { codes } = choice
        const bits = codes.map(({ head, tokens: entries }) =>
          tokens.reduce(
            (sum, one, index) => sum + (index % 4 === 0 ? entries[one >>> 16]! >>> 24 : 0),
            head.bytes.length * 2,
          ),
        )
        const usable = codes.map(
          ({ tokens: entries }, place) => place === 0 || tokens.every((one) => entries[one >>> 16] !== 0),
        )
        const least = Math.min(...bits.filter((_, place) => usable[place]))
        const expected = bits.findIndex((count, place) => usable[place] === true && count === least)
        chosen.add(expected)
        expect(codes.indexOf(codeFor(choice, { tokens, count: tokens.length }))).toBe(expected)
      },
    ),
    { numRuns: 80 },
  )
  expect(chosen.size).toBeGreaterThan(1)
})
