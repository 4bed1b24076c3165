import { planQr, type ErrorCorrection, type Segment } from '@claimtag/qr'
import { labelError } from '../issue/label-issue.ts'
import { elementName } from '../layout/element-names.ts'
import type { PlacedLabel, PlacedSymbol } from '../layout/placed.ts'
import { LEAST_DOTS, LEVELS, modulesOf, QUIET_ZONE } from '../layout/symbol-fit.ts'
import type { Element, Template } from '../template/template.ts'
import type { NativeZplLabel, NativeZplSymbol, NativeZplText } from './zpl-native.ts'

/** A capital letter of the printer's font 0, as a part of its character cell. */
const FONT_0_CAPITAL = 0.7

/** `^BQ` takes 1 to 10 dots a module. */
const MOST_DOTS = 10

/**
 * A placed label as what a ZPL printer draws by itself, for `encodeNativeZpl`. Throws `LabelError` `not-native` for
 * what its commands cannot do: art, rules, frames, turned text, and a code that would take a larger symbol.
 *
 * @example
 * const zpl = encodeNativeZpl(nativeLabel(labeller.place(code, fields)))
 */
export function nativeLabel({ width, height, items }: PlacedLabel): NativeZplLabel {
  const symbols: NativeZplSymbol[] = []
  const texts: NativeZplText[] = []
  for (const item of items) {
    if (item.type === 'symbol') symbols.push(nativeSymbol(item))
    else if (item.type === 'text' && item.turn === 0) {
      const { text, x, y, capDots } = item
      texts.push({ text, x, y: y - capDots, height: Math.round(capDots / FONT_0_CAPITAL) })
    } else throw labelError({ code: 'not-native', what: WHAT[item.type] })
  }
  return { width, height, symbols, texts }
}

/** Refuses a template that no ZPL printer can draw by itself, whatever the device. Throws `LabelError` `not-native`. */
export function checkNative({ elements }: Template): void {
  elements.forEach((element, index) => {
    const what = notNative(element)
    if (what !== undefined)
      throw labelError({ code: 'not-native', element: elementName(element, index), what })
  })
}

const WHAT = { text: 'turned text', ink: 'a rule or frame', image: 'art' } as const

function notNative(element: Element): string | undefined {
  if (element.type === 'text') return (element.rotate ?? 0) === 0 ? undefined : WHAT.text
  if (element.type === 'image') return WHAT.image
  return element.type === 'qr' ? undefined : WHAT.ink
}

/** As large as planned, or in the middle of its place when the printer makes no such symbol. */
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

interface Made {
  readonly errorCorrection: ErrorCorrection
  readonly version: number
}

/** By mode and by what else it depends on, as a number: all codes of a job are of a few lengths. */
const known = {
  numeric: new Map<number, Made>(),
  alphanumeric: new Map<number, Made>(),
  byte: new Map<number, Made>(),
}
const MOST_KNOWN = 1000
const ASCII = /^[\0-\x7f]*$/

/**
 * What firmware makes of a text when it knows no better than one mode for all of it: of mixed case, our cut into
 * modes takes fewer bits. The level is the highest, up to the planned one and not below M, that costs no version.
 */
function madeOf(text: string, version: number, planned: ErrorCorrection): Made {
  const mode = modeOf(text)
  const key = (text.length * 41 + version) * LEVELS.length + LEVELS.indexOf(planned)
  const before = known[mode].get(key)
  // Of what is outside ASCII, which no printer is sent anyway, the length does not tell the bytes.
  const isTold = mode !== 'byte' || ASCII.test(text)
  if (isTold && before !== undefined) return before
  const segments: readonly Segment[] = [{ mode, text }]
  const floor = LEVELS[Math.min(LEVELS.indexOf('M'), LEVELS.indexOf(planned))] ?? 'M'
  const levels = LEVELS.slice(LEVELS.indexOf(floor), LEVELS.indexOf(planned) + 1).reverse()
  const plans = levels.map((errorCorrection) => planQr(segments, { errorCorrection }))
  const plan = plans.find((one) => one.version <= version) ?? planQr(segments, { errorCorrection: floor })
  // A plan has the text in it, which is nothing to be kept.
  const made = { errorCorrection: plan.errorCorrection, version: plan.version }
  if (isTold && known[mode].size < MOST_KNOWN) known[mode].set(key, made)
  return made
}

function modeOf(text: string): 'numeric' | 'alphanumeric' | 'byte' {
  if (/^\d+$/.test(text)) return 'numeric'
  return /^[0-9A-Z $%*+\-./:]+$/.test(text) ? 'alphanumeric' : 'byte'
}
