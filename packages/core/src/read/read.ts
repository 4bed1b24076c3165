import type { DecodeProblem, ValueFault, Warning } from '../issue/issue.ts'
import type { DeviceField, DeviceRecord } from '../record/record.ts'
import { checksumOf } from '../value/crc16.ts'
import { misfit } from '../value/extent.ts'
import { anyMatches } from '../value/pattern.ts'
import {
  CASED,
  type CompiledElement,
  type CompiledFormat,
  CONSTANT,
  EXTRA,
  HEX,
  KEY,
} from './compiled-format.ts'
import { readValue } from './read-value.ts'
import { type DecodeResult, refusal } from './result.ts'
import { ALIEN, CHANGED, FRAME, LOST, MISSING, OF_AN_EUI, REFUSED, STAGES, UNSEALED } from './weight.ts'

/** What one format makes of a text. */
export interface Reading {
  readonly format: CompiledFormat
  readonly result: DecodeResult
  /** The format has a `match`, and it holds: the code is this format's, sound or not. */
  readonly claimed: boolean
  /** How far it came: the more, the more it has to say about the code. At least `OF_AN_EUI` if an EUI was found. */
  readonly progress: number
}

/**
 * Reads a clean text that begins with the format's prefix, in whatever case. Linear in its length.
 *
 * One function over lists, where objects would read better: every app downloads it, and a budget holds its bytes.
 */
export function read(code: string, format: CompiledFormat): Reading {
  const { id, prefix, rules, match = [] } = format
  const [positional, separator, edge = '', open, damage, tagged = [], unknown, tagOfChecksum, needsChecksum] =
    rules
  const isFolded = !code.startsWith(prefix)
  const text = isFolded ? code.toUpperCase() : code
  const last = positional.length - 1
  const warnings: Warning[] = []
  const faults: (DecodeProblem | undefined)[] = []
  const values: Record<string, string> = Object.create(null)
  const record: { -readonly [F in DeviceField]?: string } & { extra?: object } = {}
  let at = prefix.length
  let tagsSeen = ''
  let checksumAt = 0
  let checksumEnd = 0
  let claimed = false
  let euis = 0

  if (isFolded) {
    warn('lower-case-text', 0)
    if (code !== code.toLowerCase()) fail(FRAME, 'case-lost', 0)
  }
  for (let i = 0; !faults[FRAME]; i += 1) {
    const between = i < last ? separator : i > last ? edge : open || edge || separator
    const found = between ? text.indexOf(between, at) : -1
    const end = found < 0 ? text.length : found
    if (i > last) readTagged(end)
    else {
      readElement(positional[i]!, at, end)
      at = end
      if (i < last && found < 0) fail(FRAME, 'missing-element', at, nameOf(positional[i + 1]!))
      if (i === last && found >= 0 && !edge) fail(FRAME, 'trailing-text', at)
      if (i === last || faults[FRAME]) {
        const fits = match.every(({ name, patterns }) => anyMatches(patterns, values[name] ?? ''))
        // Only a code whose whole frame fits is claimed: a DevEUI alone is not a damaged code of a longer format.
        claimed = !!match[0] && !faults[FRAME] && !faults[REFUSED] && fits
        // Other text than a constant in its place speaks of another dialect rather than of damage.
        if (!faults[ALIEN]) faults[FRAME] = faults[REFUSED] ?? faults[FRAME]
      }
    }
    if (found < 0) break
    at = found + between!.length
    if (i === last && open) {
      if (at === text.length) break
      if (!text.startsWith(edge, at)) fail(FRAME, 'trailing-text', at)
      at += edge.length
    }
    if (damage && i >= last && text.startsWith(damage, at)) {
      warn('escaped-separator', at - edge.length)
      at += damage.length
    }
  }
  if (checksumAt) checkSum()
  else if (tagOfChecksum) {
    if (tagsSeen) findHiddenChecksum()
    warn('no-checksum')
    if (needsChecksum) fail(UNSEALED, 'missing-checksum')
  }
  for (const element of tagged) {
    const [parts, tag, required] = element
    if (!required || tagsSeen.includes(tag!)) continue
    // Constants are last.
    if (parts[parts.length - 1]![1] === CONSTANT) failAsOther(nameOf(element))
    fail(MISSING, 'missing-field', undefined, nameOf(element))
  }
  if (match[0] && !claimed) failAsOther(match[0].name)
  const gravest = faults.findIndex(Boolean)
  const told = faults[gravest]
  // What stands for an EUI counts for more than any that are there.
  const weight = told?.code === 'placeholder' ? 99 : euis
  return {
    format,
    result: told
      ? refusal(told)
      : { ok: true, record: record as unknown as DeviceRecord, format: id, warnings },
    claimed,
    progress: weight * OF_AN_EUI + (STAGES[gravest] ?? 0) + prefix.length / 999,
  }

  function warn(of: Warning['code'], position?: number, field?: string): void {
    warnings.push(issue(of, position, field))
  }

  function fail(
    rank: number,
    of: DecodeProblem['code'],
    position?: number,
    field?: string,
    facts?: object,
  ): void {
    faults[rank] ??= issue(of, position, field, facts)
  }

  function failAsOther(field: string, position?: number): void {
    fail(ALIEN, 'other-dialect', position, field, { kind: 'unsupported', format: id })
  }

  function readTagged(end: number): void {
    const tag = at < end ? text[at]! : ''
    const upper = tag.toUpperCase()
    const element = tagged.find((one) => one[1] === tag)
    const name = element ? nameOf(element) : tag === tagOfChecksum ? 'checksum' : ''
    if (!tag || (element && at + 1 === end)) warn('empty-element', at, name)
    else if (tagsSeen.includes(tag)) fail(FRAME, 'duplicate-element', at, name)
    else if (name) {
      tagsSeen += tag
      if (element) readElement(element, at + 1, end)
      else [checksumAt, checksumEnd] = [at, end]
    } else if (upper === tagOfChecksum || tagged.some((one) => one[1] === upper)) fail(FRAME, 'case-lost', at)
    else if (!unknown) fail(FRAME, 'unknown-tag', at)
    else if (/[A-Z]/.test(tag)) warn('unknown-tag-ignored', at)
    else fail(FRAME, 'invalid-character', at)
  }

  function readElement(element: CompiledElement, start: number, end: number): void {
    const [parts, , , absent, least, most, through] = element
    const own = text.slice(start, end)
    if (own === absent) return
    const first = nameOf(element)
    let fault: ValueFault | undefined = parts[1] && misfit(least!, most!, own.length)
    if (fault) refuse(fault, start, first, through && { through })
    for (const part of parts) {
      const [name, kind, digits, , from = 0, to, , expected, token, not, before, home] = part
      const lead = before || ''
      const piece = own.slice(from, to || end)
      const value = piece.slice(lead.length)
      const position = start + (from < 0 ? own.length : 0) + from + lead.length
      if (kind === CONSTANT ? piece !== name : not && anyMatches(not, value)) failAsOther(first, start)
      if (fault || kind === CONSTANT || (lead && !piece)) continue
      const isHex = kind === HEX
      const given = isHex ? value.toUpperCase() : value
      if (isFolded && kind === CASED && /[A-Z]/.test(value)) fail(LOST, 'case-lost', position, name)
      // Nearly all values have nothing of the kind.
      const odd = given !== value ? /[a-z]/ : isHex || expected || token ? undefined : /[ %]/
      const oddAt = odd ? value.search(odd) : -1
      if (oddAt >= 0) warn(isHex ? 'lower-case-hex' : 'unsafe-character', position + oddAt, name)
      const result = piece.startsWith(lead)
        ? readValue(given, part)
        : (['invalid-character', -lead.length] as const)
      if (typeof result !== 'string') refuse((fault = result), position, name)
      else {
        values[name] = result
        // Nothing else has 16 hex digits.
        if (isHex && digits === 16) euis += 1
        if (home === KEY) warn('key-dropped', undefined, name)
        else if (home === EXTRA)
          Object.assign((record.extra ??= Object.create(null) as object), { [name]: result })
        else record[name as DeviceField] = result
      }
    }
  }

  function refuse([of, offset, facts]: ValueFault, start: number, field: string, more?: object | ''): void {
    fail(REFUSED, of, start + offset, field, { ...facts, ...more })
  }

  function failAsChanged(of: 'checksum-mismatch' | 'malformed-checksum', tagAt: number): void {
    // With its case, a code loses its checksum.
    faults[CHANGED] = faults[LOST] ?? issue(of, tagAt + 1, 'checksum')
  }

  function checkSum(): void {
    const digits = text.slice(checksumAt + 1, checksumEnd).toUpperCase()
    const start = text.lastIndexOf(edge, checksumAt - 1)
    if (checksumEnd < text.length) warn('checksum-not-last', start)
    // A checksum that holds for the upper-case text proves that nothing was lost.
    if (digits === checksumOf(text.slice(0, start) + text.slice(checksumEnd))) faults[LOST] = undefined
    else failAsChanged(/^[0-9A-F]{4}$/.test(digits) ? 'checksum-mismatch' : 'malformed-checksum', checksumAt)
  }

  /**
   * One character changed, lost or put in at `:C` hides the checksum in the value before it, or makes it a value of its
   * own. Where a checksum is optional only this finds that; four digits are right by chance once in 65,536 endings.
   */
  function findHiddenChecksum(): void {
    const tagAt = text.length - 5
    const edgeAt = tagAt - edge.length
    const isTag = text[tagAt] === tagOfChecksum
    const ends = isTag ? [edgeAt, tagAt, edgeAt - 1] : text.startsWith(edge, edgeAt) ? [edgeAt] : []
    const isHidden = ends.some((end) => checksumOf(text.slice(0, end)) === text.slice(-4).toUpperCase())
    if (isHidden) failAsChanged('malformed-checksum', tagAt)
  }
}

/** The name that stands for an element in an issue: that of its first value. */
function nameOf([[part]]: CompiledElement): string {
  return part![0]
}

/** The callers give what the facts of each code ask for. */
function issue(
  code: DecodeProblem['code'] | Warning['code'],
  position?: number,
  field?: string,
  facts?: object,
): DecodeProblem & Warning {
  const place = { ...(field && { field }), ...(position! >= 0 && { position }) }
  return { code, ...place, ...facts } as unknown as DecodeProblem & Warning
}
