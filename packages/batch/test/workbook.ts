import { archiveEnd, directoryRecord, localHeader, type ZipEntry } from '../src/output/zip-records.ts'

type Cell = string | number | null

/** The least that a spreadsheet program takes for a workbook with one sheet; texts inline, numbers as numbers. */
export function workbook(rows: readonly (readonly Cell[])[]): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const sheet = rows.map(
    (cells, row) =>
      `<row r="${row + 1}">${cells.map((cell, column) => cellXml(cell, row, column)).join('')}</row>`,
  )
  return archive({
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Devices" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${sheet.join('')}</sheetData></worksheet>`,
  })
}

function cellXml(cell: Cell, row: number, column: number): string {
  const place = `${String.fromCharCode(65 + column)}${row + 1}`
  if (cell === null) return ''
  return typeof cell === 'number'
    ? `<c r="${place}"><v>${cell}</v></c>`
    : `<c r="${place}" t="inlineStr"><is><t>${cell}</t></is></c>`
}

function archive(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = []
  const entries: ZipEntry[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`)
    const { header, crc } = localHeader(name, bytes)
    entries.push({ name, crc, size: bytes.length, offset })
    parts.push(header, bytes)
    offset += header.length + bytes.length
  }
  const directory = Buffer.concat(entries.map(directoryRecord))
  return Buffer.concat([...parts, directory, archiveEnd(entries.length, directory.length, offset)])
}
