import { counted } from '@claimtag/core'
import type { EncodeIssue } from './encode-issue.ts'
import type { LabelIssue, Nearest } from './label-issue.ts'
import type { LabelConcern } from './warning.ts'

type Explained = LabelIssue | EncodeIssue | LabelConcern

/** `name`: what the sentence calls the element, or the label as a whole. */
type Sentences<T extends { readonly code: string }> = {
  readonly [C in T['code']]: (issue: Extract<T, { code: C }>, name: string) => string
}

const better = (nearest: Nearest | undefined): string =>
  nearest === undefined ? '' : ` ("${nearest.property}": ${nearest.value})`

const spelled = (character: string): string =>
  `${character} (U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`

const to = (nearest: Nearest | undefined): string =>
  nearest === undefined
    ? ''
    : ` Nearest that works: "${nearest.property}": ${JSON.stringify(nearest.value)}${nearest.element === undefined ? '' : ` of ${nearest.element}`}.`

const LABEL = {
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
    `${name} has ${counted(issue.dots, 'dot')} for each of its ${issue.modules} modules; a printed symbol needs at least ${issue.least ?? 3} to be read.${to(issue.nearest)}`,
  'code-too-long': (issue, name) =>
    `${name} cannot hold a text of ${counted(issue.length, 'character')}: no symbol is that large.`,
  'text-too-long': (issue, name) =>
    `${name} needs ${issue.needed} mm and has ${issue.room} mm.${to(issue.nearest)}`,
  'text-too-small': (issue, name) =>
    `${name} has ${counted(issue.dots, 'dot')} for a capital letter; fewer than 6 cannot be read.${to(issue.nearest)}`,
  'min-size-above-size': (issue, name) => `${name} has a minSize above its size.${to(issue.nearest)}`,
  'too-thin': (issue, name) => `${name} is thinner than one dot at this resolution.${to(issue.nearest)}`,
  'unknown-field': (issue, name) =>
    `${name} asks for the field ${issue.field}, which the devices do not have. There are ${named(issue.known)}.${to(issue.nearest)}`,
  'secret-field': (issue, name) =>
    `${name} asks for the field ${issue.field}: a secret is never printed as text. The symbol carries it as {code}.`,
  'bad-pattern': (issue, name) =>
    `${name} has a brace without its partner at position ${issue.position}; write {{ or }} for the sign itself.`,
  'bad-date': (issue) => `${issue.date} is no date; one is like 2026-11-28.`,
  'bad-date-format': (issue, name) =>
    `${name} has the date format ${issue.format}, in which ${issue.token} stands for nothing. There are YYYY, YY, MM, M, DD, D, DDD, GGGG, GG and WW; other letters stand in square brackets.`,
  undated: (_, name) => `${name} shows the date of the job, and none was given: fill it in with withDate.`,
  'missing-font': (issue, name) =>
    `${name} is written in ${issue.source}, which was not loaded: pass it among fonts.`,
  'font-too-large': (issue, name) =>
    `${name} is written in ${issue.source}, which has more than ${issue.most} bytes: take a font for fewer scripts.`,
  'unreadable-font': (issue) => `${issue.source} is no TrueType or OpenType font, or it is damaged.`,
  'opentype-missing': (issue) =>
    `${issue.source} is read with the package opentype.js, which cannot be loaded here: npm install opentype.js.`,
  'needs-shaping': (issue, name) =>
    `${name} holds ${spelled(issue.character)}, which is ${issue.script}: it would have to be shaped by its neighbours, and letters are drawn one by one here.`,
  'missing-glyph': (issue, name) =>
    `${name} holds ${spelled(issue.character)}, which the font ${issue.font} does not have.`,
  'barcodes-missing': (_, name) =>
    `${name} is a bar code, which the package bwip-js encodes: npm install bwip-js, and pass what loadBarcodes gives as barcodes.`,
  unencodable: (issue, name) =>
    `${name} holds ${spelled(issue.character)}; a bar code takes letters without accents, digits and the signs of a keyboard.`,
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
} satisfies Sentences<LabelIssue>

const ENCODE = {
  'bad-bitmap': (issue) =>
    `A bitmap of ${issue.width} × ${issue.height} dots with ${counted(issue.stride, 'byte')} a row cannot have ${counted(issue.length, 'byte')} of data.`,
  'bad-option': (issue) => `${issue.option} is ${issue.value}; it can be ${issue.least} to ${issue.most}.`,
  'too-wide': (issue) =>
    `The label is ${counted(issue.width, 'dot')} wide; the print head reaches ${issue.most}. What is beyond would be lost without a word.`,
  'too-long': (issue) =>
    `The label is ${counted(issue.height, 'dot')} long; the printer takes at most ${issue.most}.`,
  'unknown-media': (issue) => `There is no label stock ${issue.media} for this printer.`,
  'off-media': (issue) =>
    `The label has black dots where ${issue.media} cannot be printed; ${issue.width} × ${issue.height} dots in its middle can.`,
  'bad-character': (issue) =>
    `The character at position ${issue.position} of ${issue.field} cannot be sent to the printer as text: print the label as a raster.`,
} satisfies Sentences<EncodeIssue>

const WARNINGS = {
  'few-dots': ({ element, dots, nearest }) =>
    `${element} has ${counted(dots, 'dot')} a module; 4 or more are read more surely${better(nearest)}.`,
  'small-modules': ({ element, module, nearest }) =>
    `${element} has modules of ${module} mm; phones want 0.25 mm or more${better(nearest)}.`,
  'small-text': ({ element, capHeight, nearest }) =>
    `${element} has capitals of ${capHeight} mm; below 0.9 mm they are hard to read${better(nearest)}.`,
} satisfies Sentences<LabelConcern>

const SENTENCES = { ...LABEL, ...ENCODE, ...WARNINGS }

/**
 * The sentence for people that belongs to an issue or a warning. It never holds a character of the code.
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/label'
 *
 * console.log(explain({ code: 'no-sheet', kind: 'misuse' })) // The template describes no sheet.
 * ```
 */
export function explain(issue: Explained): string {
  const say = SENTENCES[issue.code] as (issue: Explained, name: string) => string
  return say(issue, 'element' in issue ? (issue.element ?? 'The label') : 'The label')
}

/** An input may have a thousand columns. */
const MOST_NAMED = 20

function named(fields: readonly string[]): string {
  const others = fields.length - MOST_NAMED
  return `${fields.slice(0, MOST_NAMED).join(', ')}${others > 0 ? ` and ${others} more` : ''}`
}
