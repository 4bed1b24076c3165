import type { LaidOut, QrLayout, TextLayout } from './layout.ts'
import type { PlacedLabel } from './placed.ts'
import { fieldValue, grouped } from '../template/pattern.ts'
import type { LabelFields } from '../template/template.ts'

/** Whether an element is on the label of one device. */
export function isShown({ when }: LaidOut, fields: LabelFields): boolean {
  return when === undefined || fieldValue(fields, when) !== ''
}

/** The text of a symbol on the label of one device; empty when it has none. */
export function codeOf({ pattern }: QrLayout, text: string, fields: LabelFields): string {
  return pattern === undefined ? text : pattern.fill(fields)
}

/** The text of a text element on the label of one device; empty when it has none. */
export function wordsOf(laidOut: TextLayout, fields: LabelFields): string {
  return createWords(laidOut)(fields)
}

/** `wordsOf` for one label after another. */
export function createWords({ element, pattern, face }: TextLayout): (fields: LabelFields) => string {
  const { group } = element
  // An AppEUI is mostly that of the label before.
  let last = ''
  let groups = ''
  const write =
    group === undefined
      ? undefined
      : (value: string): string => {
          if (value !== last) {
            groups = grouped(value, group)
            last = value
          }
          return groups
        }
  // A letter and its marks are one character of a font where Unicode has one.
  return typeof face === 'object'
    ? (fields) => pattern.fill(fields, write).normalize('NFC')
    : (fields) => pattern.fill(fields, write)
}

/** The fields that an element uses. */
export function fieldsOf(laidOut: LaidOut): readonly string[] {
  const written = 'pattern' in laidOut ? (laidOut.pattern?.fields ?? []) : []
  return laidOut.when === undefined ? written : [...written, laidOut.when]
}

/** The texts of a label, in the order of the template. */
export interface LabelContent {
  /** Texts of the symbols. They contain the token: never put them anywhere else. */
  readonly codes: readonly string[]
  readonly texts: readonly string[]
  /** Texts of other bar codes, when there are some. */
  readonly barcodes?: readonly string[]
}

/**
 * The texts of a placed label, for a reader that has to find exactly these.
 *
 * @example
 * ```ts
 * import { contentOf, createLabeller, defaultTemplate } from '@claimtag/label'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const placed = labeller.place('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', { devEui: '70B3D57ED00A0004' })
 * console.log(contentOf(placed).codes[0]) // LW:D0:70B3D57ED0000002:70B3D57ED00A0004
 * ```
 */
export function contentOf({ items }: PlacedLabel): LabelContent {
  const codes: string[] = []
  const texts: string[] = []
  let barcodes: string[] | undefined
  for (const item of items) {
    if (item.type === 'symbol') codes.push(item.text)
    else if (item.type === 'text') texts.push(item.text)
    else if (item.type === 'barcode') (barcodes ??= []).push(item.text)
  }
  return barcodes === undefined ? { codes, texts } : { codes, texts, barcodes }
}
