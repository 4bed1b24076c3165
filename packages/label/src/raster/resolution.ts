import { labelError } from '../issue/label-error.ts'

const MM_PER_INCH = 25.4

/**
 * Dots per millimetre. Print heads sold as 203 dpi have exactly 8 dots a millimetre (203.2 dpi), and their drivers
 * and command languages count so.
 */
export function dotsPerMm(dpi: number): number {
  if (!(dpi >= 150 && dpi <= 1200)) throw labelError({ code: 'bad-resolution', dpi })
  return dpi === 203 ? 8 : dpi / MM_PER_INCH
}

/** Millimetres to two decimals, as templates are written. */
export function toMm(dots: number, perMm: number): number {
  return roundMm(dots / perMm)
}

export function roundMm(mm: number): number {
  return Math.round(mm * 100) / 100
}

/** Rounded up to a hundredth of a millimetre: a minimum that is rounded down would be refused again. */
export function ceilMm(mm: number): number {
  return Math.ceil(mm * 100 - 1e-6) / 100
}

/** Rounded down to a hundredth of a millimetre, for a maximum. */
export function floorMm(mm: number): number {
  return Math.floor(mm * 100 + 1e-6) / 100
}
