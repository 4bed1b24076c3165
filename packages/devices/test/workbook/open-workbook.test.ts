import { expect, test } from 'vitest'
import { archive, xlsx } from './parts.ts'
import { issueOf } from './sheets.ts'

const relations = (target: string) =>
  `<Relationships><Relationship Id="r" Type="x/officeDocument" Target="${target}"/></Relationships>`

test.each([
  ['xlsb', { '_rels/.rels': relations('xl/workbook.bin'), 'xl/workbook.bin': 'x' }],
  ['numbers', { 'Index/Document.iwa': 'x', 'preview.jpg': 'x' }],
  ['numbers', { 'Index.zip': 'x' }],
  ['document', { '_rels/.rels': relations('word/document.xml'), 'word/document.xml': 'x' }],
  ['document', { mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': 'x' }],
  ['archive', { 'devices.xlsx': 'x' }],
  ['archive', { 'devices.csv': 'devEui' }],
])('%s is named', async (kind, files) => {
  expect(await issueOf(archive(files))).toEqual({ code: 'foreign-file', kind })
})

function sheets(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`S${index}`, '']))
}

test('a workbook of a thousand sheets is read, one of more is not', async () => {
  expect(await issueOf(xlsx({ sheets: sheets(1000) }))).toBeUndefined()
  expect(await issueOf(xlsx({ sheets: sheets(1001) }))).toEqual({ code: 'workbook-too-large' })
})
