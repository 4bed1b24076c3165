/** What is wrong with a template, or with a label made from it, as plain data. Lengths are mm. */
export type LabelIssue = { readonly kind: 'misuse'; readonly element?: string } & (
  | { readonly code: 'bad-template'; readonly path: string; readonly problem: string }
  | { readonly code: 'bad-resolution'; readonly dpi: number }
  | { readonly code: 'duplicate-id'; readonly id: string; readonly nearest: Nearest }
  | {
      readonly code: 'off-label'
      readonly side: 'left' | 'top' | 'right' | 'bottom'
      readonly by: number
      readonly nearest?: Nearest
    }
  | { readonly code: 'overlap'; readonly other: string; readonly nearest?: Nearest }
  | { readonly code: 'in-quiet-zone'; readonly other: string; readonly nearest?: Nearest }
  | {
      readonly code: 'symbol-too-small'
      readonly dots: number
      readonly modules: number
      /** The fewest dots that can be read, where they are not 3. */
      readonly least?: number
      readonly nearest?: Nearest
    }
  | { readonly code: 'code-too-long'; readonly length: number }
  | {
      readonly code: 'text-too-long'
      readonly room: number
      readonly needed: number
      readonly nearest?: Nearest
    }
  | { readonly code: 'text-too-small'; readonly dots: number; readonly nearest?: Nearest }
  | { readonly code: 'min-size-above-size'; readonly nearest: Nearest }
  | { readonly code: 'too-thin'; readonly nearest: Nearest }
  /** `known`: the fields that a template can ask for. */
  | {
      readonly code: 'unknown-field'
      readonly field: string
      readonly known: readonly string[]
      readonly nearest?: Nearest
    }
  | { readonly code: 'secret-field'; readonly field: string }
  | { readonly code: 'bad-pattern'; readonly position: number }
  | { readonly code: 'bad-date'; readonly date: string }
  /** `token`: the letters of the format that stand for nothing. */
  | { readonly code: 'bad-date-format'; readonly format: string; readonly token: string }
  | { readonly code: 'undated' }
  | { readonly code: 'missing-font'; readonly source: string }
  | { readonly code: 'font-too-large'; readonly source: string; readonly most: number }
  | { readonly code: 'unreadable-font'; readonly source: string }
  | { readonly code: 'opentype-missing'; readonly source: string }
  /** `script`: as people call it. */
  | { readonly code: 'needs-shaping'; readonly character: string; readonly script: string }
  | { readonly code: 'missing-glyph'; readonly character: string; readonly font: string }
  | { readonly code: 'barcodes-missing' }
  | { readonly code: 'unencodable'; readonly character: string }
  | { readonly code: 'missing-art'; readonly source: string }
  | { readonly code: 'sharp-missing'; readonly source: string }
  | { readonly code: 'unreadable-art'; readonly source: string }
  | { readonly code: 'art-too-large'; readonly source: string; readonly limit: string; readonly most: number }
  | { readonly code: 'art-with-entities'; readonly source: string }
  | { readonly code: 'external-art'; readonly source: string; readonly reference: string }
  | { readonly code: 'no-sheet' }
  | { readonly code: 'sheet-too-wide'; readonly by: number; readonly nearest?: Nearest }
  | { readonly code: 'sheet-too-high'; readonly by: number; readonly nearest?: Nearest }
  | { readonly code: 'start-off-sheet'; readonly start: number; readonly places: number }
  | { readonly code: 'unknown-preset'; readonly name: string; readonly nearest?: Nearest }
  | { readonly code: 'not-native'; readonly what: string }
)

/** The property to change and the nearest value that works: on this stock, and with everything else on the label. */
export interface Nearest {
  /** The element to change, if it is another one. */
  readonly element?: string
  readonly property: string
  readonly value: number | string
}

export type LabelIssueCode = LabelIssue['code']

/** A `LabelIssue` without its kind, which is always the same. */
export type LabelProblem = LabelIssue extends infer I
  ? I extends LabelIssue
    ? Omit<I, 'kind'>
    : never
  : never
