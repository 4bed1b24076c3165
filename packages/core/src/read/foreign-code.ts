import type { ForeignCode } from '../issue/facts.ts'
import type { DecodeProblem } from '../issue/issue.ts'

// Each pattern looks at a text of at most 4,296 characters and repeats nothing inside a repetition: linear.
type Names<Name> = readonly (readonly [pattern: RegExp, name: Name])[]

const FORMATS: Names<string> = [
  [/^LW:D0:/i, 'tr005'],
  [/^URN:LW:DP:/i, 'tr005-draft2'],
  [/^URN:DEV:LW:/i, 'tr005-draft3'],
  [/^URN:LWDP:/i, 'browan'],
  // Not a serial number, though it looks like one.
  [/^[0-9A-F]{16}$/i, 'dev-eui'],
]

const FOREIGN: Names<ForeignCode> = [
  [
    /^(?:[0-9A-F]{2}([-: ])(?:[0-9A-F]{2}\1){6}[0-9A-F]{2}|[0-9A-F]{4}([-: ])(?:[0-9A-F]{4}\2){2}[0-9A-F]{4})$/i,
    'written-eui',
  ],
  [/^MT:[0-9A-Z.-]+$/i, 'matter'],
  [/^WIFI:/i, 'wifi'],
  [/^DPP:/i, 'dpp'],
  // EnOcean Alliance, Product ID and Standardized Labeling: EURID, then a product ID or a key. A kind of the next.
  [/^30S[0-9A-F]{8,12}\+/i, 'enocean'],
  // ANSI MH10.8.2: data identifiers between plus signs; or the envelope of ISO/IEC 15434.
  [/^(?:\[\)>|[0-9]{1,2}[A-Z][^+]*\+[0-9]{0,2}[A-Z])/, 'mh10.8.2'],
  // M-Way's node codes are the query of an address; `qt` is their type.
  [/(?:^|&)qt=[0-9]+(?:&|$)/, 'bluerange'],
  // Silicon Labs SDS13937: 90 for Z, a version, a checksum, keys, a DSK of 40 digits.
  [/^90[0-9]{50,}$/, 'z-wave'],
  // GS1 Digital Link 1.3: application identifier 01 (GTIN) as a step of the path.
  [/^https?:\/\/[^?#]*\/(?:01|gtin)\/[0-9]{8,14}(?:[/?#]|$)/i, 'gs1-digital-link'],
  [/^https?:\/\/[^/?#]*milesight/i, 'milesight'],
  [/^(?:[a-z][a-z0-9+.-]*:\/\/|www\.)/i, 'url'],
  [/^[0-9A-F]{2}([-:]?)[0-9A-F]{2}(?:\1[0-9A-F]{2}){4}$/i, 'eui-48'],
  [/^[0-9A-F]{16}(?:[\s:;,|/-]?[0-9A-F]{16})+$/i, 'bare-euis'],
  [/^(?:S\/?N[: ]*)?(?=[A-Z-]*[0-9])[0-9A-Z-]{4,32}$/i, 'serial-number'],
]

/** Names the kind of a text that no loaded format reads, as far as it is known. */
export function identify(text: string): DecodeProblem | undefined {
  const format = nameIn(FORMATS, text)
  if (format) return { kind: 'unsupported', code: 'format-not-loaded', format }
  // TR005 4.1: two characters of schema ID follow LW; D0 is the only one so far.
  if (/^LW:[0-9A-Z]{2}:/i.test(text)) return { kind: 'unsupported', code: 'unsupported-version', position: 3 }
  const foreignCode = nameIn(FOREIGN, text)
  return foreignCode && { kind: 'foreign', code: 'other-code', foreignCode }
}

function nameIn<Name>(names: Names<Name>, text: string): Name | undefined {
  const found = names.find(([pattern]) => pattern.test(text))
  return found?.[1]
}
