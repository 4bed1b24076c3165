import { describe, expect, test } from 'vitest'
import { placeOf, textRow, xlsx, type XlsxParts } from './parts.ts'
import { cellsOf, issueOf, sheetsOf } from './sheets.ts'

const row = (cells: string, attributes = 'r="1"') => `<row ${attributes}>${cells}</row>`

describe('a cell is what it shows', () => {
  test.each<[string, string, string | undefined, Partial<XlsxParts>?]>([
    ['a shared text', '<c r="A1" t="s"><v>1</v></c>', 'text b', { texts: ['<t>a</t>', '<t>b</t>'] }],
    [
      'a text in runs',
      '<c r="A1" t="s"><v>0</v></c>',
      'text ab c',
      { texts: ['<r><rPr><b/></rPr><t>a</t></r><r><t xml:space="preserve">b c</t></r>'] },
    ],
    [
      'a text and how it is pronounced',
      '<c r="A1" t="s"><v>0</v></c>',
      'text 課',
      { texts: ['<t>課</t><rPh sb="0" eb="1"><t>か</t></rPh>'] },
    ],
    ['a text in its place', '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', 'text ab'],
    [
      'characters that XML does not hold',
      '<c r="A1" t="inlineStr"><is><t>a_x0009_b_x005F_x0009_</t></is></c>',
      'text a\tb_x0009_',
    ],
    ['entities', '<c r="A1" t="inlineStr"><is><t>&lt;&#x41;&amp;&gt;</t></is></c>', 'text <A&>'],
    ['the text of a formula', '<c r="A1" t="str"><f>"a"</f><v>a</v></c>', 'text a'],
    ['the empty text of a formula', '<c r="A1" t="str"><f>""</f><v></v></c>', undefined],
    ['a formula without its result', '<c r="A1"><f>1+1</f><v/></c>', 'no-result'],
    ['a shared formula without its result', '<c r="A1"><f t="shared" si="0"/></c>', 'no-result'],
    ['a formula with its result', '<c r="A1"><f>1+1</f><v>2</v></c>', 'number 2'],
    ['an error', '<c r="A1" t="e"><v>#N/A</v></c>', 'error'],
    ['an error of a formula', '<c r="A1" t="e"><f>NA()</f><v>#N/A</v></c>', 'error'],
    ['true', '<c r="A1" t="b"><v>1</v></c>', 'boolean TRUE'],
    ['false', '<c r="A1" t="b"><v>0</v></c>', 'boolean FALSE'],
    ['a number', '<c r="A1"><v>421</v></c>', 'number 421'],
    ['a number as a power', '<c r="A1" t="n"><v>1.5E3</v></c>', 'number 1500'],
    ['a number with zeros', '<c r="A1" s="1"><v>421</v></c>', 'number 00000421', { formats: ['00000000'] }],
    ['a number of another style', '<c r="A1" s="7"><v>421</v></c>', 'number 421', { formats: ['00000000'] }],
    ['a date', '<c r="A1" s="1"><v>46346</v></c>', 'date 20.11.2026', { formats: ['DD.MM.YYYY'] }],
    [
      'a date counted from 1904',
      '<c r="A1" s="1"><v>44884</v></c>',
      'date 20.11.2026',
      { formats: ['DD.MM.YYYY'], date1904: true },
    ],
    [
      'a date that is written as one',
      '<c r="A1" s="1" t="d"><v>2026-11-20T12:30:00Z</v></c>',
      'date 20.11.2026 12:30',
      { formats: ['DD.MM.YYYY hh:mm'] },
    ],
    [
      'a text with a format',
      '<c r="A1" s="1" t="inlineStr"><is><t>7</t></is></c>',
      'text SN-7',
      { formats: ['"SN-"@'] },
    ],
    ['nothing', '<c r="A1" s="1"/>', undefined],
    ['an empty text', '<c r="A1" t="inlineStr"><is><t></t></is></c>', undefined],
    [
      'with a prefix in every name',
      '<x:c r="A1" t="inlineStr" xmlns:x="x"><x:is><x:t>a</x:t></x:is></x:c>',
      'text a',
    ],
  ])('%s', async (_, cell, shown, parts = {}) => {
    expect(await cellsOf(xlsx({ rows: row(cell), ...parts }))).toEqual(shown === undefined ? [] : [[shown]])
  })
})

test('places of rows and cells, written or not', async () => {
  const rows = `${row('<c><v>1</v></c><c r="C1"><v>2</v></c><c><v>3</v></c>', '')}${row('<c r="xfd9"><v>4</v></c>', 'r="9"')}${row('<c><v>5</v></c>', 'hidden="1"')}`
  const [sheet] = await sheetsOf(xlsx({ rows }))
  const places = sheet?.rows.map(({ line, isHidden, cells }) => [
    line,
    isHidden,
    cells.map(({ column }) => column),
  ])
  expect(places).toEqual([
    [1, false, [0, 2, 3]],
    [9, false, [16_383]],
    [10, true, [0]],
  ])
})

test('sheets with their names, and which of them are hidden', async () => {
  const sheets = { A: textRow(1, ['a']), B: textRow(1, ['b']), C: textRow(1, ['c']) }
  const states = { B: 'state="hidden"', C: 'state="veryHidden"' }
  const read = await sheetsOf(xlsx({ sheets, states }))
  expect(read.map(({ name, isHidden, rows }) => [name, isHidden, rows[0]?.cells[0]?.text])).toEqual([
    ['A', false, 'a'],
    ['B', true, 'b'],
    ['C', true, 'c'],
  ])
})

test('merged cells of several lines', async () => {
  const behind = '<mergeCells><mergeCell ref="B2:C4"/><mergeCell ref="A1:D1"/></mergeCells>'
  const [sheet] = await sheetsOf(xlsx({ rows: textRow(1, ['a']), behind }))
  expect(sheet?.merged).toEqual([{ firstLine: 2, lastLine: 4, firstColumn: 1, lastColumn: 2 }])
})

test('charts are no sheets, and what is below the rows no cells', async () => {
  const other = {
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="s0" Type="x/worksheet" Target="worksheets/sheet0.xml"/><Relationship Id="s1" Type="x/chartsheet" Target="c.xml"/></Relationships>',
  }
  const sheets = { A: textRow(1, ['a']), Chart: '' }
  const behind = '<extLst><row r="2"><c r="A2"><v>1</v></c></row></extLst>'
  const read = await sheetsOf(xlsx({ sheets, behind, other }))
  expect(read.map(({ name, rows }) => [name, rows.length])).toEqual([['A', 1]])
})

test('texts of UTF-16, and of UTF-8 that is cut between two pieces', async () => {
  const texts = Array.from({ length: 40_000 }, (_, index) => `<t>äπ😀${index}</t>`)
  const rows = texts.map((_, index) => row(`<c t="s"><v>${index}</v></c>`, '')).join('')
  const cells = await cellsOf(xlsx({ rows, texts }))
  expect(cells.map(([cell]) => cell)).toEqual(texts.map((_, index) => `text äπ😀${index}`))
})

describe('refused', () => {
  const sheet = 'Devices'
  test.each<[string, string, string, Partial<XlsxParts>?]>([
    ['a text that is not there', row('<c r="A1" t="s"><v>0</v></c>'), 'place'],
    ['a number that is none', row('<c r="A1"><v>0x10</v></c>'), 'number'],
    ['a number beyond all', row('<c r="A1"><v>1e999</v></c>'), 'number'],
    ['a date that is none', row('<c r="A1" t="d"><v>20.11.2026</v></c>'), 'number'],
    ['a row before the last one', row('', 'r="2"') + row('', 'r="1"'), 'place'],
    ['a row twice', row('', 'r="2"') + row('', 'r="2"'), 'place'],
    ['a row of no number', row('', 'r="x"'), 'place'],
    ['a cell before the last one', row('<c r="B1"/><c r="A1"/>'), 'place'],
    ['a cell twice', row('<c r="A1"/><c r="A1"/>'), 'place'],
    ['a cell of another row', row('<c r="A2"/>'), 'place'],
    ['a cell of no place', row('<c r="1A"/>'), 'place'],
    ['an entity of its own', row('<c r="A1" t="inlineStr"><is><t>&e;</t></is></c>'), 'entity'],
    ['XML that is damaged', '<row>', 'xml'],
    ['depth', '<a>'.repeat(100), 'depth'],
    [
      'a sheet that is not there',
      '',
      'part',
      { other: { 'xl/_rels/workbook.xml.rels': '<Relationships/>' } },
    ],
  ])('%s', async (_, rows, problem, parts = {}) => {
    expect(await issueOf(xlsx({ rows, ...parts }))).toEqual({ code: 'damaged-workbook', problem, sheet })
  })

  test.each([
    ['a row far below', '<row r="99999999999"><c r="A99999999999"/></row>'],
    ['a row below the last', '<row r="1048577"/>'],
    ['a cell far to the right', '<row r="1"><c r="ZZZZZZ1"/></row>'],
    ['a cell right of the last', '<row r="1"><c r="XFE1"/></row>'],
    ['a cell without a place right of the last', '<row r="1"><c r="XFD1"/><c/></row>'],
  ])('%s', async (_, rows) => {
    expect(await issueOf(xlsx({ rows }))).toEqual({ code: 'cell-out-of-range', sheet })
  })

  test('a cell, and a row, that hold more than any device', async () => {
    const long = 'x'.repeat(65_537)
    expect(await issueOf(xlsx({ rows: textRow(3, ['a', long]) }))).toEqual({
      code: 'record-too-long',
      line: 3,
    })
    const cells = Array.from({ length: 40 }, (_, column) => `<c r="${placeOf(column, 3)}" t="s"><v>0</v></c>`)
    const content = xlsx({ rows: row(cells.join(''), 'r="3"'), texts: [`<t>${'x'.repeat(32_000)}</t>`] })
    expect(await issueOf(content)).toEqual({ code: 'record-too-long', line: 3 })
  })

  test.each([
    ['bytes that are no text', Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e])],
    ['a character that is cut off', Buffer.from([0x3c, 0x61, 0x2f, 0x3e, 0xe2, 0x82])],
  ])('%s', async (_, bytes) => {
    const { rawZip } = await import('./raw-zip.ts')
    expect(await issueOf(rawZip([{ name: 'xl/workbook.xml', bytes }]))).toMatchObject({ problem: 'text' })
  })
})
