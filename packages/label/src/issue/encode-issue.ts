import { ClaimtagError } from '@claimtag/core'

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

type EncodeIssueCode = EncodeIssue['code']
export type EncodeError = ClaimtagError<EncodeIssue>

const SENTENCES = {
  'bad-bitmap': (issue) =>
    `A bitmap of ${issue.width} × ${issue.height} dots with ${issue.stride} bytes a row cannot have ${issue.length} bytes of data.`,
  'bad-option': (issue) => `${issue.option} is ${issue.value}; it can be ${issue.least} to ${issue.most}.`,
  'too-wide': (issue) =>
    `The label is ${issue.width} dots wide; the print head reaches ${issue.most}. What is beyond would be lost without a word.`,
  'too-long': (issue) => `The label is ${issue.height} dots long; the printer takes at most ${issue.most}.`,
  'unknown-media': (issue) => `There is no label stock ${issue.media} for this printer.`,
  'off-media': (issue) =>
    `The label has black dots where ${issue.media} cannot be printed; ${issue.width} × ${issue.height} dots in its middle can.`,
  'bad-character': (issue) =>
    `The character at position ${issue.position} of ${issue.field} cannot be sent to the printer as text: print the label as a raster.`,
} satisfies { readonly [C in EncodeIssueCode]: (issue: Extract<EncodeIssue, { code: C }>) => string }

type WithoutKind<I> = I extends EncodeIssue ? Omit<I, 'kind'> : never

export function encodeError(issue: WithoutKind<EncodeIssue>): EncodeError {
  const whole = { kind: 'misuse', ...issue } as EncodeIssue
  const say = SENTENCES[whole.code] as (issue: EncodeIssue) => string
  return new ClaimtagError(whole, say(whole))
}

/**
 * Checks that a value is a whole number that the command's parameter accepts.
 *
 * @throws EncodeError `bad-option`
 */
export function checkOption(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw encodeError({ code: 'bad-option', option, value, least, most })
}
