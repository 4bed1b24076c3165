import { describe, expect, test } from 'vitest'
import {
  builtInFormats,
  ClaimtagError,
  decode,
  defineFormat,
  type DeviceFields,
  dragino,
  encode,
  formatToken,
  type Format,
  thingpark,
  thingparkBase64,
  tr005,
} from '@claimtag/core'
import { formatOf } from '../src/format/format.ts'

const device = {
  devEui: '0004A310001AAED6',
  joinEui: '70B3D57ED0000000',
  ownerToken: 'ABEiM0RVZneImaq7zN3u/w==',
}
const HEAD = 'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000'

function issueOf(run: () => unknown): object {
  try {
    run()
  } catch (error) {
    if (error instanceof ClaimtagError) return error.issue
  }
  throw new Error('no ClaimtagError')
}

describe('writes', () => {
  test.each<[string, DeviceFields, Format, string]>([
    ['the default', device, thingpark, `${HEAD}:OAAISEM2EKVTHPCEZVK54ZXPO74:PB32:CAF0D`],
    ['base64 as issued', device, thingparkBase64, `${HEAD}:OABEiM0RVZneImaq7zN3u/w==:C0356`],
    [
      'a token verbatim',
      { ...device, ownerToken: 'AAISEM2EKVTHPCEZVK54ZXPO74' },
      tr005,
      `${HEAD}:OAAISEM2EKVTHPCEZVK54ZXPO74:CE923`,
    ],
    ['nothing but identities', { devEui: device.devEui, joinEui: device.joinEui }, tr005, `${HEAD}:C4FA5`],
    [
      'lower-case identities in upper case',
      { devEui: '0004a310001aaed6', joinEui: '70b3d57ed0000000' },
      tr005,
      `${HEAD}:C4FA5`,
    ],
    [
      'the order O, S, P, C',
      {
        proprietary: 'FOOBAR',
        serialNumber: 'YYWWNNNNNN',
        ownerToken: 'AABBCCDDEEFF',
        vendorProfileId: '1122',
        vendorId: 'aabb',
        devEui: 'AABBCCDDEEFF0011',
        joinEui: '1122334455667788',
      },
      tr005,
      'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:SYYWWNNNNNN:PFOOBAR:CAF2C',
    ],
    [
      'proprietary text behind the mark',
      { ...device, proprietary: 'X1' },
      thingpark,
      `${HEAD}:OAAISEM2EKVTHPCEZVK54ZXPO74:PB32-X1:C2E86`,
    ],
    [
      'no empty element',
      { ...device, ownerToken: 'A', serialNumber: '', proprietary: undefined },
      tr005,
      `${HEAD}:OA:C1EF0`,
    ],
    [
      'a profile of zeros as none',
      { ...device, ownerToken: 'A', vendorId: '0000', vendorProfileId: '0000' },
      tr005,
      `${HEAD}:OA:C1EF0`,
    ],
  ])('%s', (_, fields, format, text) => {
    expect(encode(fields, format)).toBe(text)
  })

  test('the default label of a 16-byte token stays within a symbol of version 4-M, and 5-Q', () => {
    // ISO/IEC 18004:2015, table 7: 90 and 87 characters in alphanumeric mode.
    expect(encode(device, thingpark)).toMatch(/^[0-9A-Z:]{87}$/)
  })

  test('the value that a match prescribes, when the row has none', () => {
    const acme = defineFormat({ ...tr005.document, id: 'acme', match: { vendorId: 'AABB' } })
    expect(encode({ ...device, ownerToken: 'A', vendorProfileId: '0001' }, acme)).toContain(':AABB0001:')
  })
})

describe('refuses', () => {
  const acme = defineFormat({ ...tr005.document, id: 'acme', match: { vendorId: ['AABB', 'AAC*'] } })
  const hex = defineFormat({
    id: 'hex',
    title: 'Hex',
    separator: ';',
    fields: [
      { name: 'devEui' },
      { name: 'ownerToken', issued: 'hex', wire: 'base32', bytes: 16 },
      { name: 'sku', charset: '0-9 ', length: [2, 3], absent: 'NONE' },
    ],
  })
  const sku = { ...device, joinEui: undefined, ownerToken: '00112233445566778899AABBCCDDEEFF' }
  test.each<[string, DeviceFields, Format, object]>([
    ['a read-only format', device, dragino, { code: 'read-only-format', format: 'dragino' }],
    [
      'no joinEui',
      { ...device, joinEui: undefined },
      tr005,
      { code: 'missing-field', field: 'joinEui', format: 'tr005' },
    ],
    [
      'no token',
      { ...device, ownerToken: '' },
      thingpark,
      { code: 'missing-field', field: 'ownerToken', format: 'thingpark' },
    ],
    [
      'half a profile',
      { ...device, vendorId: 'AABB' },
      thingpark,
      { code: 'missing-field', field: 'vendorProfileId', format: 'thingpark' },
    ],
    [
      '15 digits',
      { ...device, devEui: '0004A310001AAED' },
      tr005,
      { code: 'wrong-length', field: 'devEui', position: 0, length: 15, expected: '16' },
    ],
    [
      'a written EUI',
      { ...device, devEui: '00-04-A3-10-00-1' },
      tr005,
      { code: 'invalid-character', field: 'devEui', position: 2, expected: 'hex digits' },
    ],
    [
      'a template',
      { ...device, devEui: 'XXXXXXXXXXXXXXXX' },
      tr005,
      { code: 'placeholder', field: 'devEui', position: 0 },
    ],
    [
      'a separator in a value',
      { ...device, serialNumber: 'A:B' },
      tr005,
      { code: 'invalid-character', field: 'serialNumber', position: 1 },
    ],
    [
      'a percent sign',
      { ...device, serialNumber: 'A%B' },
      tr005,
      { code: 'invalid-character', field: 'serialNumber', position: 1 },
    ],
    [
      'a space',
      { ...device, proprietary: 'A B' },
      tr005,
      { code: 'invalid-character', field: 'proprietary', position: 1 },
    ],
    [
      'an umlaut',
      { ...device, serialNumber: 'Ä' },
      tr005,
      { code: 'invalid-character', field: 'serialNumber', position: 0 },
    ],
    [
      'a line end',
      { ...device, serialNumber: 'A\n' },
      tr005,
      { code: 'invalid-character', field: 'serialNumber', position: 1 },
    ],
    [
      'base64 without padding',
      { ...device, ownerToken: 'ABEiM0RVZneImaq7zN3u/w' },
      thingpark,
      {
        code: 'wrong-length',
        field: 'ownerToken',
        position: 0,
        length: 22,
        expected: 'a multiple of 4',
      },
    ],
    [
      'nothing',
      null as unknown as DeviceFields,
      tr005,
      { code: 'missing-field', field: 'joinEui', format: 'tr005' },
    ],
    [
      'what is no base64 at all, whatever its length',
      { ...device, ownerToken: 'not base64!' },
      thingpark,
      { code: 'invalid-character', field: 'ownerToken', position: 3, expected: 'base64' },
    ],
    [
      'an odd number of hex digits',
      { ...sku, ownerToken: 'AAB' },
      hex,
      { code: 'wrong-length', field: 'ownerToken', position: 0, length: 3, expected: 'an even number' },
    ],
    [
      'base64 that is not canonical',
      { ...device, ownerToken: 'ABEiM0RVZneImaq7zN3u/x==' },
      thingpark,
      { code: 'not-canonical', field: 'ownerToken', position: 21 },
    ],
    [
      'hex in lower case where upper case was issued',
      { ...sku, ownerToken: 'aabbccddeeff00112233445566778899' },
      hex,
      { code: 'invalid-character', field: 'ownerToken', position: 0, expected: 'upper-case hex' },
    ],
    [
      'a token of another size',
      { ...sku, ownerToken: 'AABB' },
      hex,
      { code: 'wrong-length', field: 'ownerToken', position: 0, length: 2, expected: '16', unit: 'bytes' },
    ],
    [
      'the mark of another format',
      { ...device, proprietary: 'B32' },
      tr005,
      { code: 'reserved-value', field: 'proprietary' },
    ],
    [
      'the mark of another format with text',
      { ...device, proprietary: 'B32-1' },
      thingparkBase64,
      { code: 'reserved-value', field: 'proprietary' },
    ],
    [
      "another maker's vendorId",
      { ...device, vendorId: 'AABC', vendorProfileId: '0001' },
      acme,
      { code: 'match-mismatch', field: 'vendorId', format: 'acme' },
    ],
    [
      'no vendorId where several match',
      device,
      acme,
      { code: 'missing-field', field: 'vendorId', format: 'acme' },
    ],
    [
      'a field that is not carried',
      { ...sku, serialNumber: 'S1' },
      hex,
      { code: 'field-not-carried', field: 'serialNumber', format: 'hex' },
    ],
    [
      'an extra that is not carried',
      { ...device, extra: { sku: '1' } },
      tr005,
      { code: 'field-not-carried', field: 'sku', format: 'tr005' },
    ],
    [
      "a record's field among the extras",
      { ...device, extra: { ownerToken: '1' } },
      tr005,
      { code: 'field-not-carried', field: 'ownerToken', format: 'tr005', path: 'extra' },
    ],
    [
      'the stand-in for nothing as a value',
      { ...sku, extra: { sku: '4' } },
      hex,
      { code: 'wrong-length', field: 'sku', position: 0, length: 1, expected: '2 to 3' },
    ],
    [
      'a space at the end',
      { ...sku, extra: { sku: '4 ' } },
      hex,
      { code: 'invalid-character', field: 'sku', position: 1 },
    ],
    [
      'an AppKey',
      { ...device, appKey: '00' } as DeviceFields,
      tr005,
      { code: 'key-refused', field: 'appKey' },
    ],
    [
      'an app_key among the extras',
      { ...device, extra: { app_key: '00' } },
      tr005,
      { code: 'key-refused', field: 'app_key' },
    ],
    [
      'no text',
      { ...device, serialNumber: 7 as unknown as string },
      tr005,
      { code: 'not-text', field: 'serialNumber' },
    ],
    [
      'more than a symbol holds',
      { ...device, proprietary: 'A'.repeat(4296) },
      tr005,
      { code: 'too-long', length: 4378, expected: '4296' },
    ],
  ])('%s', (_, fields, format, issue) => {
    expect(issueOf(() => encode(fields, format))).toEqual({ kind: 'misuse', ...issue })
  })

  test('a value that would be lost as the stand-in for nothing', () => {
    const format = defineFormat({
      id: 'x',
      title: 'X',
      separator: ';',
      fields: [{ name: 'devEui' }, { name: 'sku', absent: 'NONE' }],
    })
    expect(issueOf(() => encode({ devEui: device.devEui, extra: { sku: 'NONE' } }, format))).toMatchObject({
      code: 'reserved-value',
      field: 'sku',
    })
  })

  test('a code that a reader would take for its own prefix', () => {
    const format = formatOf({
      id: 'x',
      title: 'X',
      separator: ';',
      fields: [{ name: 'sku' }, { name: 'devEui' }],
    })
    expect(issueOf(() => encode({ devEui: device.devEui, extra: { sku: ']Q1' } }, format))).toMatchObject({
      code: 'invalid-character',
    })
  })
})

test('the first 48 characters are TR005’s in every format of its frame, and no element is ever empty', () => {
  for (const format of builtInFormats.filter(({ writable }) => writable)) {
    const issued = format.fields.find(({ name }) => name === 'ownerToken')?.issued ?? 'text'
    const own = { ...device, ownerToken: formatToken(Uint8Array.of(0, 17, 34, 51, 68, 85, 102, 119), issued) }
    const text = encode(own, format)
    expect(text.slice(0, 48)).toBe(HEAD)
    expect(text).not.toMatch(/::|:[A-Z](:|$)/)
    expect(text).not.toMatch(/[% ]/)
    expect(decode(text, [format])).toMatchObject({ ok: true, record: own })
  }
})
