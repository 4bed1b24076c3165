import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readDevices, type ReadDevicesOptions } from '../../src/read-devices.ts'
import { temporaryFile } from '../../../disk/test/temporary.ts'
import { ods, odsRow, odsTable, odsText, placeOf, textRow, xlsx, type XlsxParts } from '../workbook/parts.ts'

const HEADER = ['DevEUI', 'AppEUI', 'Owner Token', 'Serial', 'Note']
const JOIN = '70B3D57ED0000002'
const TOKENS = ['ecQSH8YIV9/+/HS5mcyF8Q==', 'rEbIvN9yjnD+bM6GHjPmsA==', 'X12YyYdeQdlv5iqtpNBE6g==']
const EUIS = ['70B3D57ED00A0004', '70B3D57ED00A0009', '70B3D57ED00A0011']

interface ReadAll {
  /** Serial number or DevEUI of each sound row, by line. */
  readonly devices: readonly (readonly [number, string])[]
  readonly columns: readonly Readonly<Record<string, string>>[]
  readonly refused: readonly string[]
  readonly notes: readonly string[]
}

async function readAll(content: Buffer, options: ReadDevicesOptions = {}): Promise<ReadAll> {
  const devices: (readonly [number, string])[] = []
  const columns: Readonly<Record<string, string>>[] = []
  const refused: string[] = []
  const notes: string[] = []
  const onNote: ReadDevicesOptions['onNote'] = ({ line, code }) => notes.push(`${line} ${code}`)
  for await (const row of readDevices(temporaryFile(content), { ...options, onNote })) {
    if ('device' in row) {
      devices.push([row.line, row.device.fields.serialNumber ?? row.device.fields.devEui])
      columns.push(row.device.columns)
    } else
      for (const { line, code, column, field } of row.issues)
        refused.push(`${line} ${column ?? field ?? ''} ${code}`)
  }
  return { devices, columns, refused, notes }
}

const fieldFile = (name: string) => readFileSync(new URL(`../field/${name}`, import.meta.url))
const read = (name: string, options?: ReadDevicesOptions) => readAll(fieldFile(name), options)

/** The n-th device on line n + 2, with other cells as XML behind its token. */
const deviceRow = (index: number, cells = '', attributes = '') =>
  textRow(index + 2, [EUIS[index] ?? '', JOIN, TOKENS[index] ?? ''], attributes).replace(
    '</row>',
    `${cells}</row>`,
  )
const table = (rows: readonly string[], parts: XlsxParts = {}) =>
  xlsx({ ...parts, rows: textRow(1, HEADER) + rows.join('') })
const serial = (index: number, inner: string, attributes = '') =>
  `<c r="${placeOf(3, index + 2)}" ${attributes}>${inner}</c>`
const note = (index: number, inner: string, attributes = '') =>
  `<c r="${placeOf(4, index + 2)}" ${attributes}>${inner}</c>`

function odsDevice(index: number, serialCell = '', attributes = ''): string {
  const texts = [EUIS[index] ?? '', JOIN, TOKENS[index] ?? ''].map((text) => odsText(text))
  return odsRow(texts.join('') + serialCell, attributes)
}

function odsNumber(value: string, shown: string): string {
  return `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${shown}</text:p></table:table-cell>`
}

/** A compound file with this entry in its directory. */
function compound(entry: string): Buffer {
  const file = Buffer.alloc(2048)
  file.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  file.writeUInt16LE(9, 30)
  file.writeUInt32LE(1, 48)
  file.write(entry, 1024, 'utf16le')
  return file
}

describe('a number is what its cell shows', () => {
  test('04a: with its zeros', async () => {
    expect(await read('04a-number-format.xlsx')).toMatchObject({
      devices: [
        [2, '00000421'],
        [3, '00000422'],
        [4, '00000423'],
      ],
      refused: [],
    })
  })

  test('04b: decimals and dates as they are formatted', async () => {
    const { columns, notes } = await read('04b-decimals-dates.xlsx')
    const shown = ['1.10', '1.10', '2.00'].map((HW) => ({ HW, Made: '20.11.2026', Rev: '2' }))
    expect([columns, notes]).toEqual([shown, []])
  })

  test('04j: not where a spreadsheet has rounded it', async () => {
    expect((await read('04j-sixteen-digits.xlsx')).refused).toEqual([
      '2 Serial spreadsheet-number',
      '3 Serial spreadsheet-number',
      '4 Serial spreadsheet-number',
    ])
  })

  test('04o: nor where it has become a date', async () => {
    expect(await read('04o-serial-became-date.xlsx')).toMatchObject({
      devices: [[2, '26-11']],
      refused: ['3 Serial spreadsheet-date'],
    })
  })

  test.each<[string, string, string, string, XlsxParts?]>([
    ['fifteen digits', '<v>891039000001234</v>', '', '891039000001234'],
    ['a part that is written by the format', '<v>421</v>', 's="1"', '26W00421', { formats: ['"26W"00000'] }],
    ['groups of digits', '<v>12345678</v>', 's="1"', '1234-5678', { formats: ['0000-0000'] }],
    ['the result of a formula', '<f>400+21</f><v>421</v>', '', '421'],
  ])('as a serial number: %s', async (_, inner, attributes, shown, parts) => {
    expect((await readAll(table([deviceRow(0, serial(0, inner, attributes))], parts))).devices).toEqual([
      [2, shown],
    ])
  })

  test.each<[string, string, string, string, XlsxParts?]>([
    [
      'that everybody sees with a point of their own',
      '<v>1.1</v>',
      's="1"',
      'spreadsheet-number',
      { formats: ['0.00'] },
    ],
    ['in groups of three', '<v>1234</v>', 's="1"', 'spreadsheet-number', { formats: ['#,##0'] }],
    ['as a power of ten', '<v>275420</v>', 's="1"', 'spreadsheet-number', { formats: ['0.00E+00'] }],
    ['that is hidden by its format', '<v>421</v>', 's="1"', 'spreadsheet-number', { formats: [';;;'] }],
    ['that is a time', '<v>0.5</v>', 's="1"', 'spreadsheet-date', { formats: ['hh:mm'] }],
    [
      'that is a date of the system',
      '<v>46346</v>',
      's="1"',
      'spreadsheet-date',
      { formats: ['[$-F800]dddd'] },
    ],
    ['that is true', '<v>1</v>', 't="b"', 'spreadsheet-boolean'],
  ])('no serial number: one %s', async (_, inner, attributes, code, parts) => {
    expect(await readAll(table([deviceRow(0, serial(0, inner, attributes))], parts))).toMatchObject({
      devices: [],
      refused: [`2 Serial ${code}`],
    })
  })

  test('a DevEUI and a token never are, whatever the format', async () => {
    const row = `<row r="2"><c r="A2" s="1"><v>421</v></c><c r="C2"><v>7</v></c></row>`
    const { refused } = await readAll(table([row], { formats: ['0000000000000000'] }))
    expect(refused).toEqual(['2 DevEUI spreadsheet-number', '2 Owner Token spreadsheet-number'])
  })

  test('what is not followed is printed in a plain form, and said once', async () => {
    const rows = [0, 1].map((index) => deviceRow(index, note(index, '<v>0.5</v>', 's="1"')))
    const { columns, notes } = await readAll(table(rows, { formats: ['# ?/?'] }))
    expect([columns, notes]).toEqual([[{ Note: '0.5' }, { Note: '0.5' }], ['2 shown-otherwise']])
  })
})

describe('a row that cannot be read is a row', () => {
  test('04l: of errors', async () => {
    expect(await read('04l-row-of-errors.xlsx')).toMatchObject({
      devices: [
        [2, 'S0'],
        [4, 'S2'],
      ],
      refused: ['DevEUI', 'AppEUI', 'Owner Token', 'Serial'].map((name) => `3 ${name} error-cell`),
    })
  })

  test('04c: of formulas without a result', async () => {
    expect(await read('04c-formulas-uncached.xlsx')).toMatchObject({
      devices: [[2, 'S0']],
      refused: [
        '3 Serial formula-without-result',
        '3 Article formula-without-result',
        '4 Serial formula-without-result',
      ],
    })
  })

  test('04g: of merged cells', async () => {
    const { devices, refused } = await read('04g-merged.xlsx')
    expect(devices).toEqual([[2, 'S0']])
    expect(refused).toEqual(['3 AppEUI merged-cell', '4 AppEUI merged-cell'])
    const reasons: (string | undefined)[] = []
    for await (const row of readDevices(temporaryFile(fieldFile('04g-merged.xlsx'))))
      reasons.push('issues' in row ? row.issues[0]?.reason : undefined)
    expect(reasons).toEqual([
      undefined,
      expect.stringContaining('merged with line 2'),
      expect.stringContaining('merged with line 2'),
    ])
  })

  test('with one error, in whatever column', async () => {
    const rows = [deviceRow(0, note(0, '<v>#REF!</v>', 't="e"')), deviceRow(1)]
    expect(await readAll(table(rows))).toMatchObject({
      devices: [[3, EUIS[1]]],
      refused: ['2 Note error-cell'],
    })
  })

  test('with nothing but one error', async () => {
    const row = '<row r="2"><c r="E2" t="e"><v>#N/A</v></c></row>'
    expect((await readAll(table([row, deviceRow(1)]))).refused).toContain('2 Note error-cell')
  })

  test('with something only where no name stands', async () => {
    const row = '<row r="9"><c r="XFD9"><v>1</v></c></row>'
    expect(await readAll(table([deviceRow(0), row]))).toMatchObject({
      devices: [[2, EUIS[0]]],
      refused: expect.arrayContaining(['9  beside-table']) as unknown,
    })
  })

  test('but not when all cells are empty, or merged with the line above', async () => {
    const rows = [
      deviceRow(0),
      '<row r="3" s="1"><c r="A3" s="1"/><c r="B3" t="inlineStr"><is><t> </t></is></c></row>',
      deviceRow(2),
    ]
    const behind = '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="D2:D3"/></mergeCells>'
    expect(await readAll(table([rows[0] ?? '', rows[2] ?? ''], { behind }))).toMatchObject({
      devices: [
        [2, EUIS[0]],
        [4, EUIS[2]],
      ],
      refused: [],
    })
    expect((await readAll(table(rows))).devices).toHaveLength(2)
  })

  test('in ODS as in XLSX', async () => {
    const rows = [
      odsRow(HEADER.map((name) => odsText(name)).join('')),
      odsDevice(0, odsNumber('421', '00000421')),
      odsDevice(1, odsNumber('4.63E4', '4.63E+04')),
      odsDevice(
        2,
        '<table:table-cell table:formula="of:=NA()" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>',
      ),
    ]
    expect(await readAll(ods(odsTable(rows.join(''))))).toMatchObject({
      devices: [[2, '00000421']],
      refused: ['3 Serial spreadsheet-number', '4 Serial error-cell'],
    })
  })
})

describe('what is hidden', () => {
  test('04f: rows are said, and left out when asked for', async () => {
    const all = await read('04f-filtered.xlsx')
    expect(all.devices.map(([line]) => line)).toEqual([2, 3, 4, 5, 6, 7])
    expect(all.notes).toEqual(['3 hidden-rows'])
    const shown = await read('04f-filtered.xlsx', { visible: true })
    expect(shown.devices).toEqual([
      [2, 'S0'],
      [5, 'S3'],
      [7, 'S5'],
    ])
    expect(shown.notes).toEqual(['3 hidden-rows'])
  })

  test('04p: a sheet too', async () => {
    expect(await read('04p-hidden-sheet.xlsx')).toMatchObject({
      devices: [[2, EUIS[0]]],
      notes: ['1 hidden-sheet'],
    })
    await expect(read('04p-hidden-sheet.xlsx', { visible: true })).rejects.toMatchObject({
      issue: { code: 'no-visible-devices', names: ['old'] },
    })
  })

  test('devices on a sheet that is shown and on one that is hidden', async () => {
    const sheet = textRow(1, HEADER) + deviceRow(0)
    const content = xlsx({ sheets: { Now: sheet, Old: sheet }, states: { Old: 'state="veryHidden"' } })
    await expect(readAll(content)).rejects.toMatchObject({
      issue: { code: 'several-sheets', names: ['Now', 'Old (hidden)'] },
    })
    expect((await readAll(content, { visible: true })).devices).toHaveLength(1)
  })

  test('names that are hidden are names', async () => {
    const content = xlsx({
      rows: textRow(1, HEADER, 'hidden="1"') + deviceRow(0) + deviceRow(1, '', 'hidden="1"'),
    })
    expect((await readAll(content, { visible: true })).devices).toEqual([[2, EUIS[0]]])
  })

  test('in ODS, by a filter', async () => {
    const rows =
      odsRow(
        HEADER.slice(0, 3)
          .map((name) => odsText(name))
          .join(''),
      ) +
      [0, 1]
        .map((index) =>
          odsRow(
            [EUIS[index] ?? '', JOIN, TOKENS[index] ?? ''].map((text) => odsText(text)).join(''),
            index === 0 ? 'table:visibility="filter"' : '',
          ),
        )
        .join('')
    expect(await readAll(ods(odsTable(rows)), { visible: true })).toMatchObject({
      devices: [[3, EUIS[1]]],
      notes: ['2 hidden-rows'],
    })
  })
})

describe('where the names stand', () => {
  test.each([
    ['04h: below titles', '04h-title-rows.xlsx', [5, 6, 7]],
    ['04i: in the lower of two lines', '04i-two-header-rows.xlsx', [3, 4, 5]],
  ])('%s', async (_, file, lines) => {
    const { devices, refused } = await read(file)
    expect(devices.map(([line]) => line)).toEqual(lines)
    expect(refused).toEqual([])
  })

  test('04k: in a file of LibreOffice', async () => {
    expect(await read('04k-libreoffice.ods')).toMatchObject({
      devices: [
        [2, EUIS[0]],
        [3, EUIS[1]],
      ],
      notes: [],
    })
  })

  test('a column without one is said when it holds something', async () => {
    const rows = textRow(1, [...HEADER, '', 'Batch']) + deviceRow(0, '<c r="F2"><v>1</v></c>')
    expect((await readAll(xlsx({ rows }))).notes).toEqual(['1 nameless-columns'])
  })

  test('of two columns with one name, what the last one says counts', async () => {
    const rows =
      textRow(1, [...HEADER, 'Note']) +
      deviceRow(0, `${note(0, '<v>1</v>')}<c r="F2"><v>2</v></c>`) +
      deviceRow(1, note(1, '<v>3</v>'))
    expect((await readAll(xlsx({ rows }))).columns).toEqual([{ Note: '2' }, { Note: '3' }])
  })

  test('a workbook without the column of tokens is refused once', async () => {
    const rows = textRow(1, ['DevEUI', 'AppEUI']) + textRow(2, [EUIS[0] ?? '', JOIN])
    await expect(readAll(xlsx({ rows }))).rejects.toMatchObject({
      code: 'missing-column',
      issue: { field: 'ownerToken' },
    })
  })

  test('of which none is known, which are said', async () => {
    const rows = textRow(1, ['Device ID', 'Join']) + textRow(2, [EUIS[0] ?? '', JOIN])
    await expect(readAll(xlsx({ rows }))).rejects.toMatchObject({
      code: 'missing-column',
      issue: { columns: ['Device ID', 'Join'] },
    })
  })

  test('devices without any', async () => {
    const rows = textRow(1, [EUIS[0] ?? '', JOIN, TOKENS[0] ?? ''])
    await expect(readAll(xlsx({ rows }))).rejects.toMatchObject({ code: 'no-header' })
  })
})

describe('named with the remedy', () => {
  test.each<[string, Buffer, object]>([
    ['a workbook with a password', compound('EncryptedPackage'), { code: 'foreign-file', kind: 'password' }],
    ['a workbook of an old Excel', compound('Workbook'), { code: 'old-workbook' }],
    ['a table of HTML', Buffer.from('\uFEFF <html><table>'), { code: 'foreign-file', kind: 'markup' }],
    [
      'XML of an old Excel',
      Buffer.from('<?xml version="1.0"?><Workbook/>'),
      { code: 'foreign-file', kind: 'markup' },
    ],
  ])('%s', async (_, content, issue) => {
    await expect(readAll(content)).rejects.toMatchObject({ issue })
  })
})

test('a row longer than any device is refused with its line', async () => {
  const cells = Array.from({ length: 3 }, (_, index) => `<c r="${placeOf(4 + index, 2)}" t="s"><v>0</v></c>`)
  const content = xlsx({
    rows: textRow(1, [...HEADER, 'B', 'C']) + deviceRow(0, cells.join('')),
    texts: [`<t>${'ä'.repeat(20_000)}</t>`],
  })
  await expect(readAll(content)).rejects.toMatchObject({ issue: { code: 'record-too-long', line: 2 } })
})
