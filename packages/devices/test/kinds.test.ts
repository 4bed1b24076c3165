import { defineFormat } from '@claimtag/core'
import { describe, expect, test } from 'vitest'
import { read } from './read.ts'

// Two further cases, at least, for each kind of fault in the files that people sent in.
const EUI = '70B3D57ED00A0004'
const APP = '70B3D57ED0000002'
const TOKEN = 'C915005D'
const one = { devEui: EUI, joinEui: APP, ownerToken: TOKEN }
const table = (token: string, serial = 'S1') =>
  `DevEUI;AppEUI;token;serial\n${EUI};${APP};${token};${serial}\n`
const ids = (vendor: string, profile: string) =>
  `DevEUI;AppEUI;VendorID;ProfileID\n${EUI};${APP};${vendor};${profile}\n`
const codesOf = async (content: string) => (await read(content)).refused.map(([, ...codes]) => codes).flat()

describe('what a spreadsheet does', () => {
  test.each([
    ['2,7542E+05', 'spreadsheet-number'],
    ['1e-7', 'spreadsheet-number'],
    ['20.11.2026', 'spreadsheet-date'],
    ['26. Nov', 'spreadsheet-date'],
    ['Nov-26', 'spreadsheet-date'],
    ['2026-11-20 00:00:00', 'spreadsheet-date'],
    ['WAHR', 'spreadsheet-boolean'],
    ['FALSE', 'spreadsheet-boolean'],
    ['#N/A', 'error-cell'],
    ['#WERT!', 'error-cell'],
    ['########', 'error-cell'],
    ['=A1', 'formula'],
    ['TBD', 'placeholder-text'],
    ['n/a', 'placeholder-text'],
    ['XXXXXXXXXXXXXXXXXXXXXXXX', 'placeholder-text'],
    ['-', 'placeholder-text'],
  ])('%s is refused as a token and as a serial number', async (value, code) => {
    expect(await codesOf(table(value))).toEqual([code])
    expect(await codesOf(table(TOKEN, value))).toEqual([code])
  })

  test('so it is in a field of the format itself', async () => {
    const fields = [{ name: 'devEui' }, { name: 'sku' }]
    const format = defineFormat({ id: 'own', title: 'Own', prefix: 'OWN:', separator: ':', fields })
    const { refused } = await read(`DevEUI;sku\n${EUI};4E+12\n`, { format })
    expect(refused).toEqual([[2, 'spreadsheet-number']])
  })

  test.each(['27542E01', '00E10000', '1E5', '26W47-00001', 'SN-12-5', 'NOVA-7', 'TRUE1', '#7'])(
    '%s is a serial number',
    async (serial) => {
      expect((await read(table(TOKEN, serial))).devices).toMatchObject([{ serialNumber: serial }])
    },
  )
})

describe('wrappers', () => {
  test.each([
    ['"=""00123456"""', '00123456'],
    ["'00123456'", '00123456'],
    ['“00123456”', '00123456'],
    ['„00123456“', '00123456'],
    ['  "00123456"  ', '00123456'],
  ])('%s', async (cell, serialNumber) => {
    expect(await read(table(TOKEN, cell))).toMatchObject({ refused: [], devices: [{ ...one, serialNumber }] })
  })

  test.each(['"00"123456', '“00123456', '00”123456', "''00123456", '`00123456`', '="\'00123456"'])(
    '%s is refused, since it may mean two things',
    async (cell) => {
      expect(await codesOf(table(TOKEN, cell))).toEqual(['partly-quoted'])
    },
  )

  test('a label never shows them', async () => {
    const { columns } = await read(`DevEUI;AppEUI;Product\n${EUI};${APP};"=""Sensor"""\n`)
    expect(columns).toEqual([{ Product: 'Sensor' }])
  })
})

describe('headings', () => {
  test.each([
    'S/N',
    'Serial Nr.',
    'Serial #',
    'Serial no',
    'SN',
    'Seriennummer',
    'N° de série',
    'Device Serial Number',
    'Serial*',
    '"Serial\n(text)"',
    'Serial\u200B',
  ])('%s is the serial number', async (heading) => {
    const { devices } = await read(`DevEUI;AppEUI;${heading}\n${EUI};${APP};S1\n`)
    expect(devices).toMatchObject([{ serialNumber: 'S1' }])
  })

  test.each(['DevEUI (hex)', 'DevEUI*', 'LoRa DevEUI', 'DevEUI [16]', 'LoRaWAN Dev EUI', '#DevEUI'])(
    '%s is the DevEUI',
    async (heading) => {
      expect((await read(`${heading};JoinEUI/AppEUI;token\n${EUI};${APP};${TOKEN}\n`)).devices).toEqual([one])
    },
  )

  test('one in reverse is not', async () => {
    await expect(read(`DevEUI (LSB first);AppEUI\n${EUI};${APP}\n`)).rejects.toMatchObject({
      issue: { code: 'missing-column', columns: ['DevEUI (LSB first)', 'AppEUI'] },
    })
  })

  test('the plainer of two names is meant', async () => {
    const { devices, columns } = await read(`DevEUI;AppEUI;Serial (customer);Serial\n${EUI};${APP};K1;S1\n`)
    expect(devices).toMatchObject([{ serialNumber: 'S1' }])
    expect(columns).toEqual([{ 'Serial (customer)': 'K1' }])
  })

  test.each(['__proto__', 'constructor', 'toString'])('a column %s is one like others', async (name) => {
    const { columns } = await read(`DevEUI;AppEUI;${name}\n${EUI};${APP};x\n`)
    expect(Object.entries(columns[0] ?? {})).toEqual([[name, 'x']])
    const json = await read(`{"devEui":"${EUI}","joinEui":"${APP}","${name}":"x"}`)
    expect(Object.entries(json.columns[0] ?? {})).toEqual([[name, 'x']])
  })
})

describe('the line of names', () => {
  test('two of them are joined', async () => {
    const { devices, notes } = await read(
      `Device;App;Owner;Serial\nEUI;EUI;Token;Number\n${EUI};${APP};${TOKEN};S1\n`,
    )
    expect(devices).toEqual([{ ...one, serialNumber: 'S1' }])
    expect(notes).toEqual([[1, 'joined-header']])
  })

  test('below a line of groups, comments and a title', async () => {
    const { devices, notes } = await read(
      `# week 47\n# line 3\nDevices;;\nIdentity;;Claiming\nDevEUI;AppEUI;token\n${EUI};${APP};${TOKEN}\n`,
    )
    expect(devices).toEqual([one])
    expect(notes).toEqual([
      [1, 'passed-over'],
      [3, 'passed-over'],
    ])
  })

  test.each(['Sum;3;', 'Gesamt: 3;;', '--- end ---;;'])('%s is a footer', async (footer) => {
    const { refused } = await read(`DevEUI;AppEUI;token\n${EUI};${APP};${TOKEN}\n${footer}\n`)
    expect(refused).toEqual([[3, 'footer-row']])
  })

  test('a comment among the rows', async () => {
    const { refused } = await read(`DevEUI;AppEUI;token\n# second box\n${EUI};${APP};${TOKEN}\n`)
    expect(refused).toEqual([[2, 'comment-row']])
  })
})

describe('JSON', () => {
  const row = `{"devEui":"${EUI}","joinEui":"${APP}","token":"${TOKEN}"}`
  test.each([
    ['a list under a name', `{"total": 1, "devices": [${row}]}`],
    ['a list in an object in an object', `{\n"data": {"items": [\n${row}]}}`],
    ['an object over several lines', row.replaceAll(',', ',\n')],
    ['rows of a list, each in a member', `{"result":[{"device":${row}}]}`],
    [
      'text in quotes with brackets',
      `[{"note":"]}[{\\\\","devEui":"${EUI}","joinEui":"${APP}","token":"${TOKEN}"}]`,
    ],
  ])('%s', async (_, content) => {
    expect((await read(content)).devices).toEqual([one])
  })

  test('lists and objects where text is expected', async () => {
    const rows = [{ devEui: EUI, token: [TOKEN] }, { devEui: { a: EUI } }, { devEui: true }]
    const { refused } = await read(rows.map((each) => JSON.stringify(each)).join('\n'))
    expect(refused.map(([, code]) => code)).toEqual(['nested-value', 'nested-value', 'not-a-value'])
  })

  test('a path in the mapping', async () => {
    const content = `{"hw":{"id":"${EUI}"},"app":"${APP}","token":"${TOKEN}"}`
    expect((await read(content, { columns: { devEui: 'HW.id', appEui: 'app' } })).devices).toEqual([one])
    await expect(read(content, { columns: { devEui: 'hw.eui' } })).rejects.toMatchObject({
      issue: { code: 'unknown-column', columns: ['hw.id', 'app', 'token'] },
    })
  })

  test.each([
    ['a line of its own', (deep: string) => `${row}\n{"x":${deep}}\n`, 2],
    ['an element of a list', (deep: string) => `[${row},\n{"x":${deep}}]`, 2],
  ])('nested 32,000 deep, %s', async (_, content, line) => {
    const deep = '['.repeat(32_000) + ']'.repeat(32_000)
    expect((await read(content(deep))).refused).toEqual([[line, 'too-deep']])
  })
})

describe('tags', () => {
  const tag = `LW:D0:${APP}:${EUI}:AC3E0001:O${TOKEN}`
  const all = { ...one, vendorId: 'AC3E', vendorProfileId: '0001' }
  test('a column of them', async () => {
    expect((await read(`Onboarding tag;Name\n${tag};x\n`)).devices).toEqual([all])
    expect((await read(`QR code\n${tag}\n`)).devices).toEqual([all])
    expect((await read(`{"qr_code":"${tag}"}`)).devices).toEqual([all])
  })

  test('beside columns that say the same, or something else', async () => {
    expect((await read(`tr005;DevEUI\n${tag};70-B3-D5-7E-D0-0A-00-04\n`)).devices).toEqual([all])
    expect(await codesOf(`tr005;DevEUI\n${tag};70B3D57ED00A0009\n`)).toEqual(['tag-conflict'])
  })

  test('a damaged one', async () => {
    expect(await codesOf(`tr005;DevEUI\n${tag}:C0000;${EUI}\n`)).toEqual(['checksum-mismatch'])
  })

  test("a key in ThingPark's import", async () => {
    const { refused } = await read(`CREATE_OTAA,${EUI},,p,${APP},00112233445566778899AABBCCDDEEFF,,cp,rp\n`)
    expect(refused).toEqual([[1, 'key-value']])
  })
})

describe('IDs', () => {
  test.each([
    ['AC3E', '2015', 'AC3E', '2015'],
    ['1115', '0001', '1115', '0001'],
    ['', 'AC3E0001', 'AC3E', '0001'],
  ])('%s and %s are hexadecimal', async (vendor, profile, vendorId, vendorProfileId) => {
    expect((await read(ids(vendor, profile))).devices).toMatchObject([{ vendorId, vendorProfileId }])
  })

  test('numbers of JSON are asked for', async () => {
    const content = `{"devEui":"${EUI}","joinEui":"${APP}","vendorId":1115,"vendorProfileId":2015}`
    await expect(read(content)).rejects.toMatchObject({ code: 'ids-ambiguous' })
    expect((await read(content, { ids: 'decimal' })).devices).toMatchObject([{ vendorId: '045B' }])
  })

  test('above the largest', async () => {
    expect((await read(ids('65536', '1'), { ids: 'decimal' })).refused).toEqual([[2, 'id-too-large']])
  })
})

describe('encodings', () => {
  const text = `DevEUI;AppEUI;Product\n${EUI};${APP};Grün – „5 €“ ×\n`
  test.each([
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'Grün – „5 €“ ×'],
    ['UTF-16 without', Buffer.from(text, 'utf16le'), 'Grün – „5 €“ ×'],
    ['UTF-16 big-endian', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(), 'Grün – „5 €“ ×'],
    [
      'Windows-1252',
      Buffer.from(text.replace('–', '\x96').replace('€', '\x80').replace(/[„“]/g, ''), 'latin1'),
      'Grün – 5 € ×',
    ],
  ])('%s', async (_, bytes, Product) => {
    const { columns, notes } = await read(bytes)
    expect(columns).toEqual([{ Product }])
    expect(notes).toEqual([[1, 'read-as']])
  })

  test('a mixture of two is refused where it matters, with the line', async () => {
    const bytes = Buffer.concat([
      Buffer.from(text),
      Buffer.from(`70B3D57ED00A0009;${APP};Gr\xFCn\n`, 'latin1'),
    ])
    expect(await read(bytes)).toMatchObject({ devices: [{ devEui: EUI }], refused: [[3, 'not-utf-8']] })
  })

  test('a long text is told however it is read', async () => {
    const rows = Array.from(
      { length: 40_000 },
      (_, row) => `${(0x70b3d57ed0100000n + BigInt(row)).toString(16)};${APP};é`,
    )
    expect(await read(`DevEUI;AppEUI;Product\n${rows.join('\n')}\n`)).toMatchObject({
      notes: [],
      refused: [],
    })
  })
})
