import { describe, expect, test } from 'vitest'
import { explain } from '@claimtag/decoder'
import { errorOf, IDS, IDS_RECORD, reading, warningsOf, withChecksum } from './example.ts'

const PROFILED = IDS.replace('00000000', 'AB12')
const unproved = { code: 'no-checksum' }

describe('a token or a serial number without its letter is never taken for the token', () => {
  test.each([
    ['12AB34CD', 'untagged-element'],
    ['C05EA29C', 'untagged-element'],
    ['a1b2c3d4', 'untagged-element'],
    ['A1B2C3D4', 'unknown-tag-ignored'],
    ['MixedCase', 'unknown-tag-ignored'],
  ])('%s', (value, code) => {
    const text = `${IDS}:${value}`
    expect(reading(text)).toEqual(IDS_RECORD)
    expect(warningsOf(text)).toEqual(
      code === 'untagged-element' ? [{ code, position: 48 }, unproved] : [{ code, position: 49 }, unproved],
    )
  })

  test('two of them, before elements with letters, and a checksum that holds', () => {
    const text = withChecksum(`${IDS}:12AB34CD:26W47:PX1`)
    expect(reading(text)).toEqual({ ...IDS_RECORD, proprietary: 'X1' })
    expect(warningsOf(text).map(({ code }) => code)).toEqual(['untagged-element', 'untagged-element'])
  })

  test('a checksum that does not hold is not replaced by one that does', () => {
    const text = withChecksum(`${IDS}:12AB34CD`).replace('12AB', '13AB')
    expect(errorOf(text).code).toBe('checksum-mismatch')
  })

  test('a damaged checksum is no token', () => {
    expect(errorOf(`${IDS}:C4FA`).code).toBe('malformed-checksum')
    expect(errorOf(`${IDS}:C4FA5X`).code).toBe('malformed-checksum')
  })

  test('an empty element, and a serial number that begins with S', () => {
    const text = `${IDS}::SN1`
    expect(reading(text)).toEqual({ ...IDS_RECORD, serialNumber: 'N1' })
    expect(warningsOf(text)).toEqual([{ code: 'empty-element', position: 49 }, unproved])
  })

  test('whatever begins with O is the token by the standard; without a checksum that is said', () => {
    expect(reading(`${IDS}:OA1B2C3`)).toEqual({ ...IDS_RECORD, ownerToken: 'A1B2C3' })
    expect(warningsOf(`${IDS}:OA1B2C3`)).toEqual([unproved])
  })

  test.each(['OWNER123', 'OwnerToken-A1B2'])('a word that begins with O is none: %s', (value) => {
    const text = `${IDS}:${value}`
    expect(reading(text)).toEqual(IDS_RECORD)
    expect(warningsOf(text)).toEqual([unproved, { code: 'untagged-element', position: 48 }])
    // With its checksum, the code is as its maker made it.
    expect(reading(withChecksum(text))).toEqual({ ...IDS_RECORD, ownerToken: value.slice(1) })
    expect(reading(`${IDS}:O${value}`)).toEqual({ ...IDS_RECORD, ownerToken: value })
  })
})

describe('a ProfileID of 4 digits', () => {
  test('is left out, and the sentence is true', () => {
    expect(reading(PROFILED)).toEqual(IDS_RECORD)
    expect(warningsOf(PROFILED)).toEqual([{ code: 'short-profile-id', position: 40 }, unproved])
    expect(explain(warningsOf(PROFILED)[0]!)).toBe(
      'The ProfileID has 4 digits, where vendorId and vendorProfileId have 4 each: it was ignored.',
    )
  })

  test('with elements after it, and a checksum that holds', () => {
    const text = withChecksum(`${PROFILED}:OA1B2:S26W47`)
    expect(reading(text)).toEqual({ ...IDS_RECORD, ownerToken: 'A1B2', serialNumber: '26W47' })
    expect(warningsOf(text)).toEqual([{ code: 'short-profile-id', position: 40 }])
  })

  test('later positions count from the text as it came', () => {
    expect(warningsOf(`${PROFILED}:OA B`)).toContainEqual({
      code: 'unsafe-character',
      field: 'ownerToken',
      position: 47,
    })
  })

  test.each([
    [PROFILED.slice(0, -1), 3],
    [`${PROFILED}34`, 6],
    ['URN:DEV:LW:0004A310001AAED6_70B3D57ED0000000_00112233445566778899AABBCCDDEEFF', 32],
  ])('of another length is refused, and the sentence is true: %s', (text, length) => {
    const error = errorOf(text)
    expect(error).toMatchObject({
      code: 'wrong-length',
      field: 'vendorId',
      through: 'vendorProfileId',
      length,
    })
    expect(explain(error)).toBe(
      `vendorId to vendorProfileId together have the wrong length: ${length} characters, expected 8: scan again.`,
    )
  })

  test('missing, it cannot be told from a code that was cut short', () => {
    expect(errorOf(IDS.slice(0, 39))).toMatchObject({
      code: 'missing-element',
      field: 'vendorId',
      position: 39,
    })
  })
})

describe('templates are no devices', () => {
  test.each<[string, string, number]>([
    ['URN:DEV:LW:70B3D57ED0000000_0004A31000XXXXXX_00000000_VXXXXXXXX', 'devEui', 28],
    ['URN:LWDP:XXXXXXXXXXXXXXXX:XXXXXXXXXXXXXXXX:SMTBBUS915:XXXXXXXX', 'joinEui', 9],
    [`${IDS}:OXXXXXXXX`, 'ownerToken', 50],
    [`P01${IDS}:Oxxxxxxxx:S1`, 'ownerToken', 53],
    ['XXXXXXXXXXXXXXXX', 'devEui', 0],
    ['0004A31000xxxxxx', 'devEui', 0],
    ['URN:DEV:LW:70B3D57ED0000000_0004A31000000001_00000000_VXXXXXXXX', 'ownerToken', 55],
  ])('%s', (text, field, position) => {
    expect(errorOf(text)).toEqual({ code: 'placeholder', kind: 'foreign', field, position })
  })

  test('one X is a mistyped digit', () => {
    expect(errorOf(IDS.replace('A8404', 'A84X4'))).toMatchObject({ code: 'invalid-character', position: 26 })
  })
})

describe('a code without a checksum', () => {
  test('is warned about where its format has one', () => {
    expect(warningsOf(IDS)).toEqual([unproved])
    expect(warningsOf(`${IDS}:OA1B2`)).toEqual([unproved])
    expect(warningsOf(withChecksum(IDS))).toEqual([])
  })

  test.each(['0004A310001AAED6', 'URN:DEV:LW:70B3D57ED0000000_0004A31000FFFFFF_00000000_VD53FFFFF'])(
    'and not where it has none: %s',
    (text) => {
      expect(warningsOf(text)).toEqual([])
    },
  )
})

describe('a DevEUI with the group bit set', () => {
  test.each([
    '0104A310001AAED6',
    'FFFFFFFFFFFFFFFF',
    'DevEUI: 0104A310001AAED6',
    `LW:D0:0:0104A310001AAED6`.replace(':0:', ':70B3D57ED0000000:') + ':00000000',
  ])('%s', (text) => {
    expect(warningsOf(text)).toContainEqual({ code: 'group-address', field: 'devEui' })
  })

  test('is only that of the DevEUI', () => {
    expect(warningsOf(withChecksum('LW:D0:1122334455667788:AABBCCDDEEFF0011:00000000'))).toEqual([])
  })
})

describe('makers’ own codes with something missing', () => {
  test('Dragino’s without the key', () => {
    const text = 'DS026349738;A84041000181D4A8;A840410000000107'
    expect(reading(text)).toEqual({
      serialNumber: 'DS026349738',
      devEui: 'A84041000181D4A8',
      joinEui: 'A840410000000107',
    })
    expect(warningsOf(text)).toEqual([])
    expect(warningsOf(`${text};${'0'.repeat(32)};`)).toEqual([
      { code: 'surrounding-text', position: 78 },
      { code: 'key-dropped', field: 'appKey' },
    ])
    expect(errorOf('DS026349738;A84041000181D4A8').code).not.toBe('ok')
  })

  test('in lower case, its serial number is doubtful', () => {
    const text = `ds026349738;a84041035660e3aa;a840410000000107;${'0'.repeat(32)}`
    expect(reading(text)).toMatchObject({ serialNumber: 'ds026349738', devEui: 'A84041035660E3AA' })
    expect(warningsOf(text)).toContainEqual({ code: 'case-doubtful', field: 'serialNumber' })
  })

  test.each([
    ['00-04-A3-10-00-1A-AE-D6', 2],
    ['0x0004A310001AAED6', 1],
    ['eui-0004a310001aaed6', 0],
    ['0004 A310 001A AED6', 4],
    ['00:04:A3:10:00:1A:AE:D6', 2],
  ])('a DevEUI as people write it: %s', (text, position) => {
    expect(reading(text)).toEqual({ devEui: '0004A310001AAED6' })
    expect(warningsOf(text)[0]).toEqual({ code: 'written-eui', position })
  })
})

test.each([
  ['LW:D0:70B3D57ED0000001:A84041000181D4A8:00000000:OAB12:Pfoo=bar:Pbaz=qux', 'duplicate-element'],
  ['LW:D0:::PXA01450340', 'wrong-length'],
  ['LW:D1:70B3D57ED0000001:A84041000181D4A8:00000000', 'unsupported-version'],
])('what is beyond that stays refused: %s', (text, code) => {
  expect(errorOf(text).code).toBe(code)
})
