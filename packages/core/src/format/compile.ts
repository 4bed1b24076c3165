import { charsetOf, firstOutside, hasAny } from '../value/charset.ts'
import { compileField, FIELD_KEYS, type Scope } from './compile-field.ts'
import { bad, bool, list, object, text } from './document-shape.ts'
import {
  allFieldsOf,
  type Constraint,
  type Element,
  fieldsOf,
  type Grammar,
  type Part,
  partExtent,
  type TagFrame,
} from './grammar.ts'
import { LONGEST_CODE, LONGEST_DOCUMENT, MOST_PARTS, MOST_PATTERNS } from '../limits.ts'
import { isKeyName } from '../record/key-name.ts'
import type { Pattern } from '../value/pattern.ts'
import type { ValueCodec } from '../value/value.ts'

const DOCUMENT_KEYS = [
  '$schema',
  'id',
  'title',
  'readOnly',
  'prefix',
  'separator',
  'fields',
  'tags',
  'checksum',
  'match',
]
const ELEMENT_KEYS = ['tag', 'required', 'absent']

/**
 * Checks a whole document and makes it ready to use.
 *
 * @throws ClaimtagError `bad-format-document` with the path of the fault
 */
export function compile(document: unknown): Grammar {
  const raw = object(document, '', DOCUMENT_KEYS)
  if (raw['$schema'] !== undefined && typeof raw['$schema'] !== 'string')
    throw bad('$schema', 'text is expected')
  const id = text(raw['id'], 'id')
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) throw bad('id', 'lower case, digits and dashes are expected')
  titleOf(raw['title'])
  const prefix = text(raw['prefix'], 'prefix', '')
  if (/^[\s\]]/.test(prefix)) throw bad('prefix', 'a scanner would take it for its own')
  const separator = text(raw['separator'], 'separator', '')
  const tags = tagFrame(raw['tags'], separator)
  const checksum = raw['checksum'] === undefined ? undefined : checksumRule(raw['checksum'])
  const slots = new Map<string, number>()
  const scope = { separators: `${separator}${tags.open}${tags.separator}`, slots }
  const elements = list(raw['fields'], 'fields', MOST_PARTS).map((one, i) =>
    compileElement(one, `fields[${i}]`, scope),
  )
  const positional = elements.filter(({ tag }) => tag === '')
  const tagged = elements.filter(({ tag }) => tag !== '')
  checkFrame(elements, positional, separator, tags, checksum?.tag)
  if (!positional.some((element) => fieldsOf(element).some(({ name }) => name === 'devEui'))) {
    throw bad('fields', 'devEui is expected among the elements without a tag')
  }
  const writable = !bool(raw['readOnly'], 'readOnly')
  const key = [...slots.keys()].find(isKeyName)
  if (writable && key !== undefined) throw bad('fields', `${key} is a LoRaWAN key: say readOnly`)
  const match = raw['match'] === undefined ? [] : constraints(raw['match'], positional)
  const least = elements.reduce((sum, { extent }) => sum + extent.least, prefix.length)
  if (least > LONGEST_CODE)
    throw bad('fields', `a code with all of them would be longer than ${LONGEST_CODE} characters`)
  // Every value was looked at by now, so nothing in it is circular or no JSON.
  if (JSON.stringify(document).length > LONGEST_DOCUMENT) {
    throw bad('', `at most ${LONGEST_DOCUMENT} characters are expected`)
  }
  return {
    id,
    writable,
    prefix,
    separator,
    positional,
    tagged,
    byTag: new Map(tagged.map((element) => [element.tag, element])),
    tags,
    checksum,
    match,
    slots,
    deviceSlots: {
      devEui: slots.get('devEui'),
      joinEui: slots.get('joinEui'),
      ownerToken: slots.get('ownerToken'),
      vendorId: slots.get('vendorId'),
      vendorProfileId: slots.get('vendorProfileId'),
      serialNumber: slots.get('serialNumber'),
      proprietary: slots.get('proprietary'),
    },
  }
}

/** A title is for people, in whatever language; it never stands in a code. */
function titleOf(value: unknown): void {
  if (typeof value !== 'string' || !/^[^\p{Cc}]{1,200}$/u.test(value)) throw bad('title', 'text is expected')
}

function tagFrame(value: unknown, separator: string): TagFrame {
  const raw = object(value ?? {}, 'tags', ['open', 'separator', 'damaged', 'unknown'])
  const own = text(raw['separator'], 'tags.separator', separator)
  const damaged = raw['damaged'] === undefined ? undefined : text(raw['damaged'], 'tags.damaged')
  if (damaged !== undefined && (!damaged.startsWith(own) || /[A-Z]/.test(damaged))) {
    throw bad('tags.damaged', 'it begins with the separator and has no capital letter')
  }
  return {
    open: text(raw['open'], 'tags.open', ''),
    separator: own,
    damaged,
    unknown: bool(raw['unknown'], 'tags.unknown'),
  }
}

function checksumRule(value: unknown): { tag: string; required: boolean } {
  const raw = object(value, 'checksum', ['algorithm', 'tag', 'required'])
  if (raw['algorithm'] !== 'crc16-modbus') throw bad('checksum.algorithm', 'crc16-modbus is expected')
  return { tag: tagOf(raw['tag'], 'checksum.tag'), required: bool(raw['required'], 'checksum.required') }
}

function tagOf(value: unknown, path: string): string {
  const tag = text(value, path)
  if (!/^[A-Z]$/.test(tag)) throw bad(path, 'one capital letter is expected')
  return tag
}

function compileElement(value: unknown, path: string, scope: Scope): Element {
  const isRun = typeof value === 'object' && value !== null && 'run' in value
  const raw = object(value, path, isRun ? ['run', ...ELEMENT_KEYS] : [...FIELD_KEYS, ...ELEMENT_KEYS])
  const parts = isRun
    ? list(raw['run'], `${path}.run`, MOST_PARTS).map((one, i) =>
        compilePart(one, `${path}.run[${i}]`, scope),
      )
    : [compileField(raw, path, scope)]
  const tag = raw['tag'] === undefined ? '' : tagOf(raw['tag'], `${path}.tag`)
  const absent = raw['absent'] === undefined ? undefined : text(raw['absent'], `${path}.absent`)
  if (tag !== '' && absent !== undefined) throw bad(`${path}.absent`, 'a tagged element is simply left out')
  if (tag === '' && raw['required'] !== undefined)
    throw bad(`${path}.required`, 'only a tagged element has it')
  if (absent !== undefined && hasAny(charsetOf(absent), scope.separators)) {
    throw bad(`${path}.absent`, 'a separator cannot be part of it')
  }
  if (absent !== undefined && parts.some((part) => part.literal === undefined && part.name === 'devEui')) {
    throw bad(`${path}.absent`, 'a DevEUI is never absent')
  }
  checkRun(parts, path)
  const extents = parts.map(partExtent)
  return {
    tag,
    required: tag === '' || bool(raw['required'], `${path}.required`),
    absent,
    parts,
    extent: {
      least: extents.reduce((sum, { least }) => sum + least, 0),
      most: extents.reduce((sum, { most }) => sum + most, 0),
    },
  }
}

function compilePart(value: unknown, path: string, scope: Scope): Part {
  if (typeof value !== 'object' || value === null || !('literal' in value)) {
    return compileField(object(value, path, FIELD_KEYS), path, scope)
  }
  const literal = text(object(value, path, ['literal'])['literal'], `${path}.literal`)
  if (hasAny(charsetOf(literal), scope.separators)) {
    throw bad(`${path}.literal`, 'a separator cannot be part of it')
  }
  return { literal }
}

function checkRun(parts: readonly Part[], path: string): void {
  const fields = parts.filter((part) => part.literal === undefined)
  if (fields.length === 0) throw bad(path, 'a field is expected')
  const free = parts.map(partExtent).filter(({ least, most }) => least !== most)
  if (free.length > 1) throw bad(path, 'only one value of a run can have a free length')
  const led = parts.findIndex((part) => part.literal === undefined && part.lead !== '')
  if (led >= 0 && (led === 0 || led < parts.length - 1))
    throw bad(path, 'only the last value of a run has a lead')
}

function checkFrame(
  elements: readonly Element[],
  positional: readonly Element[],
  separator: string,
  tags: TagFrame,
  checksumTag: string | undefined,
): void {
  const tagList = elements.map(({ tag }) => tag).filter((tag) => tag !== '')
  if (checksumTag !== undefined) tagList.push(checksumTag)
  if (elements.slice(0, positional.length).some(({ tag }) => tag !== '')) {
    throw bad('fields', 'elements without a tag come first')
  }
  if (positional.length > 1 && separator === '') throw bad('separator', 'it is needed between elements')
  if ((tagList.length > 0 || tags.unknown) && tags.separator === '')
    throw bad('separator', 'it is needed before tags')
  if (new Set(tagList).size !== tagList.length) throw bad('fields', 'two elements have the same tag')
  if (/[A-Za-z0-9\s]/.test(`${separator}${tags.open}${tags.separator}`)) {
    throw bad('separator', 'letters, digits and spaces cannot separate')
  }
}

/** Whether some value fits. Values are compared as they stand in the record, where hex digits are upper case. */
function isPossible(pattern: Pattern, { extent, charset, readsAs }: ValueCodec): boolean {
  const isOpen = pattern.endsWith('*')
  const start = isOpen ? pattern.slice(0, -1) : pattern
  const isLower = readsAs === 'hex' && start !== start.toUpperCase()
  const fits = start.length <= extent.most && (isOpen || start.length >= extent.least)
  return !isLower && fits && firstOutside(charset, start) < 0
}

function constraints(value: unknown, positional: readonly Element[]): readonly Constraint[] {
  const fields = allFieldsOf(positional)
  const raw = object(
    value,
    'match',
    fields.map(({ name }) => name),
  )
  return Object.entries(raw).map(([name, wanted]) => {
    const path = `match.${name}`
    if (name === 'ownerToken') throw bad(path, 'a token says nothing about the maker')
    const patterns = (typeof wanted === 'string' ? [wanted] : list(wanted, path, MOST_PATTERNS)).map((one) =>
      text(one, path),
    )
    if (patterns.length === 0) throw bad(path, 'a value is expected')
    const { codec } = fields.find((one) => one.name === name)!
    if (!patterns.every((pattern) => isPossible(pattern, codec)))
      throw bad(path, 'the field never has such a value')
    return { name, patterns }
  })
}
