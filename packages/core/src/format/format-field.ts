import { type Constraint, type Element, fieldsOf } from './grammar.ts'
import type { IssuedForm } from './document.ts'
import type { Extent } from '../value/extent.ts'

/** One value that the codes of a format carry. */
export interface FormatField {
  /** A field of the device, or a name of the format's own, which `extra` has. */
  readonly name: string
  /** Whether a device without it cannot be written. */
  readonly required: boolean
  /** The only value that the format's `match` allows; `encode` writes it by itself. */
  readonly value?: string
  /** Only of `ownerToken`: the form in which it is issued. */
  readonly issued?: IssuedForm
  /** Only of `ownerToken`: its size in bytes, or in characters when issued as text. */
  readonly bytes?: Extent
}

/** The values that elements carry, in the order of the document. */
export function formatFieldsOf(
  elements: readonly Element[],
  match: readonly Constraint[],
): readonly FormatField[] {
  return elements.reduce<readonly FormatField[]>((all, element) => {
    const fields = fieldsOf(element)
    // A match has every part of its element written, even where a document says what stands for nothing.
    const isMatched = fields.some(({ name }) => patternsOf(name, match) !== undefined)
    const isWritten = element.required && (element.absent === undefined || isMatched)
    const own = fields.map(({ name, lead, token }) => {
      const patterns = patternsOf(name, match)
      const value = oneValue(patterns)
      const required = value === undefined && (patterns !== undefined || (isWritten && lead === ''))
      return Object.freeze({ name, required, ...(value === undefined ? {} : { value }), ...token })
    })
    return [...all, ...own]
  }, [])
}

function patternsOf(name: string, match: readonly Constraint[]): readonly string[] | undefined {
  return match.find((one) => one.name === name)?.patterns
}

/** The value of a match that allows no other. */
export function oneValue(patterns: readonly string[] | undefined): string | undefined {
  const [only, ...others] = patterns ?? []
  return only === undefined || others.length > 0 || only.endsWith('*') ? undefined : only
}
