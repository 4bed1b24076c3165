import {
  createLabeller,
  type Labeller,
  type PlacedLabel,
  type Template,
  type TextElement,
} from '@claimtag/label'
import { createPdf } from '@claimtag/label/pdf'
import { reportLines } from './lines.ts'
import { type ReportLine, SPACE } from './report-line.ts'
import type { JobReport } from './schema.ts'

// A page is a sheet with one column: each line of text is a label on it, so that the writer of labels writes reports.

const PAGE = { width: 210, height: 297 }
const [LEFT, TOP] = [20, 18]
const STOCK = { width: PAGE.width - LEFT - 15, height: 4.5 }
/** The last row is the foot of the page. */
const ROWS = 58
const SHEET = { page: PAGE, columns: 1, rows: ROWS, left: LEFT, top: TOP, columnGap: 0, rowGap: 0 }
/** Positions are whole dots, so that more of them are better letters. */
const DPI = 600
const NAMES = 52
/** Characters in a line; those of the mono face are 600 of 1000 wide, its capitals 730 high. */
const [PAIR_MOST, TEXT_MOST] = [78, 117]

type Kind = Exclude<ReportLine['kind'], 'space'> | 'foot'

function text(named: string, size: number, more: Partial<TextElement> = {}): TextElement {
  const width = STOCK.width
  return { type: 'text', x: 0, y: 1, width, size, font: 'mono', text: `{${named}}`, when: named, ...more }
}

const DESIGNS: Readonly<Record<Kind, readonly TextElement[]>> = {
  title: [text('text', 3.1, { font: 'sans', y: 0.2, minSize: 1 })],
  heading: [text('text', 2.7, { font: 'sans', y: 0.8 })],
  pair: [
    text('name', 1.9, { font: 'sans', width: NAMES - 1, minSize: 1 }),
    text('text', 1.9, { x: NAMES, width: STOCK.width - NAMES, minSize: 1 }),
  ],
  text: [text('text', 1.75, { minSize: 1 })],
  foot: [
    text('name', 1.6, { font: 'sans', y: 2, width: 120, minSize: 0.8 }),
    text('text', 1.6, { font: 'sans', y: 2, x: 122, width: STOCK.width - 122, align: 'end' }),
  ],
}

/** The report as pages of A4. What the fonts lack (they have Latin letters) is shown as `?`; the JSON has it. */
export function reportPdf(report: JobReport): Uint8Array {
  const pages = paginated([...reportLines(report)].flatMap(wrapped))
  const pdf = createPdf(templateOf('text'))
  const labellers = new Map<Kind, Labeller>()
  const parts: Uint8Array[] = []

  function write(kind: Kind, fields: Readonly<Record<string, string>>): void {
    const labeller = labellers.get(kind) ?? createLabeller(templateOf(kind), { dpi: DPI })
    labellers.set(kind, labeller)
    parts.push(pdf.add(labeller.place('', fields)))
  }

  for (const [index, lines] of pages.entries()) {
    for (const line of lines) {
      if (line.kind === 'space') parts.push(pdf.add(BLANK))
      else if (line.kind === 'pair') write('pair', { name: shown(line.name), text: shown(line.text) })
      else write(line.kind, { text: shown(line.text) })
    }
    const name = shown(`Labels of ${report.job.folder}, ${report.madeAt}`)
    write('foot', { name, text: `Page ${index + 1} of ${pages.length}` })
  }
  return Buffer.concat([...parts, ...pdf.end()])
}

function templateOf(kind: Kind): Template {
  return { name: `report-${kind}`, stock: STOCK, elements: DESIGNS[kind], sheet: SHEET }
}

const BLANK: PlacedLabel = {
  width: 1,
  height: 1,
  widthMm: STOCK.width,
  heightMm: STOCK.height,
  dpi: DPI,
  items: [],
}

/** Whole pages without their feet; a heading is never the last line of one, and a space never the first. */
function paginated(lines: readonly ReportLine[]): readonly (readonly ReportLine[])[] {
  const pages: ReportLine[][] = [[]]
  for (const [index, line] of lines.entries()) {
    let page = pages.at(-1) ?? []
    const needed = line.kind === 'heading' ? 2 : line.kind === 'space' ? 3 : 1
    if (page.length + needed > ROWS - 1 && index > 0) pages.push((page = []))
    if (line.kind !== 'space' || page.length > 0) page.push(line)
  }
  return pages.map((page) => [...page, ...Array.from({ length: ROWS - 1 - page.length }, () => SPACE)])
}

function wrapped(line: ReportLine): readonly ReportLine[] {
  if (line.kind === 'pair')
    return broken(line.text, PAIR_MOST).map((part, index) => ({
      ...line,
      name: index === 0 ? line.name : '',
      text: part,
    }))
  return line.kind === 'text' ? broken(line.text, TEXT_MOST).map((part) => ({ ...line, text: part })) : [line]
}

/** Breaks at a space where there is one, and else anywhere. */
function broken(whole: string, most: number): readonly string[] {
  const parts: string[] = []
  let left = Array.from(whole)
  while (left.length > most) {
    const space = left.lastIndexOf(' ', most)
    const at = space > most / 2 ? space : most
    parts.push(left.slice(0, at).join(''))
    left = left.slice(left[at] === ' ' ? at + 1 : at)
  }
  return [...parts, left.join('')]
}

/** Printable Latin-1 and the signs that the fonts have beside it. */
const LACKING = /[^ -~¡-¬®-ÿ€…‘’“”•–—™]/gu

function shown(value: string): string {
  return value.replace(/\s/g, ' ').replace(LACKING, '?')
}
