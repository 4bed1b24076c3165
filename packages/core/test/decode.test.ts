import * as fc from 'fast-check'
import { formatOf } from '../src/format/format.ts'
import { describe, expect, test } from 'vitest'
import {
  builtInFormats,
  crc16Modbus,
  decode,
  defineFormat,
  type Format,
  type IssueKind,
  thingpark,
  thingparkBase64,
  tr005,
  tr005Draft2,
} from '@claimtag/core'

const IDS = 'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000'
const BASE32 = 'OAAISEM2EKVTHPCEZVK54ZXPO74'
const sum = (text: string): string =>
  `${text}:C${crc16Modbus(text).toString(16).toUpperCase().padStart(4, '0')}`
const record = { joinEui: '70B3D57ED0000000', devEui: '0004A310001AAED6' }
const token = 'ABEiM0RVZneImaq7zN3u/w=='

const unproved = { code: 'no-checksum' }

describe('put up with, each with its warning', () => {
  test.each<[string, string, object, object[]]>([
    ['a byte order mark', `\uFEFF${IDS}`, record, [{ code: 'byte-order-mark', position: 0 }, unproved]],
    ['an AIM identifier', `]Q1${IDS}`, record, [{ code: 'aim-identifier', position: 0 }, unproved]],
    [
      'an AIM identifier of another kind of QR code',
      `]Q3${IDS}`,
      record,
      [{ code: 'aim-identifier', position: 0 }, unproved],
    ],
    [
      'an AIM identifier in lower case with the rest',
      `]q1${IDS.toLowerCase()}`,
      record,
      [{ code: 'aim-identifier', position: 0 }, { code: 'lower-case-text', position: 3 }, unproved],
    ],
    ['a line end', `${IDS}\r\n`, record, [{ code: 'surrounding-space', position: 48 }, unproved]],
    ['a tab in front', `\t${IDS}`, record, [{ code: 'surrounding-space', position: 0 }, unproved]],
    [
      'lower-case EUIs',
      IDS.replace('A310', 'a310'),
      record,
      [{ code: 'lower-case-hex', field: 'devEui', position: 27 }, unproved],
    ],
    [
      'positions count from the text as given',
      ` ]Q1${IDS.replace('A310', 'a310')}`,
      record,
      [
        { code: 'surrounding-space', position: 0 },
        { code: 'aim-identifier', position: 1 },
        { code: 'lower-case-hex', field: 'devEui', position: 31 },
        unproved,
      ],
    ],
    [
      'an empty element',
      `${IDS}::O:`,
      record,
      [
        { code: 'empty-element', position: 49 },
        { code: 'empty-element', field: 'ownerToken', position: 50 },
        { code: 'empty-element', position: 52 },
        unproved,
      ],
    ],
    ['an unknown tag', `${IDS}:XABC`, record, [{ code: 'unknown-tag-ignored', position: 49 }, unproved]],
    [
      'a space in a value',
      `${IDS}:SA B`,
      { ...record, serialNumber: 'A B' },
      [{ code: 'unsafe-character', field: 'serialNumber', position: 51 }, unproved],
    ],
    [
      'a checksum that is not last',
      `${IDS}:C${sum(`${IDS}:SA1`).slice(-4)}:SA1`,
      { ...record, serialNumber: 'A1' },
      [{ code: 'checksum-not-last', position: 48 }],
    ],
    [
      'a scan in lower case that nothing was lost in',
      sum(`${IDS}:${BASE32}:SA1:PB32`).toLowerCase(),
      { ...record, ownerToken: token, serialNumber: 'A1' },
      [{ code: 'lower-case-text', position: 0 }],
    ],
    [
      'a scan in lower case without free text',
      IDS.toLowerCase(),
      record,
      [{ code: 'lower-case-text', position: 0 }, unproved],
    ],
    [
      'any order of tags',
      sum(`${IDS}:PX1:SA1:OT1`),
      { ...record, ownerToken: 'T1', serialNumber: 'A1', proprietary: 'X1' },
      [],
    ],
  ])('%s', (_, text, expected, warnings) => {
    expect(decode(text, builtInFormats)).toEqual({
      ok: true,
      record: expected,
      format: expect.any(String),
      warnings,
    })
  })
})

describe('refused, each with its code, field and position', () => {
  const acme = defineFormat({ ...tr005.document, id: 'acme', match: { vendorId: 'AABB' } })
  test.each<[string, string, readonly Format[], object, IssueKind]>([
    ['nothing', ' \r\n', [tr005], { code: 'empty' }, 'foreign'],
    ['rubbish', '!?', [tr005], { code: 'not-recognised' }, 'foreign'],
    [
      'too much',
      `${IDS}:S${'A'.repeat(4300)}`,
      [tr005],
      { code: 'too-long', length: 4350, expected: '4296' },
      'damaged',
    ],
    [
      'a control character',
      `${IDS}:SA\u001DB`,
      [tr005],
      { code: 'control-character', position: 51 },
      'damaged',
    ],
    ['an umlaut', `]Q1${IDS}:SÄ`, [tr005], { code: 'non-ascii-character', position: 53 }, 'damaged'],
    [
      'a template',
      IDS.replace('0004A310001AAED6', 'X'.repeat(16)),
      [tr005],
      { code: 'placeholder', field: 'devEui', position: 23 },
      'foreign',
    ],
    [
      'a template of another length',
      'URN:LWDP:XXXX:XXXX:P:N',
      builtInFormats,
      { code: 'placeholder', field: 'joinEui', position: 9 },
      'foreign',
    ],
    [
      'cut short',
      IDS.slice(0, 30),
      [tr005],
      { code: 'wrong-length', field: 'devEui', position: 23, length: 7, expected: '16' },
      'damaged',
    ],
    [
      'cut at a separator',
      IDS.slice(0, 39),
      [tr005],
      { code: 'missing-element', field: 'vendorId', position: 39 },
      'damaged',
    ],
    [
      'no hex',
      IDS.replace('A310', 'G310'),
      [tr005],
      { code: 'invalid-character', field: 'devEui', position: 27, expected: 'hex digits' },
      'damaged',
    ],
    [
      'a separator in an EUI',
      IDS.replace('A310', 'A-10'),
      [tr005],
      { code: 'invalid-character', field: 'devEui', position: 28, expected: 'hex digits' },
      'damaged',
    ],
    [
      'two tokens',
      `${IDS}:OA1:OA1`,
      [tr005],
      { code: 'duplicate-element', field: 'ownerToken', position: 53 },
      'damaged',
    ],
    [
      'two checksums',
      `${sum(IDS)}:C0000`,
      [tr005],
      { code: 'duplicate-element', field: 'checksum', position: 55 },
      'damaged',
    ],
    [
      'a wrong checksum',
      `${IDS}:C4FA6`,
      [tr005],
      { code: 'checksum-mismatch', field: 'checksum', position: 50 },
      'damaged',
    ],
    [
      'an odd checksum',
      `${IDS}:C4FA`,
      [tr005],
      { code: 'malformed-checksum', field: 'checksum', position: 50 },
      'damaged',
    ],
    [
      'an empty checksum',
      `${IDS}:C`,
      [tr005],
      { code: 'malformed-checksum', field: 'checksum', position: 50 },
      'damaged',
    ],
    [
      'a checksum whose separator is damaged',
      sum(`${IDS}:SA1`).replace(':C', '.C'),
      [tr005],
      { code: 'malformed-checksum', field: 'checksum', position: 54 },
      'damaged',
    ],
    [
      'a checksum whose separator is lost',
      sum(`${IDS}:SA1`).replace(':C', 'C'),
      [tr005],
      { code: 'malformed-checksum', field: 'checksum', position: 53 },
      'damaged',
    ],
    [
      'a checksum behind a letter put in',
      sum(`${IDS}:SA1`).replace(':C', ':OC'),
      [tr005],
      { code: 'malformed-checksum', field: 'checksum', position: 55 },
      'damaged',
    ],
    [
      'a checksum whose tag is damaged',
      sum(`${IDS}:SA1`).replace(':C', ':O'),
      [tr005],
      { code: 'malformed-checksum', field: 'checksum', position: 54 },
      'damaged',
    ],
    [
      'no checksum where it is required',
      `${IDS}:${BASE32}:PB32`,
      builtInFormats,
      { code: 'missing-checksum' },
      'damaged',
    ],
    [
      'no token where it is required',
      sum(`${IDS}:PB32`),
      builtInFormats,
      { code: 'missing-field', field: 'ownerToken' },
      'damaged',
    ],
    [
      'an element without a tag',
      `${IDS}:1AB`,
      [tr005],
      { code: 'invalid-character', position: 49 },
      'damaged',
    ],
    ['a tag in lower case', `${IDS}:oAB`, [tr005], { code: 'case-lost', position: 49 }, 'damaged'],
    [
      'a prefix in mixed case',
      IDS.replace('LW', 'Lw'),
      [tr005],
      { code: 'case-lost', position: 0 },
      'damaged',
    ],
    [
      'a token in lower case that may have had capitals',
      `${IDS}:OAB`.toLowerCase(),
      [tr005],
      { code: 'case-lost', field: 'ownerToken', position: 50 },
      'damaged',
    ],
    [
      'base64 in lower case',
      sum(`${IDS}:O${token}`).toLowerCase(),
      [thingparkBase64],
      { code: 'case-lost', field: 'ownerToken', position: 50 },
      'damaged',
    ],
    [
      'base32 with a bit too many',
      sum(`${IDS}:${BASE32.slice(0, -1)}5:PB32`),
      builtInFormats,
      { code: 'not-canonical', field: 'ownerToken', position: 75 },
      'damaged',
    ],
    [
      'base32 of no whole byte',
      sum(`${IDS}:${BASE32}A:PB32`),
      builtInFormats,
      {
        code: 'wrong-length',
        field: 'ownerToken',
        position: 50,
        length: 27,
        expected: 'one more or one less',
      },
      'damaged',
    ],
    [
      'base32 with a 1',
      sum(`${IDS}:O1${BASE32.slice(2)}:PB32`),
      builtInFormats,
      { code: 'invalid-character', field: 'ownerToken', position: 50, expected: 'base32' },
      'damaged',
    ],
    [
      'base64 with bits too many',
      sum(`${IDS}:O${token.replace('w==', 'x==')}`),
      [thingparkBase64],
      { code: 'not-canonical', field: 'ownerToken', position: 71 },
      'damaged',
    ],
    [
      'base64 without padding',
      sum(`${IDS}:O${token.slice(0, 22)}`),
      [thingparkBase64],
      {
        code: 'wrong-length',
        field: 'ownerToken',
        position: 50,
        length: 22,
        expected: 'a multiple of 4',
      },
      'damaged',
    ],
    [
      'an unknown tag in a closed format',
      'URN:LW:DP:70B3D57ED0000000:0004A310001AAED6:00000000:%XA',
      [tr005Draft2],
      { code: 'unknown-tag', position: 54 },
      'damaged',
    ],
    [
      'something between the parts',
      'URN:LW:DP:70B3D57ED0000000:0004A310001AAED6:00000000:VA',
      [tr005Draft2],
      { code: 'trailing-text', position: 53 },
      'damaged',
    ],
    [
      'text behind the end',
      '70B3D57ED0000000:0004A310001AAED6:1',
      builtInFormats,
      { code: 'trailing-text', position: 33 },
      'damaged',
    ],
    [
      'a newer version',
      IDS.replace('D0', 'D1'),
      [tr005],
      { code: 'unsupported-version', position: 3 },
      'unsupported',
    ],
    [
      'a DevEUI alone, where that is no code',
      '2cf7f1c04490010d',
      [tr005],
      { code: 'format-not-loaded', format: 'dev-eui' },
      'unsupported',
    ],
    [
      'a format that is not loaded',
      IDS,
      [tr005Draft2],
      { code: 'format-not-loaded', format: 'tr005' },
      'unsupported',
    ],
    [
      'a verbatim token where base32 is meant',
      sum(`${IDS}:OABCD`),
      [thingpark],
      { code: 'other-dialect', format: 'thingpark', field: 'proprietary' },
      'unsupported',
    ],
    [
      'base32 where a verbatim token is meant',
      sum(`${IDS}:${BASE32}:PB32`),
      [tr005],
      { code: 'other-dialect', format: 'tr005', field: 'proprietary', position: 78 },
      'unsupported',
    ],
    [
      "another maker's code",
      IDS,
      [acme],
      { code: 'other-dialect', format: 'acme', field: 'vendorId' },
      'unsupported',
    ],
    [
      'what two formats read differently',
      `${IDS}:SA1`,
      [
        tr005,
        formatOf({
          ...tr005.document,
          id: 'other',
          fields: [...tr005.document.fields.slice(0, 3), { name: 'sku', tag: 'S' }],
        }),
      ],
      { code: 'ambiguous-code', format: 'tr005', otherFormat: 'other' },
      'unsupported',
    ],
    ['no formats', IDS, [], { code: 'no-formats' }, 'misuse'],
    ['no text', undefined as unknown as string, [tr005], { code: 'not-text' }, 'misuse'],
  ])('%s', (_, text, formats, error, kind) => {
    expect(decode(text, formats)).toEqual({ ok: false, error: { kind, ...error } })
  })
})

describe('foreign codes are named', () => {
  test.each([
    ['MT:YNJV7VSC00CMVH7SR00', 'matter'],
    ['WIFI:S:Gäste;T:WPA;P:secret;;', 'wifi'],
    ['DPP:K:MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADM2206avxHJaHXgLMkq/24e0rsrfMP9K1Tm8gx+ovP0I=;;', 'dpp'],
    ['https://id.gs1.org/01/09520123456788/21/12345', 'gs1-digital-link'],
    ['https://example.org/some/gtin/9520123456788', 'gs1-digital-link'],
    ['HTTPS://WWW.MILESIGHT-IOT.COM/P?SN=6136A12345670011', 'milesight'],
    ['https://ttig.pro/c/ec656efffe000128/abcdef12', 'url'],
    ['www.example.org', 'url'],
    ['tel://1', 'url'],
    ['A8:40:41:03:56:60', 'eui-48'],
    ['A84041035660', 'eui-48'],
    ['A8-40-41-03-56-60-E3-AA', 'written-eui'],
    ['A840 4103 5660 E3AA', 'written-eui'],
    ['SN: 26W47-00000', 'serial-number'],
    ['861536030196001', 'serial-number'],
  ])('%s', (text, foreignCode) => {
    expect(decode(text, builtInFormats)).toEqual({
      ok: false,
      error: { code: 'other-code', kind: 'foreign', foreignCode },
    })
  })
})

const dialect = (profile: string, value: string): string => sum(`${IDS.slice(0, 40)}${profile}:O${value}`)

describe('a maker’s dialect wins where its match holds', () => {
  const general = tr005
  const acme = formatOf({
    ...thingpark.document,
    id: 'acme',
    fields: [
      ...tr005.document.fields.slice(0, 3),
      { name: 'ownerToken', tag: 'O', issued: 'hex', wire: 'base32' },
    ],
    match: { vendorId: 'AABB' },
  })
  const narrower = defineFormat({
    ...tr005.document,
    id: 'narrower',
    match: { vendorId: 'AABB', vendorProfileId: '00*' },
  })
  const formats = [general, acme, narrower]

  test.each([
    ['CCDD0001', 'tr005', 'AAISEM2E'],
    ['AABB1122', 'acme', '0011223344'],
    ['AABB0022', 'narrower', 'AAISEM2E'],
  ])('%s', (profile, format, ownerToken) => {
    expect(decode(dialect(profile, 'AAISEM2E'), formats)).toMatchObject({
      ok: true,
      format,
      record: { ownerToken },
    })
  })

  test('and never falls back to the general one', () => {
    expect(decode(dialect('AABB1122', '01891'), formats)).toMatchObject({
      ok: false,
      error: { code: 'invalid-character', field: 'ownerToken', position: 50 },
    })
    expect(decode(`${IDS.slice(0, 40)}AABB1122:OAB:OAB`, formats)).toMatchObject({
      ok: false,
      error: { code: 'duplicate-element' },
    })
  })

  test('but claims nothing whose frame is another', () => {
    const long = defineFormat({
      id: 'long',
      title: 'Long',
      separator: ':',
      fields: [{ name: 'devEui' }, { name: 'joinEui' }, { name: 'sku' }],
      match: { devEui: '70B3D5*' },
    })
    expect(decode('70B3D57ED0000000', [long, ...builtInFormats])).toMatchObject({
      ok: true,
      format: 'dev-eui',
    })
  })
})

const pieces = fc.constantFrom(
  'LW:D0:',
  'lw:d0:',
  'URN:LW:DP:',
  'URN:DEV:LW:',
  'URN:LWDP:',
  ':',
  '_',
  '%',
  '%25',
  ';',
  'O',
  'S',
  'P',
  'C',
  'PB32',
  '70B3D57ED0000000',
  '0004a310001aaed6',
  'AABB1122',
  '00000000',
  ']Q1',
  '\uFEFF',
  ' ',
  '\u0000',
  'ÿ',
  'X',
  'AAISEM2E',
)
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(pieces).map((all) => all.join('')),
)

test('no text makes it throw, and what is read is a sound record', () => {
  fc.assert(
    fc.property(anything, (text) => {
      const result = decode(text, builtInFormats)
      expect(result.ok ? result.record.devEui : '0000000000000000').toMatch(/^[0-9A-F]{16}$/)
      expect(result.ok ? 0 : (result.error.position ?? 0)).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 1000 },
  )
})
