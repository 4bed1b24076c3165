import { ClaimtagError } from '@claimtag/core'

/** Why a station cannot be opened as asked. */
export type LineIssue =
  | { readonly code: 'product' }
  /** `what`: cartons or pallets. */
  | { readonly code: 'pack-size'; readonly what: 'cartons' | 'pallets' }
  | { readonly code: 'pallets-without-cartons' }
  /** `address`: of a printer that was to speak two languages. */
  | { readonly code: 'printer-languages'; readonly address: string }
  /** `detail`: what is wrong with the label. */
  | { readonly code: 'pack-unprintable'; readonly what: 'cartons' | 'pallets'; readonly detail: string }
  | { readonly code: 'log-missing'; readonly folder: string }
  | { readonly code: 'arrivals-address' }
  /** `detail`: the system's code. */
  | { readonly code: 'arrivals-failed'; readonly address: string; readonly detail: string }
  | { readonly code: 'listen-address' }
  | { readonly code: 'listen-exposed' }
  | { readonly code: 'listen-failed'; readonly address: string; readonly detail: string }
  | { readonly code: 'operator' }

export type LineIssueCode = LineIssue['code']

type Sentences = { readonly [C in LineIssueCode]: (issue: Extract<LineIssue, { code: C }>) => string }

const SENTENCES = {
  product: () => 'A product is the 16 hex digits of an AppEUI, or the 8 of VendorID and VendorProfileID.',
  'pack-size': ({ what }) =>
    what === 'cartons' ? 'A carton takes 1 to 1,000 devices.' : 'A pallet takes 1 to 1,000 cartons.',
  'pallets-without-cartons': () => 'A pallet is of cartons: say how many devices are in one, too.',
  'printer-languages': ({ address }) =>
    `${address} cannot speak one language for devices and another for packs: say one, or another printer.`,
  'pack-unprintable': ({ what, detail }) => `The label of full ${what} cannot be made: ${detail}`,
  'log-missing': ({ folder }) => `There is no line.ndjson of a station in ${folder}.`,
  'arrivals-address': () =>
    'Devices arrive on - (stdin), serial:///dev/ttyUSB0?baud=9600, tcp://127.0.0.1:7071 or in a folder.',
  'arrivals-failed': ({ address, detail }) => `Nothing can arrive on ${address} (${detail}).`,
  'listen-address': () => 'A page is served at an address such as 127.0.0.1:7070.',
  'listen-exposed': () =>
    'Whoever reaches that address could do what the page does: serve the page at 127.0.0.1, or say --expose.',
  'listen-failed': ({ address, detail }) => `The page cannot be served at ${address} (${detail}).`,
  operator: () => 'An operator has a name of 1 to 80 characters, which is no code.',
} satisfies Sentences

/**
 * The sentence for people that belongs to an issue.
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/line'
 *
 * console.log(explain({ code: 'pallets-without-cartons' }).startsWith('A pallet is of cartons')) // true
 * ```
 */
export function explain(issue: LineIssue): string {
  const say = SENTENCES[issue.code] as (issue: LineIssue) => string
  return say(issue)
}

/** Thrown when a station cannot be opened as asked. */
export class LineError extends ClaimtagError<LineIssue> {
  override readonly name = 'LineError'

  constructor(issue: LineIssue) {
    super(issue, explain(issue))
  }
}
