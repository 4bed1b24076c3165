import { labelError } from '../issue/label-issue.ts'

const MM_PER_INCH = 25.4

/**
 * Dots in a millimetre. Print heads sold as 203 dpi have exactly 8 dots a millimetre (203.2 dpi), and their
 * drivers and command languages count so.
 */
export function dotsPerMm(dpi: number): number {
  if (!(dpi >= 150 && dpi <= 1200)) throw labelError({ code: 'bad-resolution', dpi })
  return dpi === 203 ? 8 : dpi / MM_PER_INCH
}

/** Millimetres to two decimals, which is what templates are written in. */
export function toMm(dots: number, perMm: number): number {
  return roundMm(dots / perMm)
}

export function roundMm(mm: number): number {
  return Math.round(mm * 100) / 100
}

/** The next hundredth of a millimetre that is enough: rounding down a least value would refuse it again. */
export function ceilMm(mm: number): number {
  return Math.ceil(mm * 100 - 1e-6) / 100
}

/** The last hundredth of a millimetre that is not too much. */
export function floorMm(mm: number): number {
  return Math.floor(mm * 100 + 1e-6) / 100
}
