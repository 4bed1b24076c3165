import { type Atlases, createAtlases } from '../font/atlases.ts'
import type { Fonts } from '../font/own-face.ts'
import type { LabelWarning } from '../issue/warning.ts'
import { roundMm } from '../raster/resolution.ts'
import type { LabelFields, Template } from '../template/template.ts'
import { checkLayout } from './checks/check-layout.ts'
import { codeOf, isShown } from './content.ts'
import { checkKnown } from './known-fields.ts'
import { layOut } from './to-dots.ts'
import type { Layout } from './layout.ts'
import { type BarcodePlan, planBarcode } from './plan-barcode.ts'
import type { BarcodeEncoder } from '../template/barcode-modules.ts'
import { planSymbol, type SymbolPlan } from './plan-symbol.ts'
import { planText, type TextPlan } from './text/plan-text.ts'

export type { BarcodePlan } from './plan-barcode.ts'
export type { SymbolPlan } from './plan-symbol.ts'
export type { TextPlan } from './text/plan-text.ts'

/** A label on one printer, before anything is drawn: plain data. Lengths are mm unless named dots. */
export interface LabelPlan {
  readonly template: string
  readonly dpi: number
  readonly dotsPerMm: number
  readonly width: number
  readonly height: number
  readonly widthDots: number
  readonly heightDots: number
  readonly symbols: readonly SymbolPlan[]
  readonly texts: readonly TextPlan[]
  /** When the template has other bar codes. */
  readonly barcodes?: readonly BarcodePlan[]
  readonly warnings: readonly LabelWarning[]
}

export interface PlanOptions {
  readonly dpi: number
  /** The text of the symbols. */
  readonly text: string
  /** The fields of a typical device: texts are measured with them, and fields that no device has are refused. */
  readonly fields?: LabelFields | undefined
  /** From `@claimtag/label/barcodes`, for templates with bar codes. */
  readonly barcodes?: BarcodeEncoder | undefined
  /** From `@claimtag/label/fonts`, for templates with fonts of their own. */
  readonly fonts?: Fonts | undefined
}

/**
 * Plans a label in whole dots. Refuses a label that would not print or not scan, with the element, the fault and the
 * nearest value that works.
 *
 * @throws LabelError with any code of `LabelIssue`
 *
 * @example
 * ```ts
 * import { defaultTemplate, planLabel } from '@claimtag/label'
 *
 * const text = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122'
 * console.log(planLabel(defaultTemplate, { dpi: 203, text }).symbols[0]?.dotsPerModule) // 4
 * ```
 */
export function planLabel(
  template: Template,
  { dpi, text, fields, barcodes, fonts }: PlanOptions,
): LabelPlan {
  const layout = layOut(template, dpi, fonts)
  checkLayout(layout)
  return planLayout(layout, text, fields, { atlases: createAtlases(), barcodes })
}

/** What planning needs besides the layout. */
export interface PlanTools {
  readonly atlases: Atlases
  readonly barcodes?: BarcodeEncoder | undefined
}

/** Plans a layout that was checked before. */
export function planLayout(
  layout: Layout,
  text: string,
  fields: LabelFields | undefined,
  { atlases, barcodes: encode }: PlanTools,
): LabelPlan {
  const { template, dpi, perMm, width, height } = layout
  if (fields !== undefined) checkKnown(layout, fields)
  const values = fields ?? {}
  const warnings: LabelWarning[] = []
  const symbols: SymbolPlan[] = []
  const texts: TextPlan[] = []
  const barcodes: BarcodePlan[] = []
  for (const laidOut of layout.elements) {
    if (!isShown(laidOut, values)) continue
    if (laidOut.type === 'qr') {
      const code = codeOf(laidOut, text, values)
      if (code !== '') symbols.push(planSymbol(laidOut, code, perMm, warnings))
    }
    if (laidOut.type === 'text') {
      const plan = planText(laidOut, values, atlases, perMm, warnings)
      if (plan !== undefined) texts.push(plan)
    }
    if (laidOut.type === 'barcode') {
      const plan = planBarcode(laidOut, values, encode, perMm)
      if (plan !== undefined) barcodes.push(plan)
    }
  }
  return {
    template: template.name,
    dpi,
    dotsPerMm: roundMm(perMm),
    width: template.stock.width,
    height: template.stock.height,
    widthDots: width,
    heightDots: height,
    symbols,
    texts,
    ...(layout.elements.some(({ type }) => type === 'barcode') && { barcodes }),
    warnings,
  }
}
