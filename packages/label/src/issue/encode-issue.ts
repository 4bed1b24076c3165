/** Why a label cannot be written in a printer's language, as plain data. Lengths are dots. */
export type EncodeIssue = { readonly kind: 'misuse' } & (
  | {
      readonly code: 'bad-bitmap'
      readonly width: number
      readonly height: number
      readonly stride: number
      readonly length: number
    }
  | {
      readonly code: 'bad-option'
      readonly option: string
      readonly value: number
      readonly least: number
      readonly most: number
    }
  | { readonly code: 'too-wide'; readonly width: number; readonly most: number }
  | { readonly code: 'too-long'; readonly height: number; readonly most: number }
  | { readonly code: 'unknown-media'; readonly media: string }
  | {
      readonly code: 'off-media'
      readonly media: string
      readonly width: number
      readonly height: number
    }
  | { readonly code: 'bad-character'; readonly field: string; readonly position: number }
)

/** An `EncodeIssue` without its kind, which is always the same. */
export type EncodeProblem = EncodeIssue extends infer I
  ? I extends EncodeIssue
    ? Omit<I, 'kind'>
    : never
  : never
