import type { DecodeError, WarningCode } from '@claimtag/core/reader'
import { cut, edit, type Edited } from './edited.ts'
import { isProved, resealed } from './proof.ts'

/** One thing that is put up with: gives the text without it, or as it was when it is not there. */
type Step = (now: Edited, error: DecodeError, start: number) => Edited

/** The steps that take no data but a place, by the warning that they come with. */
type StepCode = Extract<
  WarningCode,
  | 'code-in-url'
  | 'line-break-ignored'
  | 'percent-encoded'
  | 'plus-restored'
  | 'scanner-prefix'
  | 'short-profile-id'
  | 'surrounding-text'
  | 'untagged-element'
  | 'written-eui'
>

const ADDRESS = /^(?:[a-z][a-z0-9+.-]{1,30}:\/\/|www\.)/i
// ISO/IEC 15424: `]`, a letter, a modifier. Then the identifiers of Zebra, Datalogic, Honeywell and Netum, of which a
// single letter may also begin a serial number.
const SCANNER = /^\W?(?:\][a-z][0-9a-z]|P0[0-9]|\$Q|QR[:;,]?|[qs](?=$|[0-9A-F]{16}(?![0-9A-F])))/i
/** Ends of sentences and quotations, and invisible characters. */
const CLOSING = '\\0- "\'`>)\\].,;!?\\x7f-\\xa0»\\u2000-\\u206f\\ufeff'
const END = new RegExp(`[${CLOSING}]{0,9}$`)
const ENDS = new RegExp(`^[${CLOSING}<([«]+|[${CLOSING}]{1,9}$`, 'g')

export const isAddress = (text: string): boolean => ADDRESS.test(text)

const drop = (): string => ''

/** Gives a code whose checksum held one that holds again. */
const sealed = (now: Edited, after: Edited): Edited =>
  isProved(now.text) ? { ...after, text: resealed(after.text) } : after

/** Cuts a code with a prefix out of a text. What follows is cut off only where nothing else can be meant. */
const outOfText = (now: Edited, start: number): Edited => {
  const rest = now.text.slice(start)
  const code = rest.slice(0, rest.search(END))
  const word = code.slice(0, code.search(/[\s"'`<>»”]|$/))
  return word === code || isProved(word) ? cut(now, start, start + word.length) : now
}

/** A token or a serial number without its letter is left out, and never taken for the token. */
const untagged: Step = (now, { code, field, position = 0 }) => {
  const isStrange = code === 'invalid-character' && field === undefined
  // A damaged checksum has lost or gained a character or two; eight of them with a C in front are something else.
  const isLong = code === 'malformed-checksum' && /^[0-9A-Z]{7,}$/.test(now.text.slice(position))
  const from = isStrange ? position - 1 : isLong ? position - 2 : undefined
  return sealed(
    now,
    edit(now, /[:_][^:_]*/g, (element, place) => (place === from ? '' : element)),
  )
}

/** In this order: what stands further out comes first. `start` is where a prefix stands, -1 for none. */
export const STEPS: readonly (readonly [StepCode, Step])[] = [
  [
    'percent-encoded',
    (now) =>
      edit(
        now,
        /%[0-7][0-9A-F]/gi,
        (escape) => String.fromCharCode(parseInt(escape.slice(1), 16)),
        // A colon, a semicolon or a quote would not be written so in a code.
        (text) => /%(?:3[AB]|22)/i.test(now.text) || isProved(text),
      ),
  ],
  [
    'code-in-url',
    (now, _, start) =>
      start > 0 && isAddress(now.text)
        ? cut(now, start, start + now.text.slice(start).search(/[&#\s]|$/))
        : now,
  ],
  [
    'scanner-prefix',
    (now, _, start) => {
      const [prefix = ''] = SCANNER.exec(start < 0 ? now.text : now.text.slice(0, start)) ?? []
      return start < 0 || prefix.length === start ? cut(now, prefix.length, now.text.length) : now
    },
  ],
  [
    'surrounding-text',
    (now, _, start) => (start < 0 ? edit(now, ENDS, drop) : start > 0 ? outOfText(now, start) : now),
  ],
  ['written-eui', (now) => edit(now, /^0x|^eui-|[-: ]/gi, drop, (text) => /^[0-9A-F]{16}$/i.test(text))],
  ['line-break-ignored', (now) => edit(now, /[\r\n]+[ \t]*/g, drop, isProved)],
  ['plus-restored', (now) => edit(now, / /g, () => '+', isProved)],
  // A token and a serial number.
  ['untagged-element', untagged],
  ['untagged-element', untagged],
  [
    'short-profile-id',
    (now, error) =>
      error.code === 'wrong-length' && error.field === 'vendorId' && error.length === 4
        ? sealed(
            now,
            edit(now, /[^:_]+/g, (text, place) => (place === error.position ? '00000000' : text)),
          )
        : now,
  ],
  ['surrounding-text', (now, _, start) => (start === 0 ? outOfText(now, start) : now)],
]
