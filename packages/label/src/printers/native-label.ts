import { planQr, type ErrorCorrection, type QrPlan, type Segment } from '@claimtag/qr'
import { labelError } from '../issue/label-error.ts'
import type { PlacedLabel, PlacedSymbol } from '../layout/placed.ts'
import { LEAST_DOTS, LEVELS, modulesOf, QUIET_ZONE } from '../layout/symbol-fit.ts'
import { isOwnFont } from '../template/own-font.ts'
import { elementName } from '../template/element-name.ts'
import type { Element, Template } from '../template/template.ts'
import type { NativeZplLabel, NativeZplSymbol, NativeZplText } from './zpl-native.ts'

/** Height of a capital letter of the printer's font 0, as a part of its character cell. */
const FONT_0_CAPITAL = 0.7

/** `^BQ` takes 1 to 10 dots a module. */
const MOST_DOTS = 10

/**
 * A placed label as the commands of a ZPL printer can draw it, for `encodeNativeZpl`. They cannot draw art, rules,
 * frames, turned text, or a code that would take a larger symbol than planned.
 *
 * @throws LabelError `not-native`
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate, nativeLabel } from '@claimtag/label'
 * import { encodeNativeZpl } from '@claimtag/label/zpl'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const placed = labeller.place('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', { devEui: '70B3D57ED00A0004' })
 * console.log(encodeNativeZpl(nativeLabel(placed)).length < 1000) // true
 * ```
 */
export function nativeLabel({ width, height, items }: PlacedLabel): NativeZplLabel {
  const symbols: NativeZplSymbol[] = []
  const texts: NativeZplText[] = []
  for (const item of items) {
    if (item.type === 'symbol') symbols.push(nativeSymbol(item))
    else if (item.type === 'text' && item.turn === 0 && typeof item.face === 'string') {
      const { text, x, y, capDots } = item
      texts.push({ text, x, y: y - capDots, height: Math.round(capDots / FONT_0_CAPITAL) })
    } else
      throw labelError({
        code: 'not-native',
        what: item.type === 'text' && item.turn === 0 ? WHAT.font : WHAT[item.type],
      })
  }
  return { width, height, symbols, texts }
}

/**
 * Refuses a template that the commands of a ZPL printer cannot draw for any device.
 *
 * @throws LabelError `not-native`
 *
 * @example
 * ```ts
 * import { checkNative, defaultTemplate } from '@claimtag/label'
 *
 * checkNative(defaultTemplate)
 * ```
 */
export function checkNative({ elements }: Template): void {
  elements.forEach((element, index) => {
    const what = notNative(element)
    if (what !== undefined)
      throw labelError({ code: 'not-native', element: elementName(element, index), what })
  })
}

const WHAT = {
  font: 'a font of its own',
  barcode: 'a bar code beside the symbol',
  text: 'turned text',
  ink: 'a rule or frame',
  image: 'art',
} as const

function notNative(element: Element): string | undefined {
  if (element.type === 'text' && isOwnFont(element.font)) return WHAT.font
  if (element.type === 'text') return (element.rotate ?? 0) === 0 ? undefined : WHAT.text
  if (element.type === 'code128' || element.type === 'datamatrix') return WHAT.barcode
  if (element.type === 'image') return WHAT.image
  return element.type === 'qr' ? undefined : WHAT.ink
}

/** As large as planned, or in the middle of its square when the printer cannot make that size. */
function nativeSymbol({
  text,
  version,
  errorCorrection,
  modules,
  dots,
  x,
  y,
}: PlacedSymbol): NativeZplSymbol {
  const { errorCorrection: level, version: made } = madeOf(text, version, errorCorrection)
  const needed = Math.max(modules, modulesOf(made)) + 2 * QUIET_ZONE
  const place = (modules + 2 * QUIET_ZONE) * dots
  const magnification = Math.min(Math.floor(place / needed), MOST_DOTS)
  if (magnification < LEAST_DOTS)
    throw labelError({ code: 'not-native', what: 'a symbol smaller than printers make of this code' })
  const inwards = Math.floor((place - needed * magnification) / 2) + QUIET_ZONE * (magnification - dots)
  return { text, errorCorrection: level, magnification, x: x + inwards, y: y + inwards }
}

/**
 * The symbol that firmware makes of a text when it encodes all of it in one mode: for mixed texts, our segments take
 * fewer bits. The level is the highest, up to the planned one and not below M, that needs no larger version.
 */
function madeOf(text: string, version: number, planned: ErrorCorrection): QrPlan {
  const segments: readonly Segment[] = [{ mode: modeOf(text), text }]
  const floor = LEVELS[Math.min(LEVELS.indexOf('M'), LEVELS.indexOf(planned))] ?? 'M'
  const levels = LEVELS.slice(LEVELS.indexOf(floor), LEVELS.indexOf(planned) + 1).reverse()
  const plans = levels.map((errorCorrection) => planQr(segments, { errorCorrection }))
  return plans.find((plan) => plan.version <= version) ?? planQr(segments, { errorCorrection: floor })
}

function modeOf(text: string): 'numeric' | 'alphanumeric' | 'byte' {
  if (/^\d+$/.test(text)) return 'numeric'
  return /^[0-9A-Z $%*+\-./:]+$/.test(text) ? 'alphanumeric' : 'byte'
}
