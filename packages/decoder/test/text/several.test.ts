import { describe, expect, test } from 'vitest'
import { thingpark, encode } from '@claimtag/core'
import { errorOf, EXAMPLE, EXAMPLE_RECORD, IDS, reading, withChecksum } from './example.ts'

const other = encode(
  { devEui: '0004A310001AAED6', joinEui: '70B3D57ED0000000', ownerToken: 'ABEiMw==' },
  thingpark,
)

describe('several codes in one text are all named, and none is guessed at', () => {
  test.each<[string, string, number[]]>([
    ['one code twice without a gap', EXAMPLE + EXAMPLE, [0, 88]],
    ['with a tab between', `${EXAMPLE}\t${EXAMPLE}`, [0, 89]],
    ['two codes on two lines', `${EXAMPLE}\r\n${other}\r\n`, [0, 90]],
    ['three, with a scanner’s prefix', `P01${EXAMPLE}P01${other}P01${EXAMPLE}`, [3, 94, 97 + other.length]],
    ['of two formats', `${IDS} URN:LWDP:647FDA8010000000:647FDA00000073C6:SMTBBUS915:NNNNNNNN`, [0, 49]],
    ['the second one cut short', `${EXAMPLE}\nLW:D0:1122`, [0, 89]],
    ['the second of which would pass for unknown elements', `${IDS}:OA1B2${EXAMPLE}`, [0, 54]],
    ['within an address', `https://example.com/?a=${EXAMPLE}&b=${other}`, [23, 114]],
  ])('%s', (_, text, positions) => {
    const error = errorOf(text)
    expect(error).toMatchObject({ code: 'several-codes', kind: 'damaged' })
    const codes = error.code === 'several-codes' ? error.codes : []
    expect(codes.map(({ position }) => position)).toEqual(positions)
  })

  test('so that an app can offer them', () => {
    const text = `${EXAMPLE}\n${other}\n`
    const error = errorOf(text)
    const codes = error.code === 'several-codes' ? error.codes : []
    const parts = codes.map(({ position, length }) => text.slice(position, position + length))
    expect(parts.map(reading)).toEqual([
      EXAMPLE_RECORD,
      { devEui: '0004A310001AAED6', joinEui: '70B3D57ED0000000', ownerToken: 'ABEiMw==' },
    ])
  })

  test('percent-encoded, they stand where they stood', () => {
    const text = encodeURIComponent(`${EXAMPLE} ${other}`)
    const error = errorOf(text)
    const [first, second] = error.code === 'several-codes' ? error.codes : []
    expect(first?.position).toBe(0)
    expect(text.slice(second?.position)).toBe(encodeURIComponent(other))
  })
})

test('the prefix of a code within a value is no second code', () => {
  expect(reading(withChecksum(`${IDS}:SLW-D0`))).toMatchObject({ serialNumber: 'LW-D0' })
})

test.each([
  '0004A310001AAED6 70B3D57ED0000000',
  '0004A310001AAED6\n70B3D57ED0000000\nA84041000181D4A8',
  '0004A310001AAED670B3D57ED000000000112233445566778899AABBCCDDEEFF',
  // Formats begin so, and would call them cut short, or too long.
  '0004A310001AAED670B3D57ED0000000',
  '0004A310001AAED6:70B3D57ED0000000:00112233445566778899AABBCCDDEEFF',
])('EUIs that nothing tells apart are not taken for anything: %s', (text) => {
  expect(errorOf(text)).toEqual({ code: 'other-code', kind: 'foreign', foreignCode: 'bare-euis' })
})

test('nor what a format has at its beginning', () => {
  const text = '70B3D57ED0000001:A84041000181D4A8:ttn-account-v2.abcDEF'
  expect(errorOf(text)).toMatchObject({ code: 'trailing-text', position: 33 })
})
