import { LABEL_FIELDS } from '@claimtag/core'
import type { ErrorCorrection } from '@claimtag/qr'
import { type Atlases, createAtlases } from './atlases.ts'
import { checkLayout, fieldsOf } from './check.ts'
import { labelError } from './issue.ts'
import { type Layout, layOut, type QrLayout, type TextLayout } from './layout.ts'
import { nearestName } from './nearest-name.ts'
import { placeText } from './place-text.ts'
import { ceilMm, roundMm, toMm } from './resolution.ts'
import { codeOf, isShown, wordsOf } from './says.ts'
import { fitSymbol, LEAST_DOTS, QUIET_ZONE } from './symbol-fit.ts'
import type { LabelFields, Template } from './template.ts'
import { type LabelWarning, warning } from './warning.ts'

/** What a label will be on one printer, before anything is drawn: plain data. Lengths are mm unless named dots. */
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
  readonly warnings: readonly LabelWarning[]
}

export interface SymbolPlan {
  readonly element: string
  readonly version: number
  readonly errorCorrection: ErrorCorrection
  /** Modules on a side, without the quiet zone. */
  readonly modules: number
  /** Modules of quiet zone on every side. */
  readonly quietZone: number
  readonly dotsPerModule: number
  readonly module: number
  /** Side of the symbol with its quiet zone. */
  readonly size: number
  /** Side of the square that the template gives it. */
  readonly room: number
  /** How far away a phone's 1920-pixel picture still has 3.2 pixels a module. */
  readonly readingDistance: number
}

export interface TextPlan {
  readonly element: string
  readonly font: string
  readonly capHeight: number
  readonly capHeightDots: number
  /** Made smaller than the template's size to fit. */
  readonly shrunk: boolean
}

export interface PlanOptions {
  readonly dpi: number
  /** What the symbols will say. */
  readonly text: string
  /** The fields of a typical device; with them texts are measured and fields that no device has are refused. */
  readonly fields?: LabelFields | undefined
}

/** A camera's picture is 1920 pixels wide and, at 65° of view, 1.274 times the distance; readers want 3.2 a module. */
const READING_DISTANCE = 1920 / (1.274 * 3.2)
const GOOD_DOTS = 4
const GOOD_MODULE = 0.25
/** Below this height of a capital, print on a small label is hard to read at arm's length. */
const GOOD_CAP_HEIGHT = 0.9
/** Fields that a template may ask for although a device lacks them. */
const USUAL_FIELDS = new Set(LABEL_FIELDS)

/**
 * Plans a label in whole dots and says what will come of it. Throws `LabelError` for whatever would not print or not
 * scan, with the element, what is wrong and the nearest value that works.
 *
 * @example
 * planLabel(defaultTemplate, { dpi: 203, text: 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122' }).symbols[0].dotsPerModule // 4
 */
export function planLabel(template: Template, { dpi, text, fields }: PlanOptions): LabelPlan {
  const layout = layOut(template, dpi)
  checkLayout(layout)
  return planLayout(layout, text, fields, createAtlases())
}

/** Plans a layout that was checked. */
export function planLayout(
  layout: Layout,
  text: string,
  fields: LabelFields | undefined,
  atlases: Atlases,
): LabelPlan {
  const { template, dpi, perMm, width, height } = layout
  if (fields !== undefined) checkKnown(layout, fields)
  const values = fields ?? {}
  const warnings: LabelWarning[] = []
  const symbols: SymbolPlan[] = []
  const texts: TextPlan[] = []
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
    warnings,
  }
}

function planSymbol(layout: QrLayout, text: string, perMm: number, warnings: LabelWarning[]): SymbolPlan {
  const { name: element, room, floor } = layout
  const { version, errorCorrection, modules, leastModules, dots } = fitSymbol(text, room, floor, element)
  checkDots(layout, modules, dots, perMm)
  const least = leastModules + 2 * QUIET_ZONE
  const module = dots / perMm
  if (dots < GOOD_DOTS) {
    const size = ceilMm((least * GOOD_DOTS) / perMm)
    warnings.push(warning({ code: 'few-dots', element, dots, nearest: { property: 'size', value: size } }))
  }
  if (module < GOOD_MODULE) {
    const size = ceilMm((least * Math.ceil(GOOD_MODULE * perMm - 1e-6)) / perMm)
    const nearest = { property: 'size', value: size }
    warnings.push(warning({ code: 'small-modules', element, module: roundMm(module), nearest }))
  }
  return {
    element,
    version,
    errorCorrection,
    modules,
    quietZone: QUIET_ZONE,
    dotsPerModule: dots,
    module: Math.round(module * 1000) / 1000,
    size: toMm((modules + 2 * QUIET_ZONE) * dots, perMm),
    room: toMm(room, perMm),
    readingDistance: Math.round(module * READING_DISTANCE),
  }
}

/** Refuses a symbol whose modules have too few dots. */
export function checkDots({ name, room }: QrLayout, modules: number, dots: number, perMm: number): void {
  if (dots >= LEAST_DOTS) return
  const nearest = { property: 'size', value: ceilMm(((modules + 2 * QUIET_ZONE) * LEAST_DOTS) / perMm) }
  const exact = Math.floor((room * 10) / (modules + 2 * QUIET_ZONE)) / 10
  throw labelError({ code: 'symbol-too-small', element: name, dots: exact, modules, nearest })
}

function planText(
  layout: TextLayout,
  fields: LabelFields,
  atlases: Atlases,
  perMm: number,
  warnings: LabelWarning[],
): TextPlan | undefined {
  const words = wordsOf(layout, fields)
  const placed = words === '' ? undefined : placeText(words, layout, atlases, perMm)
  const capDots = placed?.capDots ?? layout.capDots
  const capHeight = capDots / perMm
  const { name: element, face: font } = layout
  if (capHeight < GOOD_CAP_HEIGHT - 0.5 / perMm) {
    const nearest = { property: 'size', value: GOOD_CAP_HEIGHT }
    warnings.push(warning({ code: 'small-text', element, capHeight: roundMm(capHeight), nearest }))
  }
  if (placed === undefined) return undefined
  const shrunk = capDots < layout.capDots
  return { element, font, capHeight: roundMm(capHeight), capHeightDots: capDots, shrunk }
}

/** A mistyped field would leave its place empty on every label. */
export function checkKnown(layout: Layout, fields: LabelFields): void {
  for (const laidOut of layout.elements) {
    for (const field of fieldsOf(laidOut)) {
      if (USUAL_FIELDS.has(field) || Object.hasOwn(fields, field)) continue
      const known = [...USUAL_FIELDS, ...Object.keys(fields)]
      const value = nearestName(field, known)
      const property = laidOut.when === field ? 'when' : 'text'
      const nearest =
        value === undefined
          ? {}
          : { nearest: { property, value: property === 'text' ? `{${value}}` : value } }
      throw labelError({ code: 'unknown-field', element: laidOut.name, field, ...nearest })
    }
  }
}
