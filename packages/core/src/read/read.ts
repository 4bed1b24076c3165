import { type DecodeProblem, problemOf, type Warning } from '../issue/issue.ts'
import { namedRecord } from '../record/named-record.ts'
import type { DeviceRecord } from '../record/record.ts'
import { misfit } from '../value/extent.ts'
import { anyMatches } from '../value/pattern.ts'
import { type Checksum, checksumFault, hiddenChecksumFault } from './checksum.ts'
import type { LinkedElement, LinkedFormat } from './link.ts'
import { readValue } from './read-value.ts'

// What a reading ended with, from the least to the most it has to say about the code. Another dialect comes first:
// the code is sound, and its own format is a better judge of it.
const OTHER_DIALECT = 0
const NOT_CUT = 1
const NOT_VERIFIED = 2
const CASE_LOST = 3
const VALUE_REFUSED = 4
export const STAGES = 5

/** What one format makes of a text. */
export interface Reading {
  readonly format: LinkedFormat
  /** Nothing when the code is not one of this format. */
  readonly record?: DeviceRecord
  readonly fault?: DecodeProblem
  readonly warnings: readonly Warning[]
  /** The format has a `match`, and it holds: the code is this format's, sound or not. */
  readonly claimed: boolean
  /** How many EUIs were found where the format has them. */
  readonly euis: number
  readonly stage: number
}
/** Reads a clean text that begins with the format's prefix, in whatever case. Linear in its length. */
export function read(code: string, format: LinkedFormat): Reading {
  const { id, prefix, positional, separator, tags, match } = format
  const warnings: Warning[] = []
  const values = namedRecord<string>()
  const isFolded = !code.startsWith(prefix)
  const text = isFolded ? code.toUpperCase() : code
  const last = positional.length - 1
  let tagsSeen = ''
  let checksum: Checksum | undefined
  let claimed = false
  let euis = 0
  // The first fault of each kind.
  let misframed: DecodeProblem | undefined
  let refused: DecodeProblem | undefined
  let alien: DecodeProblem | undefined
  let lost: DecodeProblem | undefined

  if (isFolded) {
    if (/[A-Z]/.test(code)) return fail({ code: 'case-lost', position: 0 }, NOT_CUT)
    warnings.push({ code: 'lower-case-text', position: 0 })
  }
  let at = prefix.length
  for (let i = 0; !misframed; i += 1) {
    const edge = i < last || !tags ? separator : i > last ? tags.separator : tags.open || tags.separator
    const found = edge ? text.indexOf(edge, at) : -1
    const end = found < 0 ? text.length : found
    if (i > last) misframed = readTagged(tags!, end)
    else {
      readElement(positional[i]!, at, end)
      if (i < last && found < 0)
        misframed = { code: 'missing-element', field: positional[i + 1]!.fields[0]!.name, position: end }
      if (i === last && !tags && found >= 0) misframed = { code: 'trailing-text', position: found }
      if (i === last || misframed) {
        if (refused && !alien) return fail(refused, NOT_CUT)
        // Only a code whose whole frame fits is claimed: a DevEUI alone is not a damaged code of a longer format.
        claimed =
          !misframed &&
          !refused &&
          !!match &&
          match.every(({ name, patterns }) => anyMatches(patterns, values[name] ?? ''))
      }
    }
    if (found < 0) break
    at = found + edge.length
    if (!tags || i < last) continue
    if (i === last && tags.open) {
      // Nothing may follow it but a tag.
      if (at === text.length) break
      if (!text.startsWith(tags.separator, at)) misframed = { code: 'trailing-text', position: at }
      at += tags.separator.length
    }
    if (tags.damage && text.startsWith(tags.damage, at)) {
      warnings.push({ code: 'escaped-separator', position: at - tags.separator.length })
      at += tags.damage.length
    }
  }
  if (misframed) return fail(misframed, NOT_CUT)
  if (checksum && checksum.end < text.length)
    warnings.push({ code: 'checksum-not-last', position: checksum.start })
  const changed = checksum ? checksumFault(text, checksum) : tagsSeen && hiddenChecksumFault(text, tags!)
  if (changed) return fail(lost ?? changed, NOT_VERIFIED)
  if (alien) return fail(alien, OTHER_DIALECT)
  const missing = tags
    ? tags.elements.filter(({ required, tag }) => required && !tagsSeen.includes(tag!))
    : []
  const dialect = missing.find(({ marks }) => marks)?.fields ?? (claimed ? undefined : match)
  if (dialect) return fail({ code: 'other-dialect', format: id, field: dialect[0]!.name }, OTHER_DIALECT)
  // A checksum that holds for the upper-case text proves that nothing was lost.
  if (lost && !checksum) return fail(lost, CASE_LOST)
  if (refused) return fail(refused, VALUE_REFUSED)
  if (tags?.needsChecksum && !checksum) return fail({ code: 'missing-checksum' }, VALUE_REFUSED)
  if (missing[0]) return fail({ code: 'missing-field', field: missing[0].fields[0]!.name }, VALUE_REFUSED)
  if (tags?.checksum && !checksum) warnings.push({ code: 'no-checksum' })
  return { format, record: recordOf(values, format, warnings), warnings, claimed, euis, stage: STAGES }

  function fail(fault: DecodeProblem, stage: number): Reading {
    return { format, fault, warnings, claimed, euis, stage }
  }

  function readTagged(rules: NonNullable<typeof tags>, end: number): DecodeProblem | undefined {
    const { elements } = rules
    const position = at
    const tag = text.slice(at, Math.min(at + 1, end))
    const upper = tag.toUpperCase()
    const element = elements.find((one) => one.tag === tag)
    const field = tag === rules.checksum ? 'checksum' : element?.fields[0]?.name
    if (!tag || (element && at + 1 === end)) {
      warnings.push({ code: 'empty-element', position, ...(field && { field }) })
    } else if (!field) {
      const isKnown = upper === rules.checksum || elements.some((one) => one.tag === upper)
      if (isKnown) return { code: 'case-lost', position }
      if (!rules.unknown) return { code: 'unknown-tag', position }
      if (!/[A-Z]/.test(tag)) return { code: 'invalid-character', position }
      warnings.push({ code: 'unknown-tag-ignored', position })
    } else if (tagsSeen.includes(tag)) {
      return { code: 'duplicate-element', field, position }
    } else {
      tagsSeen += tag
      if (element) readElement(element, at + 1, end)
      else
        checksum = {
          digits: text.slice(at + 1, end),
          position: at + 1,
          start: text.lastIndexOf(rules.separator, at - 1),
          end,
        }
    }
    return undefined
  }

  function readElement(
    { fields, marks = [], absent, ...extent }: LinkedElement,
    start: number,
    end: number,
  ): void {
    const own = text.slice(start, end)
    if (own === absent) return
    const { name: field } = fields[0]!
    let isAlien = marks.some(({ text: mark, from, to }) => own.slice(from, to) !== mark)
    // A field alone knows better what is wrong with its text.
    const fault = (fields[1] || marks[0]) && misfit(extent, own.length)
    const through = fields[1] && fields[fields.length - 1]!.name
    let problem: DecodeProblem | undefined = fault && {
      ...fault,
      field,
      position: start,
      ...(through && { through }),
    }
    for (const one of fields) {
      const { name, from = 0, to, lead = '', not = [], cased } = one
      const piece = own.slice(from, to)
      const value = piece.slice(lead.length)
      const position = start + (from < 0 ? own.length : 0) + from + lead.length
      isAlien = isAlien || anyMatches(not, value)
      if (problem || (lead && !piece)) continue
      if (isFolded && cased && /[A-Z]/.test(value))
        lost = lost ?? { code: 'case-lost', field: name, position }
      const result = piece.startsWith(lead)
        ? readValue(value, one, (warning, offset) => {
            warnings.push({ code: warning, field: name, position: position + offset })
          })
        : ({ code: 'invalid-character', at: -lead.length } as const)
      if (typeof result === 'string') values[name] = result
      else problem = problemOf(result, name, position)
      // Nothing else has 16 hex digits.
      if (!problem && one.hex && one.most === 16) euis += 1
    }
    if (isAlien) alien = alien ?? { code: 'other-dialect', format: id, field, position: start }
    refused = refused ?? problem
  }
}

function recordOf(
  values: Readonly<Record<string, string>>,
  { extra = [], keys = [] }: LinkedFormat,
  warnings: Warning[],
): DeviceRecord {
  const record: Record<string, unknown> = {}
  const own = namedRecord<string>()
  for (const name of Object.keys(values)) {
    if (keys.includes(name)) warnings.push({ code: 'key-dropped', field: name })
    else (extra.includes(name) ? own : record)[name] = values[name]!
  }
  if (extra.some((name) => name in own)) record['extra'] = own
  return record as unknown as DeviceRecord
}
