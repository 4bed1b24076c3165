import type { Nearest } from './label-issue.ts'

/** Something that will print, but not as well as it could. Lengths are mm. */
export type LabelWarning = LabelConcern & { readonly message: string }

type LabelConcern = { readonly element: string; readonly nearest: Nearest } & (
  | { readonly code: 'few-dots'; readonly dots: number }
  | { readonly code: 'small-modules'; readonly module: number }
  | { readonly code: 'small-text'; readonly capHeight: number }
)

type Sentences = {
  readonly [C in LabelConcern['code']]: (concern: Extract<LabelConcern, { code: C }>) => string
}

const SENTENCES = {
  'few-dots': ({ element, dots, nearest }) =>
    `${element} has ${dots} dots a module; 4 or more are read more surely ("${nearest.property}": ${nearest.value}).`,
  'small-modules': ({ element, module, nearest }) =>
    `${element} has modules of ${module} mm; phones want 0.25 mm or more ("${nearest.property}": ${nearest.value}).`,
  'small-text': ({ element, capHeight, nearest }) =>
    `${element} has capitals of ${capHeight} mm; below 0.9 mm they are hard to read ("${nearest.property}": ${nearest.value}).`,
} satisfies Sentences

export function warning(concern: LabelConcern): LabelWarning {
  const say = SENTENCES[concern.code] as (concern: LabelConcern) => string
  return { ...concern, message: say(concern) }
}
