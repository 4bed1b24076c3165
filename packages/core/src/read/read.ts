import { crc16Continue, crc16Text } from '../value/crc16.ts'
import { type Constraint, type Element, fieldsOf, type Grammar, nameOf } from '../format/grammar.ts'
import type { DecodeProblem, Warning } from '../issue/issue.ts'
import { anyMatches } from '../value/pattern.ts'
import { isDialect, type Piece, readElement, type Values } from './read-element.ts'
import { isKeyName } from '../record/key-name.ts'
import { namedRecord } from '../record/named-record.ts'
import { type DeviceField, type DeviceRecord, isDeviceField } from '../record/record.ts'
import { split, type Split } from './split.ts'

/**
 * What a reading ended with, from the least to the most it has to say about the code. Another dialect comes first:
 * the code is sound, and its own format is a better judge of it.
 */
export const STAGES = [
  'other-dialect',
  'not-cut',
  'not-verified',
  'case-lost',
  'value-refused',
  'read',
] as const

type Stage = (typeof STAGES)[number]

/** What one grammar makes of a text. */
export interface Reading {
  readonly grammar: Grammar
  readonly record: DeviceRecord | undefined
  readonly fault: DecodeProblem | undefined
  readonly warnings: readonly Warning[]
  /** The grammar has a `match`, and it holds: the code is this format's, sound or not. */
  readonly claimed: boolean
  /** How many EUIs were found where the grammar has them. */
  readonly euis: number
  readonly stage: Stage
}

/** Reads a clean text that begins with the grammar's prefix, in whatever case. */
export function read(text: string, grammar: Grammar): Reading {
  const warnings: Warning[] = []
  const warn = (warning: Warning): void => void warnings.push(warning)
  const folded = !text.startsWith(grammar.prefix)
  if (folded && /[A-Z]/.test(text)) {
    const fault: DecodeProblem = { code: 'case-lost', position: 0 }
    return { grammar, record: undefined, fault, warnings, claimed: false, euis: 0, stage: 'not-cut' }
  }
  const upper = folded ? text.toUpperCase() : text
  if (folded) warn({ code: 'lower-case-text', position: 0 })
  const parts = split(upper, grammar, warn)
  const values: Values = { fields: new Map(), warn }
  const placed = parts.positional.map((piece, i) => ({ piece, element: grammar.positional[i]! }))
  const faults = placed.map(({ element, piece }) => readElement(element, piece, values))
  const euis = placed.filter(({ element }, i) => faults[i] === undefined && hasEui(element)).length
  // Only a code whose whole frame fits is claimed: a DevEUI alone is not a damaged code of a longer format.
  const isFramed = parts.framed && faults.every((one) => one === undefined)
  const claimed = isFramed && grammar.match.length > 0 && grammar.match.every(holds)
  const misplaced = faults.find(Boolean)
  if (misplaced !== undefined && placed.every(isOfDialect)) return fail(misplaced, 'not-cut')
  if (parts.fault !== undefined) return fail(parts.fault, 'not-cut')
  for (const element of grammar.tagged) {
    const piece = parts.tagged.get(element.tag)
    if (piece !== undefined) placed.push({ element, piece })
  }
  const changed = checksumFault(upper, parts, grammar)
  const lost = folded
    ? placed.map(({ element, piece }) => caseFault(element, piece)).find(Boolean)
    : undefined
  if (changed !== undefined) return fail(lost ?? changed, 'not-verified')
  const alien = dialectFault(grammar, placed, claimed)
  if (alien !== undefined) return fail(alien, 'other-dialect')
  // A checksum that holds for the upper-case text proves that nothing was lost.
  if (lost !== undefined && parts.checksum === undefined) return fail(lost, 'case-lost')
  for (const { element, piece } of placed.slice(grammar.positional.length)) {
    faults.push(readElement(element, piece, values))
  }
  const fault = faults.find(Boolean) ?? absenceFault(grammar, parts)
  if (fault !== undefined) return fail(fault, 'value-refused')
  if (grammar.checksum !== undefined && parts.checksum === undefined) warn({ code: 'no-checksum' })
  return { grammar, record: recordOf(values), fault: undefined, warnings, claimed, euis, stage: 'read' }

  function fail(reason: DecodeProblem, stage: Stage): Reading {
    return { grammar, record: undefined, fault: reason, warnings, claimed, euis, stage }
  }

  function holds({ name, patterns }: Constraint): boolean {
    const value = values.fields.get(name)
    return value !== undefined && anyMatches(patterns, value)
  }
}

interface Placed {
  readonly element: Element
  readonly piece: Piece
}

function dialectFault(
  grammar: Grammar,
  placed: readonly Placed[],
  claimed: boolean,
): DecodeProblem | undefined {
  const format = grammar.id
  const strange = placed.find((one) => !isOfDialect(one))
  if (strange !== undefined) {
    return {
      code: 'other-dialect',
      format,
      field: nameOf(strange.element),
      position: strange.piece.at,
    }
  }
  const unmarked = grammar.tagged.find(
    (element) => element.required && hasLiteral(element) && !placed.some((one) => one.element === element),
  )
  if (unmarked !== undefined) return { code: 'other-dialect', format, field: nameOf(unmarked) }
  if (grammar.match.length > 0 && !claimed) {
    return { code: 'other-dialect', format, field: grammar.match[0]!.name }
  }
  return undefined
}

function isOfDialect({ element, piece }: Placed): boolean {
  return piece.text === element.absent || isDialect(element, piece)
}

function absenceFault(grammar: Grammar, parts: Split): DecodeProblem | undefined {
  if (grammar.checksum?.required === true && parts.checksum === undefined) {
    return { code: 'missing-checksum' }
  }
  const missing = grammar.tagged.find(({ required, tag }) => required && !parts.tagged.has(tag))
  return missing === undefined ? undefined : { code: 'missing-field', field: nameOf(missing) }
}

function checksumFault(text: string, parts: Split, grammar: Grammar): DecodeProblem | undefined {
  if (parts.checksum === undefined) return hiddenChecksumFault(text, parts, grammar)
  const { digits, start, end } = parts.checksum
  const place = { field: 'checksum', position: digits.at }
  if (!FOUR_DIGITS.test(digits.text)) return { code: 'malformed-checksum', ...place }
  const crc = crc16Continue(crc16Continue(0xffff, text, 0, start), text, end, text.length)
  return crc16Text(crc) === digits.text.toUpperCase() ? undefined : { code: 'checksum-mismatch', ...place }
}

const FOUR_DIGITS = /^[0-9A-Fa-f]{4}$/

/**
 * One character changed, lost or put in at `:C` hides the checksum in the value before it, or makes it a value of its
 * own. Where a checksum is optional only this test finds that; four digits are right by chance once in 65,536 endings.
 */
function hiddenChecksumFault(
  text: string,
  parts: Split,
  { checksum, tags }: Grammar,
): DecodeProblem | undefined {
  const digits = text.slice(-4)
  if (checksum === undefined || parts.tagged.size === 0 || !FOUR_DIGITS.test(digits)) return undefined
  const tagAt = text.length - 5
  const separatorAt = tagAt - tags.separator.length
  const holds = (end: number): boolean =>
    crc16Text(crc16Continue(0xffff, text, 0, end)) === digits.toUpperCase()
  const isHidden =
    text[tagAt] === checksum.tag
      ? holds(separatorAt) || holds(tagAt) || holds(separatorAt - 1)
      : text.startsWith(tags.separator, separatorAt) && holds(separatorAt)
  return isHidden ? { code: 'malformed-checksum', field: 'checksum', position: tagAt + 1 } : undefined
}

function caseFault(element: Element, { text, at }: Piece): DecodeProblem | undefined {
  const field = fieldsOf(element).find(({ codec }) => !codec.caseless)
  const carriesCase = field !== undefined && text !== element.absent && /[A-Z]/.test(text)
  return carriesCase ? { code: 'case-lost', field: field.name, position: at } : undefined
}

function hasEui(element: Element): boolean {
  return fieldsOf(element).some(({ name }) => name === 'devEui' || name === 'joinEui')
}

function hasLiteral(element: Element): boolean {
  return element.parts.some((part) => part.literal !== undefined)
}

function recordOf({ fields, warn }: Values): DeviceRecord {
  const record: { -readonly [F in DeviceField]?: string } = {}
  const extra: [string, string][] = []
  for (const [name, value] of fields) {
    if (isDeviceField(name)) record[name] = value
    else if (isKeyName(name)) warn({ code: 'key-dropped', field: name })
    else extra.push([name, value])
  }
  const all = extra.length === 0 ? record : { ...record, extra: namedRecord(extra) }
  return all as unknown as DeviceRecord
}
