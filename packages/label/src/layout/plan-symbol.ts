import type { ErrorCorrection } from '@claimtag/qr'
import { labelError } from '../issue/label-error.ts'
import type { Nearest } from '../issue/label-issue.ts'
import type { LabelWarning } from '../issue/warning.ts'
import { warning } from '../issue/warn.ts'
import { ceilMm, roundMm, toMm } from '../raster/resolution.ts'
import type { QrLayout } from './layout.ts'
import { firstThatWorks } from './suggestion.ts'
import { fitSymbol, LEAST_DOTS, QUIET_ZONE } from './symbol-fit.ts'

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
  /** The distance at which a phone's 1920-pixel picture still has 3.2 pixels for each module. */
  readonly readingDistance: number
}

/**
 * A camera's picture is 1920 pixels wide and, at 65° of view, 1.274 times the distance; readers need 3.2 for each
 * module.
 */
const READING_DISTANCE = 1920 / (1.274 * 3.2)
const GOOD_DOTS = 4
const GOOD_MODULE = 0.25

/**
 * Plans a symbol, with warnings for what could be better.
 *
 * @throws LabelError `symbol-too-small`, `code-too-long`
 */
export function planSymbol(
  layout: QrLayout,
  text: string,
  perMm: number,
  warnings: LabelWarning[],
): SymbolPlan {
  const { name: element, room } = layout
  const { version, errorCorrection, modules, leastModules, dots } = fitSymbol(text, layout)
  checkDots(layout, modules, dots, perMm)
  const least = leastModules + 2 * QUIET_ZONE
  const module = dots / perMm
  if (dots < GOOD_DOTS) {
    const nearest = firstThatWorks(layout, [sizeOf(least * GOOD_DOTS, perMm)])
    warnings.push(warning({ code: 'few-dots', element, dots, ...(nearest && { nearest }) }))
  }
  if (module < GOOD_MODULE) {
    const nearest = firstThatWorks(layout, [sizeOf(least * Math.ceil(GOOD_MODULE * perMm - 1e-6), perMm)])
    warnings.push(
      warning({ code: 'small-modules', element, module: roundMm(module), ...(nearest && { nearest }) }),
    )
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

/**
 * Refuses a symbol whose modules have too few dots.
 *
 * @throws LabelError `symbol-too-small`
 */
export function checkDots(layout: QrLayout, modules: number, dots: number, perMm: number): void {
  if (dots >= LEAST_DOTS) return
  const { name, room } = layout
  const whole = modules + 2 * QUIET_ZONE
  const nearest = firstThatWorks(layout, [sizeOf(whole * LEAST_DOTS, perMm)])
  const exact = Math.floor((room * 10) / whole) / 10
  throw labelError({
    code: 'symbol-too-small',
    element: name,
    dots: exact,
    modules,
    ...(nearest && { nearest }),
  })
}

function sizeOf(dots: number, perMm: number): Nearest {
  return { property: 'size', value: ceilMm(dots / perMm) }
}
