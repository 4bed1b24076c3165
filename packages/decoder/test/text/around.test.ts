import { describe, expect, test } from 'vitest'
import { encode, tr005 } from '@claimtag/core'
import {
  errorOf,
  EXAMPLE,
  EXAMPLE_RECORD,
  IDS,
  IDS_RECORD,
  reading,
  warningsOf,
  withChecksum,
} from './example.ts'

const EUI = '0004A310001AAED6'

describe('prefixes of scanners', () => {
  test.each(['P01', '$Q', 'q', 's', 'QR', 'QR:', ']d1', ']C1', ']d2', ']E0', ']e0'])('%s', (prefix) => {
    for (const [code, record] of [
      [EXAMPLE, EXAMPLE_RECORD],
      [EUI, { devEui: EUI }],
    ] as const) {
      expect(reading(prefix + code)).toEqual(record)
      expect(warningsOf(prefix + code)).toEqual([{ code: 'scanner-prefix', position: 0 }])
    }
  })

  test('as keyboards send them, with a line end', () => {
    expect(reading(`P00${EUI}\r\n`)).toEqual({ devEui: EUI })
    expect(reading(`]C1DS026349738;A84041035660E3AA;A840410000000107;${'0'.repeat(32)}`)).toMatchObject({
      serialNumber: 'DS026349738',
      devEui: 'A84041035660E3AA',
    })
  })

  test('P01 before a sticker of Dragino is no part of its serial number', () => {
    const text = `P01DS026349738;A84041035660E3AA;A840410000000107;${'0'.repeat(32)}`
    expect(reading(text)).toMatchObject({ serialNumber: 'DS026349738', devEui: 'A84041035660E3AA' })
    expect(warningsOf(text)).toEqual([
      { code: 'key-dropped', field: 'appKey' },
      { code: 'scanner-prefix', position: 0 },
    ])
    // A serial number may begin so where no letters follow.
    expect(reading(text.replace('DS', ''))).toMatchObject({ serialNumber: 'P01026349738' })
  })

  test(']Q3 is known to the format already', () => {
    expect(warningsOf(`]Q3${EXAMPLE}`)).toEqual([{ code: 'aim-identifier', position: 0 }])
  })

  test('positions count from the text as it came', () => {
    expect(warningsOf(`P01${IDS.replace('A84041', 'a84041')}`)).toEqual([
      { code: 'scanner-prefix', position: 0 },
      { code: 'lower-case-hex', field: 'devEui', position: 26 },
      { code: 'no-checksum' },
    ])
    expect(errorOf(`P01${EXAMPLE.replace('CAF2C', 'CAF2D')}`)).toMatchObject({
      code: 'checksum-mismatch',
      position: 87,
    })
  })

  test.each([
    // A letter more than an EUI, and a digit less.
    [`s${EUI}0`, 'other-code'],
    [`q${EUI.slice(1)}`, 'other-code'],
  ])('a serial number is not cut to fit: %s', (text, code) => {
    expect(errorOf(text)).toMatchObject({ code })
  })
})

describe('invisible ends and framing', () => {
  const invisible = [
    '\u00A0',
    '\u200B',
    '\uFEFF',
    '\u001D',
    '\u000B',
    '\u2028',
    '\0',
    '\u0004',
    '\u0085',
    '\u3000',
  ]
  test.each(invisible.map((one) => [one.charCodeAt(0).toString(16), one]))('U+%s', (_, one) => {
    expect(reading(EXAMPLE + one)).toEqual(EXAMPLE_RECORD)
    expect(warningsOf(EXAMPLE + one)).toEqual([{ code: 'surrounding-space', position: 88 }])
    const [code] = one === '\uFEFF' ? ['byte-order-mark'] : ['surrounding-space']
    expect(warningsOf(one + EXAMPLE)).toEqual([{ code, position: 0 }])
    expect(reading(one + EUI + one)).toEqual({ devEui: EUI })
  })

  test('STX … ETX and a line end', () => {
    expect(reading(`\u0002${EXAMPLE}\u0003\r\n`)).toEqual(EXAMPLE_RECORD)
    expect(warningsOf(`\u0002${EXAMPLE}\u0003\r\n`)).toEqual([{ code: 'surrounding-space', position: 0 }])
  })

  test('within a code they stay a fault', () => {
    expect(errorOf(EXAMPLE.replace('FOO', 'F\u200BO'))).toMatchObject({
      code: 'non-ascii-character',
      position: 77,
    })
    expect(errorOf(`${IDS}:SA\u001DB`)).toMatchObject({ code: 'control-character', position: 51 })
  })

  test.each([
    ['"', '"'],
    ['<', '>'],
    ['', '.'],
    ['(', ').'],
    ['“', '”'],
    ['«', '»'],
    ['[', ']'],
    ['`', '`,'],
  ])('%s…%s', (before, after) => {
    for (const [code, record] of [
      [EXAMPLE, EXAMPLE_RECORD],
      [IDS, IDS_RECORD],
      [EUI, { devEui: EUI }],
    ] as const) {
      expect(reading(before + code + after)).toEqual(record)
      const position = before === '' ? code.length : 0
      expect(warningsOf(before + code + after)[0]).toEqual({ code: 'surrounding-text', position })
    }
  })

  test('a value that may end so keeps it', () => {
    expect(reading(`${IDS}:OAB12!`)).toEqual({ ...IDS_RECORD, ownerToken: 'AB12!' })
    expect(reading(`${IDS.slice(0, 40)}AB12:OAB12!`)).toEqual({ ...IDS_RECORD, ownerToken: 'AB12!' })
  })
})

describe('in a sentence', () => {
  test.each([
    ['The code is LW, then ', '.'],
    ['Device code:\n', '\nBest regards,\nAcme'],
    ['', ' (on the bottom of the box)'],
    ['Code: "', '", please claim it'],
  ])('%j … %j', (before, after) => {
    expect(reading(before + EXAMPLE + after)).toEqual(EXAMPLE_RECORD)
    expect(warningsOf(before + EXAMPLE + after)).toEqual([
      { code: 'surrounding-text', position: before === '' ? 88 : 0 },
    ])
  })

  test('what follows is cut off only where a checksum proves that it is not the token’s', () => {
    const code = `${IDS}:OAB12`
    expect(reading(`Code: ${code}.`)).toEqual({ ...IDS_RECORD, ownerToken: 'AB12' })
    expect(errorOf(`Code: ${code} for you`).code).toBe('not-recognised')
  })
})

describe('a code that was wrapped', () => {
  test.each([
    EXAMPLE.replace(':OAABB', '\r\n:OAABB'),
    EXAMPLE.replace('FOOBAR', 'FOO\n    BAR'),
    EXAMPLE.replace(/.{20}/g, '$&\r\n'),
  ])('is read where the checksum proves it: %j', (text) => {
    expect(reading(text)).toEqual(EXAMPLE_RECORD)
    expect(warningsOf(text)).toEqual([{ code: 'line-break-ignored', position: text.search(/[\r\n]/) }])
  })

  test('and refused without a checksum: the next line may be anything', () => {
    expect(errorOf(`${IDS}:OA1B2\r\nC3D4`)).toMatchObject({ code: 'control-character', position: 54 })
  })
})

describe('percent-encoded', () => {
  test.each([
    [EXAMPLE, EXAMPLE_RECORD],
    [withChecksum(`${IDS}:O7gA+b/8=`), { ...IDS_RECORD, ownerToken: '7gA+b/8=' }],
    ['URN:DEV:LW:70B3D57ED0000001_A84041000181D4A8_00000000', IDS_RECORD],
    [
      'DS026349738;A84041035660E3AA;A840410000000107;00112233445566778899AABBCCDDEEFF',
      { serialNumber: 'DS026349738', devEui: 'A84041035660E3AA', joinEui: 'A840410000000107' },
    ],
  ])('%s', (code, record) => {
    const text = encodeURIComponent(code)
    expect(reading(text)).toEqual(record)
    expect(warningsOf(text)[0]).toEqual({ code: 'percent-encoded', position: text.indexOf('%') })
  })

  test('only the token’s characters, where the checksum proves it', () => {
    const text = withChecksum(`${IDS}:O7gA+b/8=`).replace('+', '%2B').replace('/', '%2f')
    expect(reading(text)).toEqual({ ...IDS_RECORD, ownerToken: '7gA+b/8=' })
  })

  test('positions count from the text as it came', () => {
    const text = encodeURIComponent(IDS.replace('A84041', 'a84041'))
    expect(warningsOf(text)).toEqual([
      { code: 'percent-encoded', position: 2 },
      { code: 'lower-case-hex', field: 'devEui', position: text.indexOf('a8') },
      { code: 'no-checksum' },
    ])
  })

  test('a plus sign that became a space is restored where the checksum proves it', () => {
    const text = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:O7gA b/8=:C0447'
    expect(reading(text)).toMatchObject({ ownerToken: '7gA+b/8=' })
    expect(warningsOf(text)).toEqual([{ code: 'plus-restored', position: 53 }])
    expect(reading(text.slice(0, -6))).toMatchObject({ ownerToken: '7gA b/8=' })
    expect(warningsOf(text.slice(0, -6))).toEqual([
      { code: 'unsafe-character', field: 'ownerToken', position: 53 },
      { code: 'no-checksum' },
    ])
  })
})

test('one text may need several of these', () => {
  const code = encode({ devEui: EUI, joinEui: '70B3D57ED0000000', ownerToken: 'A1B2C3' }, tr005)
  const text = `\u0002"https://example.com/#${encodeURIComponent(code)}"\u0003\r\n`
  expect(reading(text)).toEqual({ devEui: EUI, joinEui: '70B3D57ED0000000', ownerToken: 'A1B2C3' })
  expect(warningsOf(text).map((one) => one.code)).toEqual(['percent-encoded', 'surrounding-text'])
})
