/** One part of a number format. ECMA-376 part 1, 18.8.31. */
export type FormatToken =
  | { readonly kind: 'literal'; readonly text: string }
  /** A place for a digit: `0` shows zeros, `#` does not, `?` shows a blank instead. */
  | { readonly kind: 'digit'; readonly text: '0' | '#' | '?' }
  | { readonly kind: 'point' | 'comma' | 'percent' | 'exponent' | 'slash' | 'general' | 'text' }
  /** A run of y, m, d, h or s in lower case, or AM/PM, which is `a`. */
  | { readonly kind: 'date'; readonly letter: DateLetter; readonly length: number }
  | { readonly kind: 'elapsed'; readonly letter: DateLetter; readonly length: number }
  /** Windows writes the date or the time according to its own settings. */
  | { readonly kind: 'system' }

export type DateLetter = 'y' | 'm' | 'd' | 'h' | 's' | 'a'

/** One of up to four sections of a format; `undefined` when a part of it is not supported. */
export type FormatSection = readonly FormatToken[] | undefined

/** In every program a format has at most 255 characters. */
const LONGEST = 1024

const DATE_RUN = /^(?:y+|m+|d+|h+|s+)/i
const HALF_OF_DAY = /^(?:AM\/PM|A\/P)/i
const ELAPSED = /^(?:h+|m+|s+)$/i
const COLOUR = /^(?:black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d+)$/i
const SYSTEM = /^\$-F[48]00$/i

export function formatSections(code: string): readonly FormatSection[] {
  if (code.length > LONGEST) return [undefined]
  const sections: (FormatToken[] | undefined)[] = []
  let tokens: FormatToken[] | undefined = []
  for (let at = 0; at < code.length;) {
    if (code[at] === ';') {
      sections.push(tokens)
      tokens = []
      at++
      continue
    }
    const [token, length] = tokenAt(code, at)
    if (token === undefined) tokens = undefined
    else if (token !== 'nothing') tokens?.push(token)
    at += length
  }
  return [...sections, tokens]
}

const PLAIN = new Map<string, FormatToken>([
  ['0', { kind: 'digit', text: '0' }],
  ['#', { kind: 'digit', text: '#' }],
  ['?', { kind: 'digit', text: '?' }],
  ['.', { kind: 'point' }],
  [',', { kind: 'comma' }],
  ['%', { kind: 'percent' }],
  ['/', { kind: 'slash' }],
  ['@', { kind: 'text' }],
])

function tokenAt(code: string, at: number): readonly [FormatToken | 'nothing' | undefined, number] {
  const character = code[at] ?? ''
  const rest = code.slice(at)
  switch (character) {
    case '"': {
      const end = code.indexOf('"', at + 1)
      const stop = end === -1 ? code.length : end
      return [literal(code.slice(at + 1, stop)), stop + 1 - at]
    }
    case '\\':
      return [literal(code[at + 1] ?? ''), 2]
    // A space of the width of the next character.
    case '_':
      return [literal(' '), 2]
    // The next character fills the cell.
    case '*':
      return ['nothing', 2]
    case '[': {
      const end = code.indexOf(']', at)
      return end === -1 ? [undefined, rest.length] : [bracketed(code.slice(at + 1, end)), end + 1 - at]
    }
    default:
      break
  }
  const plain = PLAIN.get(character)
  if (plain !== undefined) return [plain, 1]
  if (/^general/i.test(rest)) return [{ kind: 'general' }, 7]
  if (/^E[+-]/i.test(rest)) return [{ kind: 'exponent' }, 2]
  const half = HALF_OF_DAY.exec(rest)?.[0]
  if (half !== undefined) return [{ kind: 'date', letter: 'a', length: half.length }, half.length]
  const run = DATE_RUN.exec(rest)?.[0]
  if (run !== undefined) return [{ kind: 'date', letter: letterOf(run), length: run.length }, run.length]
  // Other letters mean calendars and numerals of other countries.
  return [/[a-z]/i.test(character) ? undefined : literal(character), 1]
}

function bracketed(inner: string): FormatToken | 'nothing' | undefined {
  if (COLOUR.test(inner)) return 'nothing'
  if (ELAPSED.test(inner)) return { kind: 'elapsed', letter: letterOf(inner), length: inner.length }
  if (SYSTEM.test(inner)) return { kind: 'system' }
  // [$€-407]: a sign, and a language. [>100] and [DBNum1] are not supported.
  const [, sign] = /^\$([^-\]]*)(?:-[0-9A-F]{1,8})?$/i.exec(inner) ?? []
  return sign === undefined ? undefined : sign === '' ? 'nothing' : literal(sign)
}

function literal(text: string): FormatToken {
  return { kind: 'literal', text }
}

function letterOf(run: string): DateLetter {
  return run[0]?.toLowerCase() as DateLetter
}
