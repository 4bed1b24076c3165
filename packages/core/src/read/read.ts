import type { DecodeProblem, ValueFault, Warning } from '../issue/issue.ts'
import type { DeviceField, DeviceRecord } from '../record/record.ts'
import { checksumOf } from '../value/crc16.ts'
import { misfit } from '../value/extent.ts'
import { anyMatches } from '../value/pattern.ts'
import {
  CASED,
  type CompiledElement,
  type CompiledFormat,
  type CompiledPart,
  CONSTANT,
  EXTRA,
  HEX,
  KEY,
} from './compiled-format.ts'
import type { Find } from './find.ts'
import { readValue } from './read-value.ts'

/** What one format makes of a text. */
export interface Reading {
  readonly format: CompiledFormat
  readonly record: DeviceRecord
  /** Why the code is not one of this format. */
  readonly fault: DecodeProblem | undefined
  readonly warnings: readonly Warning[]
  /** The format has a `match`, and it holds: the code is this format's, sound or not. */
  readonly claimed: boolean
  /** How many EUIs were found where the format has them. */
  readonly euis: number
  /** How far it came: the more, the more it has to say about the code. */
  readonly stage: number
}

/**
 * Reads a clean text that begins with the format's prefix, in whatever case. Linear in its length.
 *
 * One function over lists, where objects would read better: every app downloads it, and a budget holds its bytes.
 */
export function read(code: string, format: CompiledFormat, find: Find): Reading {
  const { id, prefix, rules, match = [] } = format
  const [positional, separator, edge = '', open, damage, tagged = [], unknown, tagOfChecksum, needsChecksum] =
    rules
  const isFolded = !code.startsWith(prefix)
  const text = isFolded ? code.toUpperCase() : code
  const last = positional.length - 1
  const warnings: Warning[] = []
  const values: Record<string, string> = Object.create(null)
  const record: { -readonly [F in DeviceField]?: string } & { extra?: object } = {}
  let at = prefix.length
  let tagsSeen = ''
  const filled: (readonly [element: CompiledElement, start: number, end: number])[] = []
  let checksum: readonly [digits: string, tagAt: number, end: number] | undefined
  let claimed = false
  let euis = 0
  // The first fault of each kind.
  let misplaced: DecodeProblem | undefined
  let misframed: DecodeProblem | undefined
  let changed: DecodeProblem | undefined
  let alien: DecodeProblem | undefined
  let lost: DecodeProblem | undefined
  let refused: DecodeProblem | undefined
  let missing: DecodeProblem | undefined

  if (isFolded) {
    warn('lower-case-text', 0)
    if (code !== code.toLowerCase()) misframed = issue('case-lost', 0)
  }
  for (let i = 0; !misframed; i += 1) {
    const between = i > last ? edge : i < last || !edge ? separator : open || edge
    const found = between ? text.indexOf(between, at) : -1
    const end = found < 0 ? text.length : found
    if (i > last) readTagged(end)
    else {
      readElement(positional[i]!, at, end)
      at = end
      if (i < last && found < 0) misframe('missing-element', nameOf(positional[i + 1]!))
      if (i === last && found >= 0 && !edge) misframe('trailing-text')
      if (i === last || misframed) {
        // Other text than a constant in its place speaks of another dialect rather than of damage.
        if (!alien) misplaced = refused
        // Only a code whose whole frame fits is claimed: a DevEUI alone is not a damaged code of a longer format.
        const isSound = match[0] && !misframed && !refused
        claimed = !!isSound && match.every(({ name, patterns }) => anyMatches(patterns, values[name] ?? ''))
      }
    }
    if (found < 0 || misplaced) break
    at = found + between!.length
    if (i === last && open) {
      if (at === text.length) break
      if (!text.startsWith(edge, at)) misframe('trailing-text')
      at += edge.length
    }
    if (damage && i >= last && text.startsWith(damage, at)) {
      warn('escaped-separator', at - edge.length)
      at += damage.length
    }
  }
  const unread = misplaced ?? misframed
  if (unread) return reading(unread, 1)
  if (checksum) checkSum(...checksum)
  else if (tagOfChecksum && tagsSeen) findHiddenChecksum()
  if (changed && !isFolded) return reading(changed, 2)
  for (const one of filled) readElement(...one)
  if (changed) return reading(lost ?? changed, 2)
  for (const element of tagged) {
    const [parts, tag, required] = element
    if (!required || tagsSeen.includes(tag!)) continue
    // Constants are last.
    if (parts[parts.length - 1]![1] === CONSTANT) other(nameOf(element))
    missing = missing ?? issue('missing-field', undefined, nameOf(element))
  }
  if (match[0] && !claimed) other(match[0].name)
  // Of another dialect, the code is sound, and its own format is a better judge of it.
  if (alien) return reading(alien, 0)
  // A checksum that holds for the upper-case text proves that nothing was lost.
  if (lost && !checksum) return reading(lost, 3)
  if (tagOfChecksum && !checksum) warn('no-checksum')
  return reading(refused ?? (needsChecksum && !checksum ? issue('missing-checksum') : missing), 4)

  function reading(fault: DecodeProblem | undefined, stage: number): Reading {
    return { format, record: record as unknown as DeviceRecord, fault, warnings, claimed, euis, stage }
  }

  function warn(of: Warning['code'], position?: number, field?: string): void {
    warnings.push(issue(of, position, field))
  }

  function misframe(of: DecodeProblem['code'], field?: string): void {
    misframed = issue(of, at, field)
  }

  function other(field: string, position?: number): void {
    alien = alien ?? issue('other-dialect', position, field, { format: id })
  }

  function readTagged(end: number): void {
    const tag = at < end ? text[at]! : ''
    const upper = tag.toUpperCase()
    const element = tagged.find((one) => one[1] === tag)
    const name = element ? nameOf(element) : tag && tag === tagOfChecksum ? 'checksum' : undefined
    if (!tag || (element && at + 1 === end)) warn('empty-element', at, name)
    else if (tagsSeen.includes(tag)) misframe('duplicate-element', name)
    else if (name) {
      tagsSeen += tag
      if (element) filled.push([element, at + 1, end])
      else checksum = [text.slice(at + 1, end).toUpperCase(), at, end]
    } else if (upper === tagOfChecksum || tagged.some((one) => one[1] === upper)) misframe('case-lost')
    else if (!unknown) misframe('unknown-tag')
    else if (/[A-Z]/.test(tag)) warn('unknown-tag-ignored', at)
    else misframe('invalid-character')
  }

  function readElement([parts, , , absent, least, most]: CompiledElement, start: number, end: number): void {
    const own = text.slice(start, end)
    if (own === absent) return
    const first = parts[0]![0]
    let fault: ValueFault | undefined = parts[1] && misfit(least!, most!, own.length)
    if (fault) refused = refused ?? issue(fault[0], start, first, { ...fault[2], ...through(parts) })
    for (const part of parts) {
      const [name, kind, digits, , from = 0, to, , , , not, before, home] = part
      const lead = before || ''
      const piece = own.slice(from, to || end)
      const value = piece.slice(lead.length)
      const position = start + (from < 0 ? own.length : 0) + from + lead.length
      if (kind === CONSTANT ? piece !== name : not && anyMatches(not, value)) other(first, start)
      if (fault || kind === CONSTANT || (lead && !piece)) continue
      if (isFolded && kind === CASED && /[A-Z]/.test(value)) lost = lost ?? issue('case-lost', position, name)
      const result = piece.startsWith(lead)
        ? readValue(value, part, find, (of, offset) => warn(of, position + offset, name))
        : (['invalid-character', -lead.length] as const)
      if (typeof result === 'string') {
        values[name] = result
        // Nothing else has 16 hex digits.
        if (kind === HEX && digits === 16) euis += 1
        keep(name, result, home)
      } else {
        fault = result
        refused = refused ?? issue(result[0], position + result[1], name, result[2])
      }
    }
  }

  function keep(name: string, value: string, home: number | undefined): void {
    if (home === KEY) warn('key-dropped', undefined, name)
    else if (home === EXTRA)
      record.extra = Object.assign(record.extra ?? Object.create(null), { [name]: value })
    else record[name as DeviceField] = value
  }

  function checkSum(digits: string, tagAt: number, end: number): void {
    const start = text.lastIndexOf(edge, tagAt - 1)
    if (end < text.length) warn('checksum-not-last', start)
    if (digits === checksumOf(text.slice(0, start) + text.slice(end))) return
    const of = /^[0-9A-F]{4}$/.test(digits) ? 'checksum-mismatch' : 'malformed-checksum'
    changed = issue(of, tagAt + 1, 'checksum')
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
    if (isHidden) changed = issue('malformed-checksum', tagAt + 1, 'checksum')
  }
}

/** The last of several values. */
function through(parts: readonly CompiledPart[]): { readonly through?: string } {
  const names = parts.filter(([, kind]) => kind !== CONSTANT)
  return names[1] ? { through: names[names.length - 1]![0] } : {}
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
