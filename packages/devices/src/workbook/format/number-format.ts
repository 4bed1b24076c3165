import { generalText } from './decimal.ts'
import { isoText, momentOf, showDate, stepOf } from './date-section.ts'
import { formatSections, type FormatSection, type FormatToken } from './format-tokens.ts'
import { numberSection, showNumber, type NumberSection } from './number-section.ts'

/** The text that a cell with a number shows. */
interface Shown {
  readonly kind: 'number' | 'date'
  readonly text: string
  /** Whether the text has all digits of the number, and is the same for every reader of the sheet. */
  readonly isExact: boolean
  /** False when the format is not supported, or its text depends on the reader: the text is then the plain number. */
  readonly isAsFormatted: boolean
}

/** A parsed number format, for any number of cells. */
export interface NumberFormat {
  readonly isGeneral: boolean
  show(value: number, from1904: boolean): Shown
  /** The text of a cell with text: `"SN-"@` puts something before it. */
  showText(text: string): string
}

/** Numbers with more digits than spreadsheets keep: their last digits have become zeros. */
const ALL_DIGITS = 1e15

type Section =
  | { readonly kind: 'general' | 'system' | 'unknown' }
  | { readonly kind: 'date'; readonly tokens: readonly FormatToken[]; readonly step: number }
  | { readonly kind: 'number'; readonly section: NumberSection }
  | { readonly kind: 'words'; readonly text: string }

/** @param code such as `00000000` or `DD.MM.YYYY` */
export function numberFormat(code: string): NumberFormat {
  const written = formatSections(code === '' ? 'General' : code)
  const texts = written.length > 3 ? written[3] : written.find((tokens) => hasKind(tokens, 'text'))
  const sections = written.slice(0, 3).map(sectionOf)
  const [first = { kind: 'unknown' } as const] = sections

  function sectionFor(value: number): readonly [section: Section, isSigned: boolean] {
    const [, negative, zero] = sections
    if (value < 0 && negative !== undefined) return [negative, true]
    if (value === 0 && zero !== undefined) return [zero, false]
    return [first, false]
  }

  return {
    isGeneral: written.length === 1 && first.kind === 'general',
    show(value, from1904) {
      const [section, isSigned] = sectionFor(value)
      const size = Math.abs(value)
      const isWhole = value >= 0 && value < ALL_DIGITS && Number.isInteger(value)
      switch (section.kind) {
        case 'general':
          return { kind: 'number', text: generalText(value), isExact: isWhole, isAsFormatted: true }
        case 'number': {
          const { section: how } = section
          const shown = showNumber(size, how)
          const sign = value < 0 && !isSigned && /[1-9]/.test(shown) ? '-' : ''
          return {
            kind: 'number',
            text: sign + shown,
            isExact: isWhole && how.isPlain && /\d/.test(shown),
            isAsFormatted: true,
          }
        }
        case 'date': {
          const moment = momentOf(value, from1904, section.step)
          const text = moment === undefined ? undefined : showDate(moment, section.tokens)
          if (text !== undefined) return { kind: 'date', text, isExact: false, isAsFormatted: true }
          return plainDate(value, from1904)
        }
        case 'system':
          return plainDate(value, from1904)
        case 'words':
          return { kind: 'number', text: section.text, isExact: false, isAsFormatted: true }
        default:
          return { kind: 'number', text: generalText(value), isExact: false, isAsFormatted: false }
      }
    },
    showText(text) {
      if (texts === undefined) return text
      return texts.map((token) => (token.kind === 'text' ? text : wordsOf([token]))).join('')
    },
  }
}

function plainDate(value: number, from1904: boolean): Shown {
  const moment = momentOf(value, from1904, 1000)
  const text = moment === undefined ? generalText(value) : isoText(moment)
  return { kind: 'date', text, isExact: false, isAsFormatted: false }
}

function sectionOf(tokens: FormatSection): Section {
  if (tokens === undefined) return { kind: 'unknown' }
  if (hasKind(tokens, 'system')) return { kind: 'system' }
  if (hasKind(tokens, 'date') || hasKind(tokens, 'elapsed'))
    return { kind: 'date', tokens, step: stepOf(tokens) }
  // In a format for texts, a number is shown as it is.
  if (tokens.length === 1 && (hasKind(tokens, 'general') || hasKind(tokens, 'text')))
    return { kind: 'general' }
  const words = wordsOf(tokens)
  // A format without digits shows only its words. An empty one hides the cell, and is not supported.
  if (words.trim() !== '' && tokens.every(({ kind }) => kind === 'literal'))
    return { kind: 'words', text: words }
  const section = hasKind(tokens, 'digit') ? numberSection(tokens) : undefined
  return section === undefined ? { kind: 'unknown' } : { kind: 'number', section }
}

function hasKind(tokens: FormatSection, kind: FormatToken['kind']): boolean {
  return tokens?.some((token) => token.kind === kind) === true
}

function wordsOf(tokens: readonly FormatToken[]): string {
  return tokens.map((token) => (token.kind === 'literal' ? token.text : '')).join('')
}
