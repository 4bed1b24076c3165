import { english } from './english.ts'
import type { Issue, MisuseProblem, Warning } from './issue.ts'
import { sentenceOf, type Words } from './words.ts'

/** Mistakes of a caller that cannot occur while a code is read. */
type Misused = Exclude<MisuseProblem['code'], keyof Words>

const MISUSE = {
  'not-a-format': () =>
    'What was given is not a format: pass what defineFormat returned for the document, or, to a decoder without its compiler, what `claimtag compile` wrote.',
  'read-only-format': ({ format }) => `Format ${format} is only read, never written: choose another one.`,
  'field-not-carried': ({ format, field, path }) =>
    path === undefined
      ? `Format ${format} does not carry ${field}: leave it out, or choose another format.`
      : `${field} is a field of the record itself: give it beside devEui, not in ${path}.`,
  'key-refused': ({ field }) => `${field} is a LoRaWAN key: it belongs in the Join Server, never on a label.`,
  'reserved-value': ({ field }) =>
    `This value of ${field} means something else in a code of this format: choose another value, or another format.`,
  'match-mismatch': ({ format, field }) =>
    `This value of ${field} is not one that format ${format} stands for: correct it, or choose another format.`,
  'bad-format-document': ({ path, reason }) =>
    `The format document is wrong${path === '' ? '' : ` at ${path}`}: ${reason}.`,
  'ambiguous-formats': ({ format, otherFormat }) =>
    `Formats ${format} and ${otherFormat} cannot be told apart: give one of them a \`match\`, or load only one.`,
  'duplicate-format-id': ({ format }) => `Two different formats have the id ${format}: rename one of them.`,
  'misread-by': ({ format, otherFormat, field, like }) =>
    `A decoder that does not know format ${format} would read its codes as ${otherFormat}, with another ${field}: ${like === undefined ? '' : `mark the token as the built-in format ${like} does, `}choose another prefix, or say readOnly if such codes are only to be read.`,
} satisfies { readonly [C in Misused]: (issue: Extract<MisuseProblem, { readonly code: C }>) => string }

const SENTENCES = { ...english, ...MISUSE }

/**
 * The sentence for people. Built from names, numbers and positions only, so it never holds a character of the code or
 * the token.
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/core'
 *
 * console.log(explain({ code: 'empty', kind: 'foreign' }).endsWith('.')) // true
 * ```
 */
export function explain(issue: Issue | Warning): string {
  return sentenceOf(issue, SENTENCES)
}
