import { describe, expect, test } from 'vitest'
import { ods, odsRow, odsTable, odsText } from './parts.ts'
import { cellsOf, issueOf, sheetsOf } from './sheets.ts'

const cell = (attributes: string, inner = '') => `<table:table-cell ${attributes}>${inner}</table:table-cell>`
const p = (text: string) => `<text:p>${text}</text:p>`

describe('a cell is what it shows', () => {
  test.each<[string, string, string | undefined]>([
    ['a text', odsText('a b'), 'text a b'],
    ['a text of several lines', cell('office:value-type="string"', p('a') + p('b')), 'text a\nb'],
    [
      'blanks that count and blanks that do not',
      cell('', p(' a \n b<text:s text:c="2"/>c<text:tab/><text:span>d</text:span>')),
      'text a b  c\td',
    ],
    [
      'without what is noted beside',
      cell(
        '',
        `<office:annotation>${p('note')}</office:annotation>${p('a<text:note>1</text:note>')}<draw:frame>${p('x')}</draw:frame>`,
      ),
      'text a',
    ],
    [
      'a text that is only an attribute',
      cell('office:value-type="string" office:string-value="a"'),
      'text a',
    ],
    ['a number', cell('office:value-type="float" office:value="421"', p('00000421')), 'number 00000421'],
    [
      'a date',
      cell('office:value-type="date" office:date-value="2026-11-20"', p('20.11.2026')),
      'date 20.11.2026',
    ],
    ['a time', cell('office:value-type="time" office:time-value="PT12H"', p('12:00')), 'date 12:00'],
    ['true', cell('office:value-type="boolean" office:boolean-value="true"', p('WAHR')), 'boolean TRUE'],
    [
      'an error',
      cell('table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"', p('#N/A')),
      'error',
    ],
    [
      'an error of an older program',
      cell('table:formula="of:=1/0" office:value-type="float" office:value="0"', p('Err:502')),
      'error',
    ],
    ['a formula without its result', cell('table:formula="of:=1"'), 'no-result'],
    [
      'the empty text of a formula',
      cell('table:formula="of:=T(0)" office:value-type="string" office:string-value=""'),
      undefined,
    ],
    ['nothing', cell('table:style-name="ce1"'), undefined],
    [
      'a table inside of a cell',
      cell('', `<table:table>${odsRow(odsText('x'))}</table:table>${p('a')}`),
      'text a',
    ],
  ])('%s', async (_, written, shown) => {
    expect(await cellsOf(ods(odsTable(odsRow(written))))).toEqual(shown === undefined ? [] : [[shown]])
  })

  test.each([
    ['421', '421', true],
    ['421', '00000421', true],
    ['421', 'S-421', true],
    ['1234', '1,234', false],
    ['1234', '1 234', false],
    ['421', '421.00', false],
    ['421.5', '422', false],
    ['46346', '4.63E+04', false],
    ['8910390000012340', '8910390000012340', false],
    ['421', '', false],
  ])('whether %s as %s is exact', async (value, text, isExact) => {
    const number = cell(`office:value-type="float" office:value="${value}"`, text === '' ? '' : p(text))
    const [sheet] = await sheetsOf(ods(odsTable(odsRow(number))))
    expect(sheet?.rows[0]?.cells[0]).toMatchObject({ isExact, number: Number(value) })
  })
})

test('repeated cells and rows, of which a million are nothing', async () => {
  const rows =
    odsRow(
      odsText('a', 'table:number-columns-repeated="2"') + cell('table:number-columns-repeated="16382"'),
    ) +
    odsRow(cell('table:number-columns-repeated="16384"'), 'table:number-rows-repeated="5"') +
    odsRow(cell('table:number-columns-repeated="3"') + odsText('b'), 'table:number-rows-repeated="2"') +
    odsRow(cell('table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048568"')
  const [sheet] = await sheetsOf(ods(odsTable(rows)))
  expect(
    sheet?.rows.map(({ line, cells }) => [line, cells.map(({ column, text }) => `${column}${text}`)]),
  ).toEqual([
    [1, ['0a', '1a']],
    [7, ['3b']],
    [8, ['3b']],
  ])
})

test('hidden rows, groups and sheets', async () => {
  const rows =
    odsRow(odsText('a'), 'table:visibility="filter"') +
    `<table:table-row-group table:display="false">${odsRow(odsText('b'))}</table:table-row-group>` +
    `<table:table-header-rows>${odsRow(odsText('c'))}</table:table-header-rows>` +
    odsRow(odsText('d'), 'table:visibility="collapse"')
  const style =
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
  const content = ods(odsTable(rows) + odsTable(odsRow(odsText('e')), 'Old', 'table:style-name="ta2"'), style)
  const read = await sheetsOf(content)
  expect(read.map(({ name, isHidden }) => [name, isHidden])).toEqual([
    ['Devices', false],
    ['Old', true],
  ])
  expect(read[0]?.rows.map(({ isHidden }) => isHidden)).toEqual([true, true, false, true])
  expect(read[1]?.rows[0]?.cells[0]?.text).toBe('e')
})

test('merged cells, and what they cover', async () => {
  const rows =
    odsRow(odsText('a') + odsText('b', 'table:number-rows-spanned="2" table:number-columns-spanned="1"')) +
    odsRow(odsText('c') + '<table:covered-table-cell/>' + odsText('d'))
  const [sheet] = await sheetsOf(ods(odsTable(rows)))
  expect(sheet?.merged).toEqual([{ firstLine: 1, lastLine: 2, firstColumn: 1, lastColumn: 1 }])
  expect(sheet?.rows[1]?.cells.map(({ column }) => column)).toEqual([0, 2])
})

test('what was deleted, and copies of other documents, are no sheets', async () => {
  const inner = odsTable(odsRow(odsText('x')), 'Deleted')
  const tracked = `<table:tracked-changes><table:deletion>${inner}</table:deletion></table:tracked-changes>`
  const read = await sheetsOf(ods(tracked + odsTable(odsRow(odsText('a')))))
  expect(read.map(({ name }) => name)).toEqual(['Devices'])
})

describe('refused', () => {
  test.each<[string, string, object]>([
    [
      'a row below the last',
      odsRow(odsText('a'), 'table:number-rows-repeated="1048577"'),
      { code: 'cell-out-of-range' },
    ],
    [
      'a cell right of the last',
      odsRow(odsText('a', 'table:number-columns-repeated="16385"')),
      { code: 'cell-out-of-range' },
    ],
    ['a number of rows that is none', odsRow('', 'table:number-rows-repeated="-1"'), { problem: 'place' }],
    [
      'more than a row of a device holds',
      odsRow(odsText('x'.repeat(1000), 'table:number-columns-repeated="2000"')),
      { code: 'record-too-long', line: 1 },
    ],
    [
      'millions of cells that are one',
      odsRow(odsText('x', 'table:number-columns-repeated="16384"')).repeat(1100),
      { code: 'workbook-too-large', sheet: 'Devices' },
    ],
    ['an entity of its own', odsRow(odsText('a')).replace('<text:p>a', '<text:p>&e;'), { problem: 'entity' }],
  ])('%s', async (_, rows, issue) => {
    expect(await issueOf(ods(odsTable(rows)))).toMatchObject(issue)
  })

  test('a password', async () => {
    const manifest = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    const content = ods('', '', { 'content.xml': 'not to be read', 'META-INF/manifest.xml': manifest })
    expect(await issueOf(content)).toEqual({ code: 'foreign-file', kind: 'password' })
  })
})
