import type { ForeignCode } from '../issue/facts.ts'
import type { DecodeProblem } from '../issue/issue.ts'
import { parseEui64, parseWrittenEui64 } from '../record/eui64.ts'

// Each pattern looks at a text of at most 4,296 characters and repeats nothing inside a repetition: linear.
const FOREIGN: readonly (readonly [RegExp, ForeignCode])[] = [
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

const FRAMES: readonly (readonly [string, string])[] = [
  ['LW:D0:', 'tr005'],
  ['URN:LW:DP:', 'tr005-draft2'],
  ['URN:DEV:LW:', 'tr005-draft3'],
  ['URN:LWDP:', 'browan'],
]

/** Names the kind of a text that no loaded format reads, as far as it is known. */
export function identify(text: string): DecodeProblem | undefined {
  const upper = text.slice(0, 16).toUpperCase()
  const frame = FRAMES.find(([prefix]) => upper.startsWith(prefix))
  if (frame !== undefined) return { code: 'format-not-loaded', format: frame[1] }
  // Not a serial number, though it looks like one.
  if (parseEui64(text) !== undefined) return { code: 'format-not-loaded', format: 'dev-eui' }
  // TR005 4.1: two characters of schema ID follow LW; D0 is the only one so far.
  if (/^LW:[0-9A-Z]{2}:/.test(upper)) return { code: 'unsupported-version', position: 3 }
  if (parseWrittenEui64(text) !== undefined) return { code: 'other-code', foreignCode: 'written-eui' }
  const foreign = FOREIGN.find(([pattern]) => pattern.test(text))
  return foreign === undefined ? undefined : { code: 'other-code', foreignCode: foreign[1] }
}
