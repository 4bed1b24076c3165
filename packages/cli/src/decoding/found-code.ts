/** Where in its source a code stands. */
export interface CodePlace {
  /** In a text that has one code on each line. */
  readonly line?: number
  /** In a file of several labels, counted from 1. */
  readonly label?: number
  /** The name of a label's file in an archive. */
  readonly entry?: string
}

/** Why there is no text. */
export interface NoText {
  readonly code: string
  readonly message: string
}

/** A text to decode and its source, or why there is none. */
export type FoundCode = { readonly source: string; readonly place: CodePlace } & (
  | { readonly text: string }
  | { readonly failure: NoText }
)

/** The source of a code that stands on the command line itself. */
export const COMMAND_LINE = 'text'

/** `unreadable-file`: nothing of it was looked at. */
export const UNREADABLE = 'unreadable-file'

/** Files of which nothing was looked at: the command was called wrongly, and the others are read all the same. */
const NOT_OPENED: readonly string[] = [
  UNREADABLE,
  'not-a-file',
  'file-too-large',
  'file-linked',
  'not-a-folder',
]

export function isUnopened(code: string): boolean {
  return NOT_OPENED.includes(code)
}

export function inWords(source: string, { line, label, entry }: CodePlace): string {
  if (line !== undefined) return source === '-' ? `line ${line}` : `${source}: line ${line}`
  if (entry !== undefined) return `${source}: ${entry}`
  return label === undefined ? source : `${source}: label ${label}`
}
