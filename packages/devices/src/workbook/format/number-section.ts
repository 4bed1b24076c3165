import { decimalOf } from './decimal.ts'
import type { FormatToken } from './format-tokens.ts'

/** A parsed section whose digits show a number. */
export interface NumberSection {
  /** The parts before and after the decimal point; commas are counted and removed. */
  readonly whole: readonly FormatToken[]
  readonly fraction: readonly FormatToken[]
  readonly hasPoint: boolean
  readonly decimals: number
  readonly groups: boolean
  /** Places by which the point moves: two for a percent sign, minus three for a comma at the end. */
  readonly shift: number
  /** Whether the digits are the same in every language, and are all of them. */
  readonly isPlain: boolean
}

/** `undefined` for fractions and powers, which are not supported. */
export function numberSection(tokens: readonly FormatToken[]): NumberSection | undefined {
  if (tokens.some(({ kind }) => kind === 'exponent' || kind === 'slash')) return undefined
  if (tokens.some(({ kind }) => kind === 'text' || kind === 'general')) return undefined
  const point = tokens.findIndex(({ kind }) => kind === 'point')
  const [before, after] = point === -1 ? [tokens, []] : [tokens.slice(0, point), tokens.slice(point + 1)]
  if (after.some(({ kind }) => kind === 'point')) return undefined
  // A comma between digits makes groups of three, one after the last digit divides by a thousand.
  const [last, lastBefore] = [tokens, before].map((all) => all.map(({ kind }) => kind).lastIndexOf('digit'))
  const scales = tokens.slice((last ?? 0) + 1).filter(({ kind }) => kind === 'comma').length
  const groups = before.slice(0, Math.max(0, lastBefore ?? 0)).some(({ kind }) => kind === 'comma')
  const percents = tokens.filter(({ kind }) => kind === 'percent').length
  const signs = /^[^\s.,'\u2019\u066b\u066c]*$/
  return {
    whole: before.filter(({ kind }) => kind !== 'comma'),
    fraction: after.filter(({ kind }) => kind !== 'comma'),
    hasPoint: point !== -1,
    decimals: after.filter(({ kind }) => kind === 'digit').length,
    groups,
    shift: 2 * percents - 3 * scales,
    isPlain:
      point === -1 &&
      !groups &&
      tokens.every((token) => token.kind !== 'literal' || signs.test(token.text)) &&
      tokens.every((token) => token.kind === 'literal' || (token.kind === 'digit' && token.text !== '?')),
  }
}

/** @param value not negative */
export function showNumber(value: number, section: NumberSection): string {
  const { whole, fraction } = decimalOf(value, section.decimals, section.shift)
  const behind = showFraction(fraction, section.fraction)
  return showWhole(whole === '0' ? '' : whole, section) + (section.hasPoint ? '.' : '') + behind
}

function showWhole(digits: string, { whole, groups }: NumberSection): string {
  let left = digits
  let out = ''
  let shown = 0
  let places = whole.filter(({ kind }) => kind === 'digit').length
  const put = (digit: string) => {
    if (groups && shown > 0 && shown % 3 === 0) out = `,${out}`
    out = digit + out
    shown++
  }
  for (const token of [...whole].reverse()) {
    if (token.kind !== 'digit') {
      out = textOf(token) + out
      continue
    }
    const digit = left.at(-1)
    left = left.slice(0, -1)
    if (digit !== undefined) put(digit)
    else if (token.text === '0') put('0')
    else if (token.text === '?') out = ` ${out}`
    if (--places > 0) continue
    // The first place shows all remaining digits.
    for (; left !== ''; left = left.slice(0, -1)) put(left.at(-1) ?? '')
  }
  return out
}

function showFraction(digits: string, tokens: readonly FormatToken[]): string {
  const needed = digits.replace(/0+$/, '').length
  let at = 0
  let out = ''
  for (const token of tokens) {
    if (token.kind !== 'digit') out += textOf(token)
    else {
      const digit = digits[at] ?? '0'
      if (at < needed || token.text === '0') out += digit
      else if (token.text === '?') out += ' '
      at++
    }
  }
  return out
}

function textOf(token: FormatToken): string {
  return token.kind === 'literal' ? token.text : token.kind === 'percent' ? '%' : ''
}
