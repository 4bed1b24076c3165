import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  builtInFormats,
  decode,
  encode,
  type Format,
  type IssuedForm,
  thingpark,
  thingparkBase64,
  thingparkBase64Url,
  thingparkHex,
  thingparkHexLower,
  tr005,
} from '@claimtag/core'
import { formatOf } from '../src/format/format.ts'
import { record, sample } from './arbitrary.ts'

const writable: readonly (readonly [string, Format, IssuedForm])[] = [
  ['thingpark', thingpark, 'base64'],
  ['thingpark-base64', thingparkBase64, 'base64'],
  ['tr005', tr005, 'text'],
  ['tr005', tr005, 'hex-lower'],
  ['thingpark-hex', thingparkHex, 'hex'],
  ['thingpark-hex-lower', thingparkHexLower, 'hex-lower'],
  ['thingpark-base64url', thingparkBase64Url, 'base64url'],
]

test('these are all formats that can be written', () => {
  const ids = builtInFormats.filter((format) => format.writable).map(({ id }) => id)
  expect(ids.toString()).toBe(
    'thingpark,tr005,thingpark-base64,thingpark-hex,thingpark-hex-lower,thingpark-base64url',
  )
})

describe.each(writable)('%s', (_, format, issued) => {
  test('gives back what went in, alone and among all formats', () => {
    fc.assert(
      fc.property(record(issued), (fields) => {
        const text = encode(fields, format)
        for (const formats of [[format], builtInFormats]) {
          expect(decode(text, formats)).toMatchObject({ ok: true, record: fields, warnings: [] })
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a character changed, lost or put in is never read as something else', () => {
    const fault = fc.record({
      at: fc.nat(),
      takes: fc.constantFrom(0, 1),
      puts: fc.constantFrom('', ...Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcz:+/=-. ')),
    })
    fc.assert(
      fc.property(record(issued), fault, (fields, { at, takes, puts }) => {
        const text = encode(fields, format)
        const i = at % text.length
        const result = decode(text.slice(0, i) + puts + text.slice(i + takes), builtInFormats)
        // Read all the same: hex in lower case, white space at an end, a lost tag of the checksum.
        expect(result.ok ? result.record : fields).toEqual(fields)
      }),
      { numRuns: 500 },
    )
  })
})

test('a random format gives back what went in', () => {
  fc.assert(
    fc.property(sample, ({ document, fields }) => {
      const format = formatOf(document)
      const result = decode(encode(fields, format), [format])
      expect(result).toEqual({ ok: true, record: fields, format: 'random', warnings: [] })
    }),
    { numRuns: 400 },
  )
})
