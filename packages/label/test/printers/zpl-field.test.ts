import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { FIELD_ROOM, writeFieldData } from '../../src/printers/zpl-field.ts'

const encoder = new TextEncoder()
const writeText = (text: string, bytes: Uint8Array): unknown => encoder.encodeInto(text, bytes)

function written(text: string): string {
  const out = new Uint8Array(3 + text.length * FIELD_ROOM)
  const end = writeFieldData(out, 3, text, 'the text', 0x10ffff, writeText)
  return Buffer.from(out.subarray(3, end)).toString('latin1')
}

const character = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0x20, max: 0x7e }).map((unit) => String.fromCharCode(unit)) },
  { weight: 1, arbitrary: fc.constantFrom('^', '_', '~', '\u2009', 'é', '€', '𝄞') },
)

test('a long text is written as its characters are one by one', () => {
  fc.assert(
    fc.property(fc.array(character, { minLength: 20, maxLength: 120 }), (characters) => {
      expect(written(characters.join(''))).toBe(characters.map(written).join(''))
    }),
    { numRuns: 2000 },
  )
})

test.each(['\n', '\x7f', '\x85', '\ud834', '\udd1e'])(
  '%j is refused with its place in a long text',
  (bad) => {
    for (const before of [0, 23, 40]) {
      const text = `${'A'.repeat(before)}${bad}${'B'.repeat(30)}`
      expect(() => written(text)).toThrow(
        expect.objectContaining({ issue: expect.objectContaining({ field: 'the text', position: before }) }),
      )
    }
  },
)
