import { type Element, labelsAcross, type Sheet, type Template } from '@claimtag/label'
import { BatchError } from '../issue.ts'
import { type OutputKind, STREAM_KINDS } from './kinds.ts'
import { acrossOf, isRowKind } from './print-rows.ts'

/** Print heads of receipt printers by the width of their paper, at 203 dpi: dots across. */
export const RECEIPT_HEADS: ReadonlyMap<string, number> = new Map([
  ['58mm', 384],
  ['80mm', 576],
])

/** What is known of labels and their printer before anything is drawn. */
export interface PrinterJob {
  readonly template: Template
  readonly dpi: number
  /** Dots across the print head, if they are known. Those of a Brother QL follow from its media. */
  readonly headDots?: number | undefined
}

const MM_PER_INCH = 25.4

/**
 * Refuses labels that a printer cannot print as intended.
 *
 * @throws BatchError `sheet-for-printer`, `wider-than-head`
 *
 * @example
 * ```ts
 * import { assertPrintable } from '@claimtag/batch'
 * import { defaultTemplate } from '@claimtag/label'
 *
 * assertPrintable({ template: defaultTemplate, dpi: 203, headDots: 832 }, ['zpl'])
 * ```
 */
export function assertPrintable({ template, dpi, headDots }: PrinterJob, kinds: readonly OutputKind[]): void {
  const names = kinds.filter((kind) => kind !== 'csv' && (STREAM_KINDS as readonly string[]).includes(kind))
  const { sheet, stock, elements } = template
  if (names.length === 0) return
  const across = acrossOf(template)
  assertRows(sheet, names)
  if (headDots === undefined || names.every((name) => name === 'brother')) return
  // Heads sold as 203 dpi have exactly 8 dots a millimetre.
  const perMm = dpi === 203 ? 8 : dpi / MM_PER_INCH
  const { columns, columnGap } = across ?? { columns: 1, columnGap: 0 }
  const { width } = labelsAcross(stock, { columns, columnGap }, dpi)
  if (width <= headDots) return
  const room = headDots / perMm - (columns - 1) * columnGap
  const widest = Math.max(0, Math.floor((room / columns) * 100 + 1e-6) / 100)
  if (columns > 1) throw new BatchError({ code: 'wider-than-head', width, headDots, widest, columns })
  const beyond = elements.findIndex((element) => rightOf(element) > widest)
  throw new BatchError({
    code: 'wider-than-head',
    width,
    headDots,
    widest,
    ...(beyond === -1 ? {} : { element: elements[beyond]?.id ?? `elements[${beyond}]` }),
  })
}

/** A print on a roll is one row of labels; a printer that takes them one by one would leave the others empty. */
function assertRows(sheet: Sheet | undefined, names: readonly string[]): void {
  if (sheet === undefined || sheet.columns === 1) return
  const { columns, rows } = sheet
  const single = names.filter((name) => rows > 1 || !isRowKind(name))
  if (single.length === 0) return
  throw new BatchError({ code: 'sheet-for-printer', names: single, columns, ...(rows > 1 && { rows }) })
}

/** The right end of an element, in mm from the left of the label. */
function rightOf(element: Element): number {
  switch (element.type) {
    case 'qr':
    case 'datamatrix':
      return element.x + element.size
    case 'line':
      return element.x + (element.direction === 'horizontal' ? element.length : element.thickness)
    case 'code128':
      return element.x + ((element.rotate ?? 0) % 180 === 0 ? element.width : element.height)
    case 'text':
      return element.x + ((element.rotate ?? 0) % 180 === 0 ? element.width : element.size)
    default:
      return element.x + element.width
  }
}
