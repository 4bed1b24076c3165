import { decode, defineFormat, thingpark, tr005 } from '@claimtag/core'
import { describe, expect, test } from 'vitest'
import { createRowChecker } from '../../src/rows/device.ts'

const EUI = '70B3D57ED00A0004'
const good = { devEui: EUI, joinEui: '70B3D57ED0000002', ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }
const check = createRowChecker(thingpark)
const codesOf = (fields: object) =>
  check({ fields, columns: {} }, 7).issues.map(({ line, field, code }) => [line, field, code])

test('a sound row becomes the text of its code', () => {
  const { device } = check({ fields: { ...good, serialNumber: 'S1' }, columns: { note: 'x' } }, 7)
  expect(device?.columns).toEqual({ note: 'x' })
  expect(decode(device?.text ?? '', [thingpark])).toMatchObject({
    ok: true,
    record: { ...good, serialNumber: 'S1' },
  })
})

test.each([
  '70-B3-D5-7E-D0-0A-00-04',
  '70:b3:d5:7e:d0:0a:00:04',
  '70 B3 D5 7E D0 0A 00 04',
  EUI.toLowerCase(),
  '70B3 D57E D00A 0004',
])('%s is a way to write an EUI', (devEui) => {
  expect(check({ fields: { ...good, devEui }, columns: {} }, 7).device?.fields.devEui).toBe(EUI)
})

describe('what is wrong with an EUI', () => {
  test.each([
    ['7,0B3D6E+15', 'spreadsheet-number'],
    ['5.07847E+15', 'spreadsheet-number'],
    ['1E+15', 'spreadsheet-number'],
    [`${EUI}0`, 'wrong-length'],
    [`${EUI.slice(0, 8)} ${EUI.slice(8)}`, 'invalid-character'],
    ['70B3D57ED00A000', 'wrong-length'],
    ['70B3D57ED00A000G', 'invalid-character'],
    ['70-B3:D5-7E-D0-0A-00-0', 'wrong-length'],
  ])('%s', (devEui, code) => {
    expect(codesOf({ ...good, devEui })).toEqual([[7, 'devEui', code]])
    expect(codesOf({ ...good, joinEui: devEui })).toEqual([[7, 'joinEui', code]])
  })

  test('both of them at once', () => {
    expect(codesOf({ devEui: 'x', joinEui: 'y' })).toHaveLength(2)
  })

  test('none at all', () => {
    expect(codesOf({ joinEui: good.joinEui })).toEqual([[7, 'devEui', 'missing-value']])
    expect(codesOf({ devEui: EUI })).toEqual([[7, 'joinEui', 'missing-field']])
  })
})

test('a bad token is named without being shown', () => {
  const { issues, devEui } = check({ fields: { ...good, ownerToken: 'not base64!' }, columns: {} }, 7)
  expect(issues).toMatchObject([{ line: 7, field: 'ownerToken' }])
  expect(JSON.stringify(issues)).not.toContain('not base64')
  // The row still takes part in the search for conflicts.
  expect(devEui).toBe(EUI)
})

test('what the format has no place for may be printed all the same, but a token must not get lost', () => {
  const bare = defineFormat({
    id: 'bare',
    title: 'Bare',
    prefix: 'B:',
    separator: ':',
    fields: [{ name: 'devEui' }],
  })
  const checkBare = createRowChecker(bare)
  const { device } = checkBare({ fields: { devEui: EUI, serialNumber: 'S1' }, columns: {} }, 7)
  expect(device).toMatchObject({ text: `B:${EUI}`, fields: { serialNumber: 'S1' } })
  expect(checkBare({ fields: good, columns: {} }, 7).issues).toMatchObject([{ field: 'ownerToken' }])
})

test("columns fill the format's own fields", () => {
  const fields = [{ name: 'devEui' }, { name: 'sku' }]
  const own = defineFormat({ id: 'own', title: 'Own', prefix: 'OWN:', separator: ':', fields })
  const { device } = createRowChecker(own)(
    { fields: { devEui: EUI }, columns: { sku: '4711', note: 'x' } },
    7,
  )
  expect(device?.text).toBe(`OWN:${EUI}:4711`)
})

test('a token goes into tr005 verbatim', () => {
  const { device } = createRowChecker(tr005)({ fields: { ...good, ownerToken: 'C915005D' }, columns: {} }, 7)
  expect(device?.text).toContain(':OC915005D')
})
