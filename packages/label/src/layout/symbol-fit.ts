import {
  type ErrorCorrection,
  isOneAlphanumericSegment,
  planQr,
  QrError,
  type QrPlan,
  type Segment,
} from '@claimtag/qr'
import { labelError } from '../issue/label-error.ts'

/** Light modules on every side (ISO/IEC 18004, 9.1). */
export const QUIET_ZONE = 4
/** With fewer dots for each module, ink spread and a worn head close the gaps (Denso Wave: 4 or more). */
export const LEAST_DOTS = 3

/** The last version whose length fields are the shortest (ISO/IEC 18004, table 3). */
export const LAST_SHORT_VERSION = 9

/** Error correction in rising order of strength. */
export const LEVELS: readonly ErrorCorrection[] = ['L', 'M', 'Q', 'H']

export interface SymbolFit {
  readonly version: number
  readonly errorCorrection: ErrorCorrection
  /** Modules on a side, without the quiet zone. */
  readonly modules: number
  /** Printer dots on a side of one module. */
  readonly dots: number
  /** Modules on a side at the least level, before the error correction was raised. */
  readonly leastModules: number
}

/** A symbol's fit, and the segments of its text. */
export interface FittedText {
  readonly fit: SymbolFit
  readonly segments: readonly Segment[]
}

/** Modules on a side, without the quiet zone (ISO/IEC 18004, 6.1). */
export function modulesOf(version: number): number {
  return 17 + 4 * version
}

/** Dots for each module in a square that also holds the quiet zone. */
function dotsFor(room: number, version: number): number {
  return Math.floor(room / (modulesOf(version) + 2 * QUIET_ZONE))
}

/**
 * The symbol for a text in a square of `room` dots: the smallest version at the least level, then the strongest error
 * correction whose version still gets as many dots for each module.
 *
 * @throws LabelError `code-too-long`
 */
export function fitSymbol(text: string, layout: SymbolRoom): SymbolFit {
  return createFitter(layout)(text).fit
}

/** What a symbol has to keep to, in a layout. */
export interface SymbolRoom {
  readonly name: string
  /** Side of the square, with the quiet zone, in dots. */
  readonly room: number
  readonly floor: ErrorCorrection
  /** Of every text that needs no larger one. */
  readonly version: number | undefined
}

/**
 * `fitSymbol` for many texts. A text of one alphanumeric segment gets the symbol found for its length, any other text
 * the one found for its number of bits.
 */
export function createFitter({
  name: element,
  room,
  floor,
  version: given,
}: SymbolRoom): (text: string) => FittedText {
  const byLength = new Map<number, SymbolFit>()
  const byBits = new Map<number, SymbolFit>()

  function search(text: string): FittedText {
    const least = planAt(text, floor, given)
    if (least === undefined) throw labelError({ code: 'code-too-long', element, length: text.length })
    const found = byBits.get(least.bits)
    if (found !== undefined) return { fit: found, segments: least.segments }
    const dots = dotsFor(room, least.version)
    let best = least
    for (const level of dots < LEAST_DOTS ? [] : LEVELS.slice(LEVELS.indexOf(floor) + 1)) {
      const stronger = planAt(text, level, given)
      if (stronger === undefined || dotsFor(room, stronger.version) < dots) break
      // A symbol of a given version is never made larger for the sake of its level.
      if (given !== undefined && stronger.version > least.version) break
      best = stronger
    }
    const { version, errorCorrection, segments } = best
    const fit = {
      version,
      errorCorrection,
      modules: modulesOf(version),
      dots,
      leastModules: modulesOf(least.version),
    }
    // From version 10 on lengths take more bits: only below, the number of bits alone decides.
    if (version <= LAST_SHORT_VERSION) byBits.set(least.bits, fit)
    return { fit, segments }
  }

  return (text) => {
    if (!isOneAlphanumericSegment(text)) return search(text)
    const found = byLength.get(text.length)
    if (found !== undefined) return { fit: found, segments: [{ mode: 'alphanumeric', text }] }
    const fitted = search(text)
    byLength.set(text.length, fitted.fit)
    return fitted
  }
}

/** `undefined` for a text that is too long for any symbol. */
export function planAt(text: string, errorCorrection: ErrorCorrection, minVersion = 1): QrPlan | undefined {
  try {
    return planQr(text, { errorCorrection, minVersion })
  } catch (error) {
    if (error instanceof QrError && error.code === 'too-long') return undefined
    throw error
  }
}
