import type { Nearest } from './label-issue.ts'

/** Something that will print, but not as well as it could. Lengths are mm. */
export type LabelWarning = LabelConcern & { readonly message: string }

/** A warning without its sentence. `nearest` is missing when no value works on this stock. */
export type LabelConcern = { readonly element: string; readonly nearest?: Nearest } & (
  | { readonly code: 'few-dots'; readonly dots: number }
  | { readonly code: 'small-modules'; readonly module: number }
  | { readonly code: 'small-text'; readonly capHeight: number }
)
