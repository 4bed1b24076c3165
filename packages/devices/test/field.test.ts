import { thingpark } from '@claimtag/core'
import { expect, test } from 'vitest'
import { readField } from './read.ts'

// Files as people had them. The meaning of each is written out here.
const APP = '70B3D57ED0000002'
const [FIRST, SECOND, THIRD, FOURTH] = [
  '70B3D57ED00A0004',
  '70B3D57ED00A0009',
  '70B3D57ED00A0011',
  '70B3D57ED00A0019',
]
const [A, B, C, D] = [
  'ecQSH8YIV9/+/HS5mcyF8Q==',
  'rEbIvN9yjnD+bM6GHjPmsA==',
  'X12YyYdeQdlv5iqtpNBE6g==',
  'ubzUCMxs3lJHjtcwkD7CXQ==',
]
const device = (
  devEui: string | undefined,
  ownerToken?: string,
  serialNumber?: string,
  more: object = {},
) => ({
  devEui,
  joinEui: APP,
  ...(ownerToken === undefined ? {} : { ownerToken }),
  ...(serialNumber === undefined ? {} : { serialNumber }),
  ...more,
})

test('tokens and serial numbers that a spreadsheet ate are refused', async () => {
  const { devices, refused } = await readField('01-excel-ate-token.csv')
  expect(devices[0]).toEqual(device(FIRST, 'C915005D', '260001000421'))
  expect(refused).toEqual([
    [3, 'spreadsheet-number', 'spreadsheet-number'],
    [4, 'spreadsheet-number', 'spreadsheet-number'],
  ])
})

test('what guards a cell against spreadsheets is no part of it', async () => {
  const guarded = await readField('02-guarded-cells.csv')
  expect(guarded).toMatchObject({ refused: [], warned: [] })
  expect(guarded.devices).toEqual([
    device(FIRST, '00123456', '00421'),
    device(SECOND, '27542E01', '00422'),
    device(THIRD, '0EDEEFD6', '26W47,00423'),
    device(FOURTH, '443F01CA', '00424'),
  ])
  expect((await readField('02b-guarded-cells-one-kind.csv')).devices).toEqual([
    device(FIRST, '00123456', '00421'),
    device(SECOND, '27542E01', '00422'),
  ])
})

test('S/N is the serial number', async () => {
  const { devices } = await readField('03-serial-heading.csv')
  expect(devices).toEqual([
    device(FIRST, A, '26W47-00000'),
    device(SECOND, B, '26W47-00001'),
    device(THIRD, C, '26W47-00002'),
  ])
})

test('numbers with a fraction are read', async () => {
  const { columns } = await readField('04n-decimals.ndjson')
  expect(columns.map(({ Rev }) => Rev)).toEqual(['1', '1.1', '2.5'])
})

test('objects over several lines, as The Things Stack writes them', async () => {
  const { devices, columns } = await readField('05-tts-stream.json')
  expect(devices).toEqual([device(FIRST, 'C915005D'), device(SECOND, '27542C01')])
  expect(columns[1]).toMatchObject({ 'ids.device_id': 'sensor-1', name: 'Sensor 1' })
})

test('a list inside of an object', async () => {
  const { devices } = await readField('05b-tts-list.json')
  expect(devices).toEqual([device(FIRST, 'C915005D'), device(SECOND, '27542C01')])
})

test('devices inside of a member, as ChirpStack writes them', async () => {
  const { devices, columns } = await readField('05c-chirpstack-wrapped.txt')
  expect(devices).toEqual([
    device(FIRST, 'C915005D', '26W47-00000'),
    device(SECOND, '27542C01', '26W47-00001'),
  ])
  expect(columns[0]).toEqual({ name: 'meter 0', 'tags.Typ': 'M1 / internal' })
})

test('a row that lies otherwise than the rest is refused, and named', async () => {
  const { devices, refused } = await readField('05e-one-row-nested.ndjson')
  expect(devices).toEqual([device(FIRST, A), device(THIRD, C)])
  expect(refused).toEqual([
    [2, 'nested-row'],
    [4, 'null-value', 'null-value', 'null-value'],
  ])
})

test("ThingPark's import of devices, which has no line of names", async () => {
  const { devices, columns, notes } = await readField('06-thingpark-import.csv')
  expect(devices).toEqual([
    device(FIRST),
    device(SECOND, '27542C01', undefined, { vendorId: 'AC3E', vendorProfileId: '0001' }),
  ])
  const filled = Object.entries(columns[0] ?? {}).filter(([, value]) => value !== '')
  expect(Object.fromEntries(filled)).toEqual({
    CMD: 'CREATE_OTAA',
    'Device Profile ID': 'LORA/GenericA.1',
    'Connectivity Plan ID': 'acme-cs/cp',
    'AS Routing Profile ID': 'TWA_1.1',
    Name: 'Sensor 0',
  })
  expect(notes).toEqual([[1, 'passed-over']])
})

test('its template', async () => {
  const { devices } = await readField('06b-thingpark-template.csv')
  expect(devices).toEqual([device(FIRST, 'C915005D'), device(SECOND, '27542C01')])
})

const THREE = [
  device(FIRST, A, '26W47-00000'),
  device(SECOND, B, '26W47-00001'),
  device(THIRD, C, '26W47-00002'),
]

test('titles above and a total below', async () => {
  const { devices, refused, notes } = await readField('07-title-rows.csv')
  expect(devices).toEqual(THREE)
  expect(notes).toEqual([[1, 'passed-over']])
  expect(refused).toEqual([[8, 'footer-row']])
  expect(await readField('07b-footer.csv')).toMatchObject({ devices: THREE, refused: [[5, 'footer-row']] })
})

test('a row of units', async () => {
  expect(await readField('07c-units-row.csv')).toMatchObject({
    devices: THREE,
    refused: [],
    notes: [[2, 'passed-over']],
  })
})

test('IDs that may be decimal are asked for', async () => {
  await expect(readField('08-vendor-decimal.csv')).rejects.toMatchObject({
    issue: { code: 'ids-ambiguous', field: 'vendorId', column: 'vendor_id' },
  })
  const decimal = { vendorId: '045B', vendorProfileId: '07DF' }
  const hex = { vendorId: '1115', vendorProfileId: '2015' }
  expect((await readField('08-vendor-decimal.csv', { ids: 'decimal' })).devices).toEqual([
    device(FIRST, 'C915005D', undefined, decimal),
    device(SECOND, '27542C01', undefined, decimal),
  ])
  expect((await readField('08-vendor-decimal.csv', { ids: 'hex' })).devices[0]).toMatchObject(hex)
  expect((await readField('08b-vendor-decimal-5.csv', { ids: 'decimal' })).devices).toEqual([
    device(FIRST, 'C915005D', undefined, { vendorId: '045B', vendorProfileId: '4EB7' }),
  ])
  await expect(readField('08b-vendor-decimal-5.csv')).rejects.toMatchObject({ code: 'ids-ambiguous' })
})

test('EUIs as firmware, people and web pages write them', async () => {
  const { devices, refused, warned, reasons } = await readField('09-eui-spellings.csv')
  expect(devices).toEqual([
    device('70B3D57ED00A0004', 'C915005D'),
    device('70B3D57ED00A0009', '27542C01'),
    device('70B3D57ED00A0019', '443F01CA'),
    device('70B3D57ED00A0030', '7A14219F'),
    device('70B3D57ED00A0035', '67C394D5'),
    device('70B3D57ED00A0039', '4007458A'),
    device('70B3D57ED00A0045', 'F52DD7E4'),
    device('393435377E377E15', 'D82D46F0'),
  ])
  expect(refused).toEqual([
    [4, 'byte-list'],
    [6, 'letter-for-digit'],
    [7, 'look-alike'],
  ])
  expect(reasons[1]).toBe('Character 10 of DevEUI is the letter O; a hex digit is expected, probably 0.')
  expect(reasons[2]).toContain('Cyrillic')
  expect(warned).toEqual([
    [9, 'invisible-characters'],
    [12, 'group-address'],
  ])
})

test('characters that nobody sees', async () => {
  const { devices, warned } = await readField('09b-zero-width-token.csv')
  expect(devices).toEqual([device(FIRST, 'C915005D', '26W47-1')])
  expect(warned).toEqual([
    [2, 'invisible-characters'],
    [2, 'invisible-characters'],
  ])
})

test('an empty memory is no device', async () => {
  expect((await readField('09d-blank-eeprom.csv')).refused).toEqual([
    [2, 'no-identity'],
    [3, 'no-identity', 'no-identity'],
  ])
})

test('one file pasted below another', async () => {
  const { devices, refused } = await readField('13-concatenated.csv')
  expect(devices).toEqual([
    device(FIRST, A, 'S0'),
    device(SECOND, B, 'S1'),
    device(THIRD, C, 'S2'),
    device(FOURTH, D, 'S3'),
  ])
  expect(refused).toEqual([[4, 'header-row']])
})

test('a list of secure elements is called what it is', async () => {
  await expect(readField('14-secure-element-manifest.json')).rejects.toMatchObject({
    code: 'secure-element-manifest',
    message: expect.stringContaining('Join Server') as string,
  })
})

test('Windows-1252', async () => {
  const { columns, notes } = await readField('17-latin1.csv')
  expect(columns).toEqual([{ Product: 'Café Zürich' }])
  expect(notes).toEqual([[1, 'read-as']])
})

const WITH_NOTES = [device(FIRST, A, 'S0'), device(SECOND, B, 'S1'), device(THIRD, C, 'S2')]

test.each(['30b-short-rows.csv', '30c-ctrl-z.csv', '30d-double-cr.csv'])('%s', async (name) => {
  expect(await readField(name, { format: thingpark })).toMatchObject({ devices: WITH_NOTES, refused: [] })
})
