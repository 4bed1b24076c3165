import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  builtInFormats,
  ClaimtagError,
  decode,
  defineFormat,
  DEVICE_FIELDS,
  encode,
  type ElementDocument,
  type Format,
  type FormatDocument,
  formatToken,
  type IssuedForm,
  thingpark,
  thingparkBase64Url,
  thingparkHex,
  thingparkHexLower,
  tr005,
} from '@claimtag/core'
import { sample } from '../arbitrary.ts'
import { nearTr005 } from '../near-tr005.ts'

const ids = tr005.document.fields.slice(0, 3)
const device = { devEui: '0004A310001AAED6', joinEui: '70B3D57ED0000000' }
const bytes = Uint8Array.from({ length: 16 }, (_, i) => 17 * i)

function document(...fields: readonly ElementDocument[]): FormatDocument {
  return {
    id: 'acme',
    title: 'ACME',
    prefix: 'LW:D0:',
    separator: ':',
    fields: [...ids, ...fields],
    checksum: { algorithm: 'crc16-modbus', tag: 'C', required: true },
  }
}

function issueOf(one: FormatDocument): unknown {
  try {
    defineFormat(one)
  } catch (error) {
    if (error instanceof ClaimtagError) return error.issue
    throw error
  }
  return undefined
}

const token = (issued: IssuedForm, wire: 'base32' | 'hex' | 'base64'): ElementDocument => ({
  name: 'ownerToken',
  tag: 'O',
  required: true,
  issued,
  wire,
})

describe('a format to write with is refused when others would read its codes as something else', () => {
  test.each<[string, FormatDocument, object]>([
    [
      'a token as base32 without a mark',
      { ...document(token('hex-lower', 'base32')), match: { vendorId: 'AC3E' } },
      { otherFormat: 'tr005', field: 'ownerToken', like: 'thingpark-hex-lower' },
    ],
    [
      'a token in the other case',
      document(token('hex-lower', 'hex')),
      { otherFormat: 'tr005', field: 'ownerToken', like: 'thingpark-hex-lower' },
    ],
    [
      'a token as base64 that was issued as hex',
      document(token('hex', 'base64')),
      { otherFormat: 'tr005', field: 'ownerToken', like: 'thingpark-hex' },
    ],
    [
      'a token with the mark of another form',
      document(
        {
          run: [{ literal: '0' }, { name: 'ownerToken', issued: 'hex', wire: 'base32' }],
          tag: 'O',
          required: true,
        },
        { run: [{ literal: 'B32-L' }, { name: 'proprietary', lead: '-' }], tag: 'P', required: true },
      ),
      { otherFormat: 'thingpark-hex-lower', field: 'ownerToken', like: 'thingpark-hex' },
    ],
    [
      'a mark without the digit that older decoders refuse',
      document(
        { ...token('hex', 'base32') },
        { run: [{ literal: 'B32-H' }, { name: 'proprietary', lead: '-' }], tag: 'P', required: true },
      ),
      { otherFormat: 'thingpark', field: 'ownerToken', like: 'thingpark-hex' },
    ],
    [
      'DevEUI and JoinEUI exchanged',
      { ...document(), fields: [{ name: 'devEui' }, { name: 'joinEui' }, ids[2]!] },
      { otherFormat: 'tr005', field: 'devEui' },
    ],
    [
      'another value where the serial number is',
      document({ name: 'sku', tag: 'S' }),
      { otherFormat: 'tr005', field: 'sku' },
    ],
    [
      'a token by its place, which looks like a tag',
      document({ name: 'ownerToken' }),
      { otherFormat: 'tr005', field: 'ownerToken' },
    ],
    [
      'a checksum where the serial number is',
      { ...document(), checksum: { algorithm: 'crc16-modbus', tag: 'S' } },
      { otherFormat: 'tr005', field: 'serialNumber' },
    ],
    [
      'zeros of its own for nothing',
      { ...document(), fields: [ids[0]!, ids[1]!, { ...ids[2]!, absent: 'FFFF0000' }] },
      { otherFormat: 'tr005', field: 'vendorId' },
    ],
    [
      'a code of one EUI',
      {
        id: 'acme',
        title: 'ACME',
        fields: [{ run: [{ name: 'joinEui' }] }, { name: 'devEui' }],
        separator: ':',
      },
      { otherFormat: 'dev-eui-app-eui', field: 'joinEui' },
    ],
  ])('%s', (_, one, issue) => {
    expect(issueOf(one)).toMatchObject({ code: 'misread-by', kind: 'misuse', format: 'acme', ...issue })
    // What was printed with it can still be read.
    expect(issueOf({ ...one, readOnly: true })).toBeUndefined()
  })

  test('the sentence names both formats and the remedy', () => {
    expect(() => defineFormat(document(token('hex-lower', 'base32')))).toThrow(
      /^A decoder that does not know format acme would read its codes as tr005, with another ownerToken: mark .* thingpark-hex-lower does, .* readOnly/,
    )
    expect(() => defineFormat(document({ name: 'sku', tag: 'S' }))).not.toThrow(/mark/)
  })
})

test.each<[string, FormatDocument]>([
  ['a token as it was issued', document({ name: 'ownerToken', tag: 'O', issued: 'hex' })],
  [
    'a token as it was issued, in base64',
    document({ name: 'ownerToken', tag: 'O', issued: 'base64', bytes: 16 }),
  ],
  [
    'a serial number of its own kind',
    document({ name: 'serialNumber', tag: 'S', charset: '0-9', length: 8 }),
  ],
  ['more in the proprietary field', document({ run: [{ literal: 'SKU' }, { name: 'sku' }], tag: 'P' })],
  ['elements that TR005 does not know', document({ name: 'sku', tag: 'K' })],
  ['a prefix of its own', { ...document(token('hex-lower', 'base32')), prefix: 'ACME:' }],
  ['a separator of its own', { ...document(token('hex-lower', 'base32')), separator: ';' }],
  [
    'the mark, and more after it',
    document(
      {
        run: [{ literal: '0' }, { name: 'ownerToken', issued: 'hex-lower', wire: 'base32', bytes: 16 }],
        tag: 'O',
        required: true,
      },
      { run: [{ literal: 'B32-L-SKU' }, { name: 'sku' }], tag: 'P', required: true },
    ),
  ],
])('%s is no misreading', (_, one) => {
  expect(issueOf(one)).toBeUndefined()
})

test('whatever a format is let through with, no built-in format reads another value of a field', () => {
  let [refused, written, read] = [0, 0, 0]
  fc.assert(
    fc.property(
      fc.oneof(
        nearTr005,
        sample.map((one) => ({ one: one.document, fields: one.fields })),
      ),
      ({ one, fields }) => {
        if (issueOf(one) !== undefined) {
          refused += 1
          return
        }
        written += 1
        const text = encode(fields, defineFormat(one))
        for (const builtIn of builtInFormats) {
          const result = decode(text, [builtIn])
          if (!result.ok) continue
          read += 1
          for (const name of DEVICE_FIELDS.filter((field) => field !== 'proprietary')) {
            expect([fields[name], undefined]).toContain(result.record[name])
          }
        }
      },
    ),
    { numRuns: 600, seed: 7 },
  )
  expect(refused).toBeGreaterThan(100)
  expect(written).toBeGreaterThan(100)
  expect(read).toBeGreaterThan(5)
})

describe.each([
  [thingparkHex, 'hex', 'B32-H'],
  [thingparkHexLower, 'hex-lower', 'B32-L'],
  [thingparkBase64Url, 'base64url', 'B32-U'],
] as const)('$id', (format: Format, issued, mark) => {
  const ownerToken = formatToken(bytes, issued)

  test('is read rightly by every decoder of today, with a text of the maker and without', () => {
    for (const proprietary of [undefined, 'REVB', 'H']) {
      const fields = { ...device, ownerToken, serialNumber: 'S1', ...(proprietary && { proprietary }) }
      const text = encode(fields, format)
      expect(text).toContain(`:P${mark}${proprietary === undefined ? '' : `-${proprietary}`}:C`)
      expect(text).toMatch(/:O0[A-Z2-7]{26}:/)
      const read = { ok: true, record: fields, format: format.id, warnings: [] }
      expect(decode(text, builtInFormats)).toEqual(read)
      expect(decode(text.toLowerCase(), builtInFormats)).toMatchObject({ ok: true, record: fields })
    }
    expect(encode({ ...device, ownerToken }, format)).toHaveLength(90)
  })

  test('is refused by a decoder from before it', () => {
    const before = builtInFormats.filter((one) => !/hex|base64url/.test(one.id))
    for (const proprietary of ['', 'REVB', 'B32', 'H']) {
      const result = decode(encode({ ...device, ownerToken, proprietary }, format), before)
      expect(result).toMatchObject({ ok: false })
    }
    expect(before).toHaveLength(10)
  })

  test('takes no token of another form for its own', () => {
    for (const other of ['hex', 'hex-lower', 'base64url', 'base64'] as const) {
      // Any text of hex digits is base64url of some other bytes.
      if (other === issued || (issued === 'base64url' && other !== 'base64')) continue
      expect(() => encode({ ...device, ownerToken: formatToken(bytes, other) }, format)).toThrow(
        ClaimtagError,
      )
    }
  })
})

test("a maker's text that looks like a mark stays his own", () => {
  const fields = { ...device, ownerToken: formatToken(bytes, 'base64'), proprietary: 'H' }
  const text = encode(fields, thingpark)
  expect(text).toContain(':PB32-H:')
  expect(decode(text, builtInFormats)).toMatchObject({ ok: true, format: 'thingpark', record: fields })
})
