import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { builtInFormats, decode, defineFormat, encode, type Format, thingpark, tr005 } from '@claimtag/core'
import { automatonOf, type Automaton, haveCommonText, lowerCased } from '../../src/ambiguity/automaton.ts'
import { charsetOf } from '../../src/value/charset.ts'
import { formatOf, grammarOf } from '../../src/format/format.ts'
import { record, sample } from '../arbitrary.ts'

/** An automaton of one text alone. */
function only(text: string): Automaton {
  const steps = Array.from(text, (character, i) => [{ on: charsetOf(character), to: i + 1 }])
  return { steps: [...steps, []], start: 0, accept: text.length }
}

const accepts = (format: Format, text: string): boolean =>
  haveCommonText(automatonOf(grammarOf(format)), only(text))

test('accepts what random formats write', () => {
  fc.assert(
    fc.property(sample, ({ document, fields }) => {
      const format = formatOf(document)
      const text = encode(fields, format)
      expect(accepts(format, text)).toBe(true)
      const lower = only(text.toLowerCase())
      const isUpper = document.prefix === document.prefix?.toUpperCase()
      expect(!isUpper || haveCommonText(lowerCased(automatonOf(grammarOf(format))), lower)).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test('accepts every text that the format reads, however it was changed', () => {
  const formats = [thingpark, tr005]
  const change = fc.tuple(
    fc.nat(),
    fc.constantFrom(0, 1),
    fc.constantFrom('', ...Array.from('0189ABCOSPXabc:-. B32')),
  )
  let read = 0
  fc.assert(
    fc.property(
      record('base64'),
      fc.constantFrom(...formats),
      fc.array(change, { maxLength: 3 }),
      (fields, format, changes) => {
        const twin = defineFormat({ ...format.document, checksum: undefined })
        let text = encode(fields, twin)
        for (const [at, takes, puts] of changes) {
          const i = at % text.length
          text = text.slice(0, i) + puts + text.slice(i + takes)
        }
        text = text.trim()
        if (!decode(text, [twin]).ok) return
        read += 1
        expect(accepts(twin, text)).toBe(true)
      },
    ),
    { numRuns: 250 },
  )
  expect(read).toBeGreaterThan(40)
})

test.each([
  ['tr005', 'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:PB32', false],
  ['tr005', 'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:PB32-', false],
  ['tr005', 'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:PB32X', true],
  ['tr005', 'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:PB3', true],
  ['thingpark', 'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:OAA:PB32', false],
  ['thingpark', 'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:PB32-X:OAA:CFFFF', true],
  ['thingpark', 'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:PB32X:OAA:CFFFF', false],
  ['tr005', 'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000::O:OA', true],
  ['tr005-draft2', 'URN:LW:DP:70B3D57ED0000000:0004A310001AAED6:00000000:%25VAB%S', true],
  ['dev-eui', '70B3D57ED0000000', true],
  ['dev-eui', '70B3D57ED000000', false],
])('%s: %s', (id, text, expected) => {
  expect(
    accepts(
      builtInFormats.find((one) => one.id === id)!,
      text,
    ),
  ).toBe(expected)
})
