/** A number in decimal digits: all before the point, and those after it. */
export interface Decimal {
  readonly whole: string
  readonly fraction: string
}

/** Spreadsheets keep and show fifteen digits of a number, followed by zeros. */
const DIGITS = 15

/**
 * Rounds decimal digits, as a spreadsheet does: 1.005 becomes 1.01, where binary rounding gives 1.00.
 *
 * @param value not negative
 * @param shift number of places to move the point to the right first
 */
export function decimalOf(value: number, decimals: number, shift = 0): Decimal {
  const [mantissa = '0', exponent = '0'] = value.toExponential(DIGITS - 1).split('e')
  const digits = mantissa.replace('.', '')
  const kept = Number(exponent) + 1 + shift + decimals
  const rounded = kept < 0 ? '' : roundedTo(digits, kept)
  const padded = rounded.padStart(decimals + 1, '0')
  const point = padded.length - decimals
  return { whole: padded.slice(0, point).replace(/^0+(?=\d)/, ''), fraction: padded.slice(point) }
}

function roundedTo(digits: string, kept: number): string {
  if (kept >= digits.length) return digits.padEnd(kept, '0')
  const head = digits.slice(0, kept)
  return (digits[kept] ?? '0') < '5' ? head : String(BigInt(`0${head}`) + 1n).padStart(kept, '0')
}

/** A number in the format "General": eleven characters, but whole numbers with all their digits. */
export function generalText(value: number): string {
  const size = Math.abs(value)
  const sign = value < 0 ? '-' : ''
  if (Number.isInteger(value)) return size < 1e21 ? sign + decimalOf(size, 0).whole : String(value)
  if (size >= 1e11 || size < 1e-4) return String(Number(value.toPrecision(6)))
  const { whole, fraction } = decimalOf(size, Math.max(0, 10 - decimalOf(Math.trunc(size), 0).whole.length))
  const shown = fraction.replace(/0+$/, '')
  return sign + whole + (shown === '' ? '' : `.${shown}`)
}
