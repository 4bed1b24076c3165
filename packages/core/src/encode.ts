import { clean } from './read/clean.ts'
import { crc16Modbus, crc16Text } from './value/crc16.ts'
import { LONGEST } from './format/document-shape.ts'
import { misuse } from './issue/error.ts'
import { type Format, grammarOf } from './format/format.ts'
import { type Element, type Field, fieldsOf, type Grammar } from './format/grammar.ts'
import { anyMatches } from './value/pattern.ts'
import { type DeviceFields, isKeyName, isRecordField, RECORD_FIELDS } from './record/record.ts'

/**
 * Writes a device's fields as the text of a code: `decode` with the same format gives the same fields back.
 *
 * @returns printable ASCII, at most 4,296 characters
 * @throws ClaimtagError of kind `misuse`: `read-only-format`, `missing-field`, `field-not-carried`, `key-refused`,
 *   `wrong-length`, `invalid-character`, `not-canonical`, `placeholder`, `reserved-value`, `match-mismatch`, `too-long`;
 *   each with the `field`, never with its value
 * @example
 * ```ts
 * encode({ devEui: '0004A310001AAED6', joinEui: '70B3D57ED0000000', ownerToken: 'ABEiM0RVZneImaq7zN3u/w==' }, thingpark)
 * ```
 */
export function encode(fields: DeviceFields, format: Format): string {
  const grammar = grammarOf(format)
  if (!grammar.writable) throw misuse('read-only-format', { format: grammar.id })
  const values = valuesOf(fields, grammar)
  for (const { name, patterns } of grammar.match) {
    const only = patterns.length === 1 && !patterns[0]!.endsWith('*') ? patterns[0] : undefined
    // The document itself says what the value is, so rows need not repeat it.
    if (!values.has(name) && only !== undefined) values.set(name, only)
  }
  const positional = grammar.positional.map((element) => writeElement(element, values, grammar))
  const tagged = grammar.tagged.map((element) => writeElement(element, values, grammar))
  for (const { name, patterns } of grammar.match) {
    const value = values.get(name)
    if (value === undefined) throw misuse('missing-field', { field: name, format: grammar.id })
    if (!anyMatches(patterns, comparable(value, name, grammar))) {
      throw misuse('match-mismatch', { field: name, format: grammar.id })
    }
  }
  const text = join(positional, tagged, grammar)
  if (text.length > LONGEST) throw misuse('too-long', { length: text.length, expected: String(LONGEST) })
  // What a reader would take off as the scanner's own must not be part of the code.
  if (clean(text).text !== text) throw misuse('invalid-character', { position: 0, format: grammar.id })
  return text
}

function join(positional: readonly string[], tagged: readonly string[], grammar: Grammar): string {
  const { prefix, separator, tags, checksum } = grammar
  let extension = ''
  for (const one of tagged) if (one !== '') extension += tags.separator + one
  const open = extension !== '' || checksum !== undefined ? tags.open : ''
  const body = prefix + positional.join(separator) + open + extension
  return checksum === undefined
    ? body
    : `${body}${tags.separator}${checksum.tag}${crc16Text(crc16Modbus(body))}`
}

function valuesOf(fields: DeviceFields, grammar: Grammar): Map<string, string> {
  const values = new Map<string, string>()
  const put = (name: string, value: unknown): void => {
    if (value === undefined || value === '') return
    if (!grammar.carries.has(name)) throw misuse('field-not-carried', { field: name, format: grammar.id })
    if (typeof value !== 'string') throw misuse('not-text', { field: name })
    values.set(name, value)
  }
  // JavaScript callers hand in what a query found: perhaps nothing.
  const given: DeviceFields = fields ?? { devEui: '' }
  // Columns that are no business of a code may ride along; a LoRaWAN key among them is a mistake to stop.
  const key = Object.keys(given).find((name) => !isRecordField(name) && isKeyName(name))
  if (key !== undefined) throw misuse('key-refused', { field: key })
  for (const name of RECORD_FIELDS) put(name, given[name])
  for (const [name, value] of Object.entries(given.extra ?? {})) {
    // The record's own fields have one place, or a row could say two things at once.
    if (isKeyName(name)) throw misuse('key-refused', { field: name })
    if (isRecordField(name))
      throw misuse('field-not-carried', { field: name, path: 'extra', format: grammar.id })
    put(name, value)
  }
  return values
}

function writeElement(element: Element, values: ReadonlyMap<string, string>, grammar: Grammar): string {
  const given = element.parts.some((part) => part.literal === undefined && values.has(part.name))
  if (!given && element.absent !== undefined) return element.absent
  if (!given && !element.required) return ''
  let text = ''
  for (const part of element.parts) {
    text += part.literal === undefined ? writeField(part, values, grammar) : part.literal
  }
  // `0000` + `0000` is how TR005 itself spells "none"; any other value would silently be lost.
  if (text === element.absent && !/^0+$/.test(text)) {
    throw misuse('reserved-value', { field: fieldsOf(element)[0]!.name })
  }
  return element.tag + text
}

function writeField(field: Field, values: ReadonlyMap<string, string>, grammar: Grammar): string {
  const { name, codec, lead, not } = field
  const value = values.get(name)
  if (value === undefined) {
    if (lead !== '') return ''
    throw misuse('missing-field', { field: name, format: grammar.id })
  }
  const text = codec.toWire(value)
  if (typeof text !== 'string') {
    const { code, at, ...rest } = text
    throw misuse(code, { field: name, position: at, ...rest })
  }
  if (anyMatches(not, text)) throw misuse('reserved-value', { field: name })
  return lead + text
}

function comparable(value: string, name: string, grammar: Grammar): string {
  const field = grammar.positional.flatMap(fieldsOf).find((one) => one.name === name)
  const text = field?.codec.toWire(value)
  return typeof text === 'string' ? text : value
}
