import type { LaidOut, QrLayout, TextLayout } from './layout.ts'
import type { PlacedLabel } from './placed.ts'
import { fieldValue, grouped } from '../template/pattern.ts'
import type { LabelFields } from '../template/template.ts'

/** Whether an element is on the label of one device. */
export function isShown({ when }: LaidOut, fields: LabelFields): boolean {
  return when === undefined || fieldValue(fields, when) !== ''
}

/** What a symbol says on the label of one device; empty when it has nothing to say. */
export function codeOf({ pattern }: QrLayout, text: string, fields: LabelFields): string {
  return pattern === undefined ? text : pattern.fill(fields)
}

/** What a text element says on the label of one device; empty when there is nothing to write. */
export function wordsOf({ element, pattern }: TextLayout, fields: LabelFields): string {
  const { group } = element
  return pattern.fill(fields, group === undefined ? undefined : (value) => grouped(value, group))
}

/** The fields that an element asks for. */
export function fieldsOf(laidOut: LaidOut): readonly string[] {
  const written = laidOut.type === 'text' || laidOut.type === 'qr' ? (laidOut.pattern?.fields ?? []) : []
  return laidOut.when === undefined ? written : [...written, laidOut.when]
}

/** What is on a label to be read, in the order of the template. */
export interface LabelContent {
  /** Of the symbols. They hold the token: they go nowhere else. */
  readonly codes: readonly string[]
  readonly texts: readonly string[]
}

/** What a placed label says, for a reader that is to find exactly that. */
export function contentOf({ items }: PlacedLabel): LabelContent {
  const textsOf = (type: 'symbol' | 'text') =>
    items.flatMap((item) => (item.type === type ? [item.text] : []))
  return { codes: textsOf('symbol'), texts: textsOf('text') }
}
