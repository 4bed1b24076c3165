import type { DateLetter, FormatToken } from './format-tokens.ts'

/** A date with a time of day, without a time zone. */
export interface Moment {
  readonly date: Date
  /** Days since the first day, for times beyond 24 hours. */
  readonly days: number
  readonly milliseconds: number
}

const DAY = 86_400_000
/** 9999-12-31, the last day of spreadsheets. */
const LAST_DAY = 2_958_465
const DAYS_TO_1904 = 1462

/**
 * The moment of a number; `undefined` when it is uncertain. Days are counted from 1900 or 1904. In Excel, day 60 is
 * the 29 February 1900, which never existed.
 */
export function momentOf(value: number, from1904: boolean, step: number): Moment | undefined {
  const days = from1904 ? value + DAYS_TO_1904 : value
  if (days < 0 || days >= LAST_DAY + 1 || Math.trunc(days) === 60) return undefined
  const milliseconds = Math.round((days * DAY) / step) * step
  // Before March 1900, Excel's days are off by one, because of the day that never existed.
  const start = days < 60 ? Date.UTC(1899, 11, 31) : Date.UTC(1899, 11, 30)
  return { date: new Date(start + milliseconds), days, milliseconds }
}

/** The ISO date, with the time unless it is midnight. */
export function isoText({ date }: Moment): string {
  const [day = '', time = ''] = date
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .split('T')
  return time === '00:00:00' ? day : `${day} ${time}`
}

/**
 * The unit for rounding, in milliseconds: a second, or the smallest fraction that is shown; a date alone is never
 * rounded up.
 */
export function stepOf(tokens: readonly FormatToken[]): number {
  const showsTime = tokens.some((token) => 'letter' in token && /[has]/.test(token.letter))
  if (!showsTime && !tokens.some(({ kind }) => kind === 'elapsed')) return 1
  return 1000 / 10 ** Math.min(3, subsecondPlaces(tokens, tokens.length))
}

/** Shows a moment; `undefined` when the format is not supported. */
export function showDate(moment: Moment, tokens: readonly FormatToken[]): string | undefined {
  const hasHalves = tokens.some((token) => token.kind === 'date' && token.letter === 'a')
  let out = ''
  for (const [at, token] of tokens.entries()) {
    const shown = showToken(token, moment, {
      hasHalves,
      isMinute: isMinute(tokens, at),
      places: subsecondPlaces(tokens, at),
    })
    if (shown === undefined) return undefined
    out += shown
  }
  return out
}

interface Around {
  readonly hasHalves: boolean
  readonly isMinute: boolean
  /** Number of decimals after a point so far. */
  readonly places: number
}

function showToken(token: FormatToken, moment: Moment, around: Around): string | undefined {
  switch (token.kind) {
    case 'literal':
      return token.text
    case 'slash':
      return '/'
    case 'comma':
      return ','
    case 'point':
      return '.'
    case 'digit':
      if (token.text !== '0' || around.places > 2) return undefined
      return String(moment.date.getUTCMilliseconds()).padStart(3, '0')[around.places]
    case 'date':
      return datePart(token.letter, token.length, moment.date, around)
    case 'elapsed':
      return elapsedPart(token.letter, token.length, moment.milliseconds)
    default:
      return undefined
  }
}

function datePart(
  letter: DateLetter,
  length: number,
  date: Date,
  { hasHalves, isMinute: minute }: Around,
): string | undefined {
  const padded = (value: number) => String(value).padStart(length > 1 ? 2 : 1, '0')
  const hours = date.getUTCHours()
  switch (letter) {
    case 'y':
      return length > 2 ? String(date.getUTCFullYear()) : String(date.getUTCFullYear()).slice(2)
    case 'm':
      if (minute) return padded(date.getUTCMinutes())
      if (length > 2) return nameOf(date, 'month', length)
      return padded(date.getUTCMonth() + 1)
    case 'd':
      return length > 2 ? nameOf(date, 'weekday', length) : padded(date.getUTCDate())
    case 'h':
      return padded(hasHalves ? hours % 12 || 12 : hours)
    case 's':
      return padded(date.getUTCSeconds())
    default: {
      const half = hours < 12 ? 'AM' : 'PM'
      return length > 3 ? half : half.slice(0, 1)
    }
  }
}

/**
 * mmm and ddd are short names, mmmm and dddd whole ones, mmmmm a letter. Always English, whatever the author's
 * language.
 */
function nameOf(date: Date, part: 'month' | 'weekday', length: number): string {
  const style = length === 3 ? 'short' : length === 4 || part === 'weekday' ? 'long' : 'narrow'
  return new Intl.DateTimeFormat('en', { [part]: style, timeZone: 'UTC' }).format(date)
}

function elapsedPart(letter: DateLetter, length: number, milliseconds: number): string {
  const unit = letter === 'h' ? 3_600_000 : letter === 'm' ? 60_000 : 1000
  return String(Math.floor(milliseconds / unit)).padStart(length, '0')
}

/** An m after hours or before seconds means minutes. */
function isMinute(tokens: readonly FormatToken[], at: number): boolean {
  return firstLetter(tokens.slice(0, at).reverse()) === 'h' || firstLetter(tokens.slice(at + 1)) === 's'
}

function firstLetter(tokens: readonly FormatToken[]): DateLetter | undefined {
  const token = tokens.find(({ kind }) => kind === 'date' || kind === 'elapsed')
  return token !== undefined && 'letter' in token ? token.letter : undefined
}

function subsecondPlaces(tokens: readonly FormatToken[], end: number): number {
  return tokens.slice(0, end).filter(({ kind }) => kind === 'digit').length
}
