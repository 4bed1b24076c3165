import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { quickRecode } from '../../src/value/quick-recode.ts'
import { recode } from '../../src/value/radix.ts'
import { RADICES } from '../../src/value/token.ts'

const names = ['base64', 'base64url', 'hex', 'hex-lower', 'base32', 'text'] as const
const name = fc.constantFrom(...names)
const bytes = { least: 2, most: 24 }

/** Texts of whole bytes, nearly all of them right, and some with one character exchanged. */
const texts = fc
  .tuple(name, fc.uint8Array({ maxLength: 30 }), fc.option(fc.tuple(fc.nat(40), fc.string({ maxLength: 2 }))))
  .map(([from, value, damage]) => {
    const hex = Buffer.from(value).toString('hex').toUpperCase()
    const text = recode(hex, RADICES.hex, RADICES[from], 0, 30)
    const whole = typeof text === 'string' ? text : ''
    if (damage === null) return [from, whole] as const
    const [at, other] = damage
    return [from, whole.slice(0, at) + other + whole.slice(at + 1)] as const
  })

test('writes what recode writes, or nothing; and nothing only where recode finds a fault or bytes stand for themselves', () => {
  fc.assert(
    fc.property(texts, name, ([from, text], over) => {
      const quick = quickRecode(RADICES[from], RADICES[over], bytes)(text)
      const exact = recode(text, RADICES[from], RADICES[over], bytes.least, bytes.most)
      const isQuick = from !== 'text' && over !== 'text' && typeof exact === 'string'
      expect(quick).toBe(isQuick ? exact : undefined)
    }),
    { numRuns: 5000 },
  )
})
