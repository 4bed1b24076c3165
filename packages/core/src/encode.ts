import { isClean } from './read/is-clean.ts'
import { quickChecksumOf } from './value/crc16.ts'
import { LONGEST_CODE } from './limits.ts'
import { misuse } from './issue/misuse.ts'
import { problemOf } from './issue/issue.ts'
import { type Format, grammarOf } from './format/format.ts'
import { oneValue } from './format/format-field.ts'
import { allFieldsOf, type Element, type Field, type Grammar, nameOf } from './format/grammar.ts'
import { anyMatches } from './value/pattern.ts'
import { isKeyName } from './record/key-name.ts'
import { type DeviceFields, isDeviceField } from './record/record.ts'

/**
 * Writes a device's fields as the text of a code: `decode` with the same format gives the same fields back.
 *
 * @returns printable ASCII, at most 4,296 characters
 * @throws ClaimtagError `read-only-format`, `missing-field`, `field-not-carried`, `key-refused`, `wrong-length`,
 *   `invalid-character`, `not-canonical`, `placeholder`, `reserved-value`, `match-mismatch`, `too-long`; each of kind
 *   `misuse` and with the `field`, never with its value
 *
 * @example
 * ```ts
 * import { encode, thingpark } from '@claimtag/core'
 *
 * const eui = { devEui: '0004A310001AAED6', joinEui: '70B3D57ED0000000' }
 * const text = encode({ ...eui, ownerToken: 'ABEiM0RVZneImaq7zN3u/w==' }, thingpark)
 * console.log(text.length) // 87
 * ```
 */
export function encode(fields: DeviceFields, format: Format): string {
  const grammar = grammarOf(format)
  if (!grammar.writable) throw misuse({ code: 'read-only-format', format: grammar.id })
  const values = valuesOf(fields, grammar)
  for (const { name, patterns } of grammar.match) {
    const only = oneValue(patterns)
    // The document itself says what the value is, so rows need not repeat it.
    if (only !== undefined) values[slotOf(name, grammar)] ??= only
  }
  const positional = writePositional(values, grammar)
  const tagged = writeTagged(values, grammar)
  for (const { name, patterns } of grammar.match) {
    const value = values[slotOf(name, grammar)]
    if (value === undefined) throw misuse({ code: 'missing-field', field: name, format: grammar.id })
    if (!anyMatches(patterns, comparable(value, name, grammar))) {
      throw misuse({ code: 'match-mismatch', field: name, format: grammar.id })
    }
  }
  const text = join(positional, tagged, grammar)
  if (text.length > LONGEST_CODE)
    throw misuse({ code: 'too-long', length: text.length, expected: String(LONGEST_CODE) })
  // A reader would strip this as an addition of the scanner.
  if (!isClean(text)) throw misuse({ code: 'invalid-character', position: 0, format: grammar.id })
  return text
}

function join(positional: string, tagged: string, { prefix, tags, checksum }: Grammar): string {
  const open = tagged !== '' || checksum !== undefined ? tags.open : ''
  const body = prefix + positional + open + tagged
  return checksum === undefined ? body : `${body}${tags.separator}${checksum.tag}${quickChecksumOf(body)}`
}

function writePositional(values: Values, grammar: Grammar): string {
  let text = ''
  for (const element of grammar.positional) {
    if (element !== grammar.positional[0]) text += grammar.separator
    text += writeElement(element, values, grammar)
  }
  return text
}

function writeTagged(values: Values, grammar: Grammar): string {
  let text = ''
  for (const element of grammar.tagged) {
    const one = writeElement(element, values, grammar)
    if (one !== '') text += grammar.tags.separator + one
  }
  return text
}

/** Values by the slots of their fields: looking them up by name took a tenth of the time of writing a code. */
type Values = readonly (string | undefined)[]

function valuesOf(fields: DeviceFields, grammar: Grammar): (string | undefined)[] {
  const values: (string | undefined)[] = []
  values.length = grammar.slots.size
  // JavaScript callers may hand in undefined.
  const given: DeviceFields = fields ?? { devEui: '' }
  // Other members are ignored, since rows have more columns than codes; a LoRaWAN key among them is refused.
  for (const name of Object.keys(given)) {
    if (!isDeviceField(name) && isKeyName(name)) throw misuse({ code: 'key-refused', field: name })
  }
  // Named one by one: a load by a name that varies is a search, and took a twentieth of the time.
  const slots = grammar.deviceSlots
  put(values, slots.devEui, 'devEui', given.devEui, grammar)
  put(values, slots.joinEui, 'joinEui', given.joinEui, grammar)
  put(values, slots.ownerToken, 'ownerToken', given.ownerToken, grammar)
  put(values, slots.vendorId, 'vendorId', given.vendorId, grammar)
  put(values, slots.vendorProfileId, 'vendorProfileId', given.vendorProfileId, grammar)
  put(values, slots.serialNumber, 'serialNumber', given.serialNumber, grammar)
  put(values, slots.proprietary, 'proprietary', given.proprietary, grammar)
  if (given.extra === undefined || given.extra === null) return values
  for (const [name, value] of Object.entries(given.extra)) {
    // The record's own fields have one place, or a row could say two things at once.
    if (isKeyName(name)) throw misuse({ code: 'key-refused', field: name })
    if (isDeviceField(name))
      throw misuse({ code: 'field-not-carried', field: name, path: 'extra', format: grammar.id })
    put(values, grammar.slots.get(name), name, value, grammar)
  }
  return values
}

function put(
  values: (string | undefined)[],
  slot: number | undefined,
  name: string,
  value: unknown,
  grammar: Grammar,
): void {
  if (value === undefined || value === '') return
  if (slot === undefined) throw misuse({ code: 'field-not-carried', field: name, format: grammar.id })
  if (typeof value !== 'string') throw misuse({ code: 'not-text', field: name })
  values[slot] = value
}

/** A field of `match`, which the format has. */
function slotOf(name: string, { slots }: Grammar): number {
  return slots.get(name)!
}

function writeElement(element: Element, values: Values, grammar: Grammar): string {
  if (!isGiven(element, values)) {
    if (element.absent !== undefined) return element.absent
    if (!element.required) return ''
  }
  let text = ''
  for (const part of element.parts) {
    text += part.literal === undefined ? writeField(part, values, grammar) : part.literal
  }
  // `0000` + `0000` is how TR005 itself spells "none"; any other value would silently be lost.
  if (text === element.absent && !/^0+$/.test(text)) {
    throw misuse({ code: 'reserved-value', field: nameOf(element) })
  }
  return element.tag + text
}

function isGiven({ parts }: Element, values: Values): boolean {
  for (const part of parts) if (part.literal === undefined && values[part.slot] !== undefined) return true
  return false
}

function writeField(field: Field, values: Values, grammar: Grammar): string {
  const { name, slot, codec, lead, not } = field
  const value = values[slot]
  if (value === undefined) {
    if (lead !== '') return ''
    throw misuse({ code: 'missing-field', field: name, format: grammar.id })
  }
  const text = codec.toWire(value)
  if (typeof text !== 'string') throw misuse(problemOf(text, name))
  if (not.length > 0 && anyMatches(not, text)) throw misuse({ code: 'reserved-value', field: name })
  return lead + text
}

function comparable(value: string, name: string, grammar: Grammar): string {
  const field = allFieldsOf(grammar.positional).find((one) => one.name === name)
  const text = field?.codec.toWire(value)
  return typeof text === 'string' ? text : value
}
