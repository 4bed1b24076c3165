import { ClaimtagError } from '@claimtag/core'

/** What is wrong with a template, or with a label made from it, as plain data. Lengths are mm. */
export type LabelIssue = { readonly kind: 'misuse'; readonly element?: string } & (
  | { readonly code: 'bad-template'; readonly path: string; readonly problem: string }
  | { readonly code: 'bad-resolution'; readonly dpi: number }
  | { readonly code: 'duplicate-id'; readonly id: string; readonly nearest: Nearest }
  | {
      readonly code: 'off-label'
      readonly side: 'left' | 'top' | 'right' | 'bottom'
      readonly by: number
      readonly nearest: Nearest
    }
  | { readonly code: 'overlap'; readonly other: string; readonly nearest?: Nearest }
  | { readonly code: 'in-quiet-zone'; readonly other: string; readonly nearest?: Nearest }
  | {
      readonly code: 'symbol-too-small'
      readonly dots: number
      readonly modules: number
      readonly nearest: Nearest
    }
  | { readonly code: 'code-too-long'; readonly length: number }
  | {
      readonly code: 'text-too-long'
      readonly room: number
      readonly needed: number
      readonly nearest: Nearest
    }
  | { readonly code: 'text-too-small'; readonly dots: number; readonly nearest: Nearest }
  | { readonly code: 'min-size-above-size'; readonly nearest: Nearest }
  | { readonly code: 'too-thin'; readonly nearest: Nearest }
  | { readonly code: 'unknown-field'; readonly field: string; readonly nearest?: Nearest }
  | { readonly code: 'secret-field'; readonly field: string }
  | { readonly code: 'bad-pattern'; readonly position: number }
  | { readonly code: 'missing-glyph'; readonly character: string; readonly font: string }
  | { readonly code: 'missing-art'; readonly source: string }
  | { readonly code: 'sharp-missing'; readonly source: string }
  | { readonly code: 'unreadable-art'; readonly source: string }
  | { readonly code: 'art-too-large'; readonly source: string; readonly limit: string; readonly most: number }
  | { readonly code: 'art-with-entities'; readonly source: string }
  | { readonly code: 'external-art'; readonly source: string; readonly reference: string }
  | { readonly code: 'no-sheet' }
  | { readonly code: 'sheet-too-wide'; readonly by: number; readonly nearest: Nearest }
  | { readonly code: 'sheet-too-high'; readonly by: number; readonly nearest: Nearest }
  | { readonly code: 'start-off-sheet'; readonly start: number; readonly places: number }
  | { readonly code: 'unknown-preset'; readonly name: string; readonly nearest?: Nearest }
  | { readonly code: 'not-native'; readonly what: string }
)

/** The property to change and the nearest value that works. */
export interface Nearest {
  /** The element to change, if it is another one. */
  readonly element?: string
  readonly property: string
  readonly value: number | string
}

export type LabelIssueCode = LabelIssue['code']

type Sentences = {
  readonly [C in LabelIssueCode]: (issue: Extract<LabelIssue, { code: C }>, name: string) => string
}

const to = (nearest: Nearest | undefined): string =>
  nearest === undefined
    ? ''
    : ` Nearest that works: "${nearest.property}": ${JSON.stringify(nearest.value)}${nearest.element === undefined ? '' : ` of ${nearest.element}`}.`

const SENTENCES = {
  'bad-template': (issue) => `The template is not valid at ${issue.path}: ${issue.problem}.`,
  'bad-resolution': (issue) => `${issue.dpi} dpi is no printer's resolution; 150 to 1200 are.`,
  'duplicate-id': (issue, name) =>
    `${name} has the id ${issue.id}, and so has an element before it.${to(issue.nearest)}`,
  'off-label': (issue, name) =>
    `${name} goes ${issue.by} mm beyond the ${issue.side} edge or margin.${to(issue.nearest)}`,
  overlap: (issue, name) => `${name} lies on ${issue.other}.${to(issue.nearest)}`,
  'in-quiet-zone': (issue, name) =>
    `${name} reaches into the quiet zone of ${issue.other}, which readers need empty.${to(issue.nearest)}`,
  'symbol-too-small': (issue, name) =>
    `${name} has ${issue.dots} dots for each of its ${issue.modules} modules; a printed symbol needs at least 3 to be read.${to(issue.nearest)}`,
  'code-too-long': (issue, name) =>
    `${name} cannot hold a text of ${issue.length} characters: no symbol is that large.`,
  'text-too-long': (issue, name) =>
    `${name} needs ${issue.needed} mm and has ${issue.room} mm.${to(issue.nearest)}`,
  'text-too-small': (issue, name) =>
    `${name} has ${issue.dots} dots for a capital letter; fewer than 6 cannot be read.${to(issue.nearest)}`,
  'min-size-above-size': (issue, name) => `${name} has a minSize above its size.${to(issue.nearest)}`,
  'too-thin': (issue, name) => `${name} is thinner than one dot at this resolution.${to(issue.nearest)}`,
  'unknown-field': (issue, name) =>
    `${name} asks for the field ${issue.field}, which the devices do not have.${to(issue.nearest)}`,
  'secret-field': (issue, name) =>
    `${name} asks for the field ${issue.field}: a secret is never printed as text. The symbol carries it as {code}.`,
  'bad-pattern': (issue, name) =>
    `${name} has a brace without its partner at position ${issue.position}; write {{ or }} for the sign itself.`,
  'missing-glyph': (issue, name) =>
    `${name} holds ${issue.character} (U+${issue.character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}), which the font ${issue.font} does not have.`,
  'missing-art': (issue, name) =>
    `${name} shows ${issue.source}, which was not rasterised beforehand: pass it as art.`,
  'sharp-missing': (issue, name) =>
    `${name} shows ${issue.source}. Pictures need the package sharp, which cannot be loaded here: npm install sharp.`,
  'unreadable-art': (issue, name) => `${name} shows ${issue.source}, which is neither SVG nor PNG.`,
  'art-too-large': (issue, name) =>
    `${name} shows ${issue.source}, which has more than ${issue.most} ${issue.limit}; save it simpler or smaller.`,
  'art-with-entities': (issue, name) =>
    `${name} shows ${issue.source}, which declares entities of XML; save it as plain SVG.`,
  'external-art': (issue, name) =>
    `${name} shows ${issue.source}, which refers to ${issue.reference}; a picture holds all that it shows.`,
  'no-sheet': () => 'The template describes no sheet.',
  'sheet-too-wide': (issue) =>
    `The labels of a row are ${issue.by} mm wider than the page.${to(issue.nearest)}`,
  'sheet-too-high': (issue) =>
    `The labels of a column are ${issue.by} mm higher than the page.${to(issue.nearest)}`,
  'start-off-sheet': (issue) =>
    `Place ${issue.start} is not on the sheet, which has places 1 to ${issue.places}.`,
  'unknown-preset': (issue) => `There is no preset ${issue.name}.${to(issue.nearest)}`,
  'not-native': (issue, name) =>
    `${name} uses ${issue.what}, which no command of the printer draws: print it as a raster.`,
} satisfies Sentences

export type LabelError = ClaimtagError<LabelIssue>

/** An error with its sentence. Never holds a character of the code. */
export function labelError(issue: LabelProblem): LabelError {
  const whole = { kind: 'misuse', ...issue } as LabelIssue
  const say = SENTENCES[whole.code] as (issue: LabelIssue, name: string) => string
  return new ClaimtagError(whole, say(whole, whole.element ?? 'The label'))
}

/** A `LabelIssue` without its kind, which is always the same. */
export type LabelProblem = LabelIssue extends infer I
  ? I extends LabelIssue
    ? Omit<I, 'kind'>
    : never
  : never
