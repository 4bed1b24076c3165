import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { openInput } from '../src/open-input.ts'
import { readRows } from '../src/rows/read-rows.ts'
import { InputError } from '../src/issue.ts'
import type { ColumnMapping } from '../src/input/columns.ts'
import type { Row } from '../src/rows/row.ts'
import { temporaryFile, temporaryFolder } from '../../disk/test/temporary.ts'
import { workbook } from './workbook.ts'

async function rowsOf(source: string | Readable, mapping?: ColumnMapping): Promise<readonly Row[]> {
  const { input, dispose } = await openInput(source, { columns: mapping })
  const rows: Row[] = []
  for (const batch of readRows(input)) rows.push(...batch)
  await dispose()
  return rows
}

const read = (content: string | Uint8Array, mapping?: ColumnMapping) =>
  rowsOf(temporaryFile(content), mapping)
const fieldsOf = (rows: readonly Row[]) => rows.map(({ line, cells }) => [line, cells?.fields])

const MAKE_PIPE = 'mkfifo'
const EUI = '70B3D57ED00A0004'
const expected = {
  devEui: EUI,
  joinEui: '70B3D57ED0000002',
  ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==',
  serialNumber: 'S1',
}
const values = Object.values(expected)

describe('CSV', () => {
  test.each([
    ['commas', ',', 'devEui,appEui,ownerToken,serialNumber', '\n'],
    ['semicolons', ';', 'DevEUI;AppEUI;Owner Token;Serial', '\r\n'],
    ['tabs', '\t', 'dev_eui\tjoin_eui\tclaim_authentication_code\tserial_number', '\n'],
    ['bars', '|', 'DEV-EUI|App EUI|token|S.N', '\n'],
  ])('with %s', async (_, delimiter, header, end) => {
    const rows = await read(`\uFEFF${header}${end}${values.join(delimiter)}`)
    expect(fieldsOf(rows)).toEqual([[2, expected]])
  })

  test('other columns keep their names and values', async () => {
    const [row] = await read(`devEui,Product Name,note\n${EUI},"Sensor, large",\n`)
    expect(row?.cells).toMatchObject({
      fields: { devEui: EUI },
      columns: { 'Product Name': 'Sensor, large' },
    })
  })

  test("the maker's own names stand for fields", async () => {
    const [row] = await read(`Gerät,serial\n${EUI},S1\n`, { devEui: 'GERÄT' })
    expect(row?.cells).toEqual({
      fields: { devEui: EUI, serialNumber: 'S1' },
      columns: {},
      headings: { devEui: 'Gerät', serialNumber: 'serial' },
    })
  })

  test('rows of separators are no rows', async () => {
    expect(fieldsOf(await read(`devEui;serial\n;;\n${EUI};S1\n;\n`))).toEqual([
      [3, { devEui: EUI, serialNumber: 'S1' }],
    ])
  })

  test('a row that is longer than the header is refused', async () => {
    const [row] = await read(`devEui,serial\n${EUI},S1,x\n`)
    expect(row).toMatchObject({ cells: undefined, issues: [{ line: 2, code: 'wrong-cell-count' }] })
  })

  test.each([EUI, `${EUI},`, `${EUI},,,`])('empty cells at the end may be left out: %s', async (row) => {
    expect(fieldsOf(await read(`devEui,serial,note\n${row}\n`))).toEqual([[2, { devEui: EUI }]])
  })

  test.each([
    ['CR alone, as on old Macs', `devEui,serial,note\r${EUI},S1,"a\rb"\r`],
    ['the line that Excel puts before the header', `sep=;\r\ndevEui;serial\r\n${EUI};S1`],
    ['such a line for a separator that tells itself', `\uFEFFSEP=|\ndevEui|serial\n${EUI}|S1\n`],
  ])('with %s', async (_, content) => {
    const [row, ...more] = await read(content)
    expect([row?.cells?.fields, more]).toEqual([{ devEui: EUI, serialNumber: 'S1' }, []])
  })

  test('lines that end with CR alone are counted', async () => {
    expect(fieldsOf(await read(`devEui\r\r${EUI}\r${EUI}`)).map(([line]) => line)).toEqual([3, 4])
  })

  test.skipIf(process.platform === 'win32')('from a pipe that has a name', async () => {
    const pipe = join(temporaryFolder(), 'pipe')
    execFileSync(MAKE_PIPE, [pipe])
    const written = writeFile(pipe, `devEui,serial\n${EUI},S1\n`)
    expect(fieldsOf(await rowsOf(pipe))).toEqual([[2, { devEui: EUI, serialNumber: 'S1' }]])
    await written
  })
})

describe('JSON', () => {
  const object = {
    DevEUI: EUI,
    app_eui: expected.joinEui,
    token: expected.ownerToken,
    serial: 'S1',
    colour: 'red',
    n: 1,
  }

  test('lines', async () => {
    const rows = await read(`${JSON.stringify(object)}\n\n${JSON.stringify({ devEui: EUI })}`)
    expect(fieldsOf(rows)).toEqual([
      [1, expected],
      [3, { devEui: EUI }],
    ])
    expect(rows[0]?.cells?.columns).toEqual({ colour: 'red', n: '1' })
  })

  test('an array, with the lines that its objects begin on', async () => {
    const text = JSON.stringify(
      [object, { devEui: EUI, note: 'brackets ]}[{ and \\"quotes\\"' }],
      undefined,
      2,
    )
    const rows = await read(`\uFEFF${text}\n`)
    expect(fieldsOf(rows)).toEqual([
      [2, expected],
      [10, { devEui: EUI }],
    ])
  })

  test('an array longer than any read', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => ({ devEui: EUI, serial: `S${i}`, note: '"]' }))
    const rows = await read(JSON.stringify(many))
    expect(rows.map(({ cells }) => cells?.fields.serialNumber)).toEqual(many.map(({ serial }) => serial))
  })

  test('a number where digits matter was eaten by a spreadsheet', async () => {
    const [row] = await read(
      JSON.stringify([{ devEui: 1_000_000_000_000_000, token: 12, serial: 26, vendorId: true }]),
    )
    expect(row?.issues.map(({ code, field }) => [field, code])).toEqual([
      ['devEui', 'spreadsheet-number'],
      ['ownerToken', 'spreadsheet-number'],
      ['vendorId', 'not-a-value'],
    ])
    expect(row?.cells?.fields).toEqual({ serialNumber: '26' })
  })

  test('a line that is no object is a row to be refused', async () => {
    const rows = await read(`{"devEui":"${EUI}"}\n[1]\n{"devEui":`)
    expect(rows.map(({ line, issues }) => [line, issues[0]?.code])).toEqual([
      [1, undefined],
      [2, 'not-an-object'],
      [3, 'not-an-object'],
    ])
  })
})

describe('XLSX', () => {
  const header = ['DevEUI', 'Serial']
  const [note, device] = [['Week 47'], [header, [EUI, 'S1']]]

  test('devices behind a sheet that says something else', async () => {
    expect(fieldsOf(await read(workbook([note], device, [header])))).toEqual([
      [2, { devEui: EUI, serialNumber: 'S1' }],
    ])
  })

  test('devices on two sheets are refused, since one of them would be lost', async () => {
    const error = await read(workbook(device, [note], device)).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'several-sheets', issue: { names: ['Sheet 1', 'Sheet 3'] } })
  })

  test('the first sheet, with the numbers of its rows', async () => {
    const rows = await read(
      workbook([
        ['DevEUI', 'AppEUI', 'Owner Token', 'Serial', 'Batch', null],
        [],
        [...values, 12, 'no name'],
      ]),
    )
    expect(fieldsOf(rows)).toEqual([[3, expected]])
    expect(rows[0]?.cells?.columns).toEqual({ Batch: '12' })
  })

  test('a numeric cell in an EUI column was eaten by the spreadsheet', async () => {
    const [row] = await read(
      workbook([
        ['DevEUI', 'Serial'],
        [7.0e15, 26],
      ]),
    )
    expect(row?.issues).toMatchObject([{ line: 2, code: 'spreadsheet-number', field: 'devEui' }])
    expect(row?.cells?.fields).toEqual({ serialNumber: '26' })
  })

  test.each([
    ['missing-column', workbook([['name'], ['a']])],
    [
      'key-column',
      workbook([
        ['DevEUI', 'AppKey'],
        ['a', 'b'],
      ]),
    ],
    ['no-rows', workbook([])],
    ['not-a-workbook', Buffer.from('PK\u0003\u0004 but no archive')],
    ['old-workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])],
  ])('%s', async (code, content) => {
    await expect(read(content)).rejects.toMatchObject({ code })
  })
})

test('a stream is read like a file, and nothing of it stays behind', async () => {
  const { input, dispose } = await openInput(Readable.from([`devEui\n${EUI}\n`]))
  expect(existsSync(input.path)).toBe(true)
  await dispose()
  expect(existsSync(input.path)).toBe(false)
})

test('a line of names that are all unknown is a line of names, which are said', async () => {
  const content = `Week 47,Line 2\nDevice ID,Join\n${EUI},S1\n`
  for (const [columns, code] of [
    [{}, 'missing-column'],
    [{ devEui: 'Dev' }, 'unknown-column'],
  ] as const)
    await expect(openInput(temporaryFile(content), { columns })).rejects.toMatchObject({
      code,
      issue: { columns: ['Device ID', 'Join'] },
    })
})

describe('refused as a whole', () => {
  test.each([
    ['no-rows', ''],
    ['no-rows', '\n \n'],
    ['no-rows', 'devEui,serial\n'],
    ['no-header', `${EUI},S1\n`],
    ['no-header', `Shipping list\n${EUI},S1\n`],
    ['missing-column', 'name,serial\na,b\n'],
    ['missing-column', `Device ID,Join\n${EUI},S1\n`],
    ['duplicate-column', 'DevEUI,dev_eui\na,b\n'],
    ['duplicate-column', 'devEui,appEui,joinEui\na,b,c\n'],
    ['key-column', 'devEui,AppKey\na,b\n'],
    ['key-column', 'devEui,nwk_key\na,b\n'],
    ['key-column', 'devEui,root_keys.app_key.key\na,b\n'],
    ['key-column', `{"devEui":"${EUI}","AppKey":"00"}`],
    ['key-column', `{"devEui":"${EUI}","root_keys":{}}`],
    ['key-column', `{"devEui":"${EUI}","keys":[{"app_key":{"key":"00"}}]}`],
    ['duplicate-column', `{"devEui":"${EUI}","DevEUI":"${EUI}"}`],
    ['not-a-workbook', Buffer.from([0x25, 0x50, 0, 0, 1, 2, 0, 0, 9, 8])],
    ['not-json', '[{"devEui":"a"},'],
    ['not-json', '["devEui"]'],
    ['not-json', '[{"devEui":"a"}}'],
    ['not-json', '[{"devEui":"a"}] and more'],
    ['not-json', '[{"devEui":"a"}]\n[{"devEui":"b"}]'],
    ['not-json', '[{"devEui":"a"} {"devEui":"b"}]'],
    ['not-json', '[{"devEui":"a"},,{"devEui":"b"}]'],
    ['not-json', '[{"devEui":"a"},]'],
    ['not-json', '[,{"devEui":"a"}]'],
  ])('%s', async (code, content) => {
    const error = await read(content).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(InputError)
    expect((error as InputError).code).toBe(code)
  })

  test('input-missing', async () => {
    await expect(rowsOf('/nowhere/devices.csv')).rejects.toMatchObject({ code: 'input-missing' })
  })

  test('a folder is no input', async () => {
    await expect(rowsOf('/')).rejects.toMatchObject({ code: 'input-unreadable' })
  })
})
