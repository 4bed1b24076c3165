import { zipSync } from 'fflate'

/** The parts of a workbook, as few as programs accept; every part can be replaced by another text. */
export interface XlsxParts {
  /** Rows of the first sheet, as XML. */
  readonly rows?: string
  /** What follows the rows. */
  readonly behind?: string
  readonly sheets?: Readonly<Record<string, string>>
  /** Attributes of sheets by name, `state="hidden"`. */
  readonly states?: Readonly<Record<string, string>>
  /** Codes of number formats; a cell takes the first of them with s="1". */
  readonly formats?: readonly string[]
  /** Items of the shared texts, as XML. */
  readonly texts?: readonly string[]
  readonly date1904?: boolean
  /** Parts that replace those of this name. */
  readonly other?: Readonly<Record<string, string>>
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export function xlsx(parts: XlsxParts): Buffer {
  return archive(xlsxFiles(parts))
}

/** The files of such a workbook by name. */
export function xlsxFiles(parts: XlsxParts): Readonly<Record<string, string>> {
  const {
    rows = '',
    behind = '',
    formats = [],
    texts = [],
    states = {},
    date1904 = false,
    other = {},
  } = parts
  const sheets = parts.sheets ?? { Devices: rows }
  const names = Object.keys(sheets)
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`
  const xfs = formats.map((_, index) => `<xf numFmtId="${164 + index}" xfId="0"/>`)
  const files: Record<string, string> = {
    '_rels/.rels': `<Relationships xmlns="${RELATIONS}">${relation('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr date1904="${date1904 ? 1 : 0}"/><sheets>${names
      .map(
        (name, index) =>
          `<sheet name="${name}" sheetId="${index + 1}" ${states[name] ?? ''} r:id="s${index}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${RELATIONS}">${names
      .map((_, index) => relation(`s${index}`, 'worksheet', `/xl/worksheets/sheet${index}.xml`))
      .join(
        '',
      )}${relation('f', 'styles', 'styles.xml')}${relation('t', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts>${formats
      .map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escaped(code)}"/>`)
      .join(
        '',
      )}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${xfs.join('')}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${texts.map((text) => `<si>${text}</si>`).join('')}</sst>`,
  }
  for (const [index, data] of Object.values(sheets).entries()) {
    files[`xl/worksheets/sheet${index}.xml`] =
      `<worksheet xmlns="${MAIN}"><sheetData>${data}</sheetData>${index === 0 ? behind : ''}</worksheet>`
  }
  return { ...files, ...other }
}

/** A row of texts, as XML. */
export function textRow(line: number, texts: readonly string[], attributes = ''): string {
  const cells = texts.map((text, column) =>
    text === '' ? '' : `<c r="${placeOf(column, line)}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`,
  )
  return `<row r="${line}" ${attributes}>${cells.join('')}</row>`
}

export function placeOf(column: number, line: number): string {
  const letters = column < 26 ? '' : String.fromCharCode(64 + Math.floor(column / 26))
  return `${letters}${String.fromCharCode(65 + (column % 26))}${line}`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

/** An OpenDocument spreadsheet; `tables` is XML, `styles` too. */
export function ods(tables: string, styles = '', other: Readonly<Record<string, string>> = {}): Buffer {
  const spaces = ['office', 'table', 'text', 'style', 'draw', 'calcext']
    .map((name) => `xmlns:${name}="urn:${name}"`)
    .join(' ')
  return archive({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<?xml version="1.0"?><office:document-content ${spaces}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
    ...other,
  })
}

export function odsTable(rows: string, name = 'Devices', attributes = ''): string {
  return `<table:table table:name="${name}" ${attributes}>${rows}</table:table>`
}

export function odsRow(cells: string, attributes = ''): string {
  return `<table:table-row ${attributes}>${cells}</table:table-row>`
}

export function odsText(text: string, attributes = ''): string {
  return `<table:table-cell office:value-type="string" ${attributes}><text:p>${escaped(text)}</text:p></table:table-cell>`
}

export function archive(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)] as const)
  return Buffer.from(zipSync(Object.fromEntries(entries)))
}
