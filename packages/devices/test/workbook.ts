import { zipSync } from 'fflate'

/** A text, a number, nothing, or a text that stands elsewhere. */
type Cell = string | number | null | { readonly place: string; readonly text: string }

type Sheet = readonly (readonly Cell[])[]

/** The least that a spreadsheet program takes for a workbook; texts inline, numbers as numbers. */
export function workbook(...sheets: readonly Sheet[]): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const numbers = sheets.map((_, index) => index + 1)
  const named = numbers.map((n) => `<sheet name="Sheet ${n}" sheetId="${n}" r:id="r${n}"/>`)
  const related = numbers.map(
    (n) => `<Relationship Id="r${n}" Type="${office}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
  )
  const data = sheets.map((rows, index) => [
    `xl/worksheets/sheet${index + 1}.xml`,
    `<worksheet xmlns="${main}"><sheetData>${rows.map(rowXml).join('')}</sheetData></worksheet>`,
  ])
  return archive({
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${named.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${relations}">${related.join('')}</Relationships>`,
    ...(Object.fromEntries(data) as Readonly<Record<string, string>>),
  })
}

function rowXml(cells: readonly Cell[], index: number): string {
  const [first] = cells
  const row = typeof first === 'object' && first !== null ? Number(/\d+/.exec(first.place)) - 1 : index
  return `<row r="${row + 1}">${cells.map((cell, column) => cellXml(cell, row, column)).join('')}</row>`
}

function cellXml(cell: Cell, row: number, column: number): string {
  if (cell === null) return ''
  if (typeof cell === 'object') return `<c r="${cell.place}" t="inlineStr"><is><t>${cell.text}</t></is></c>`
  const place = `${String.fromCharCode(65 + column)}${row + 1}`
  return typeof cell === 'number'
    ? `<c r="${place}"><v>${cell}</v></c>`
    : `<c r="${place}" t="inlineStr"><is><t>${cell}</t></is></c>`
}

function archive(files: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(files).map(
    ([name, text]) => [name, Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`)] as const,
  )
  return Buffer.from(zipSync(Object.fromEntries(parts)))
}
