import {
  CASED,
  CASELESS,
  type CompiledElement,
  type CompiledFormat,
  type CompiledPart,
  type CompiledRules,
  CONSTANT,
  EXTRA,
  HEX,
  KEY,
  LAYOUT,
} from '../read/compiled-format.ts'
import { isKeyName } from '../record/key-name.ts'
import { isDeviceField } from '../record/record.ts'
import type { Extent } from '../value/extent.ts'
import { type Element, type Field, type Grammar, type Part, partExtent } from './grammar.ts'

/** What a reader needs of a grammar, as plain data. */
export function compiledOf(grammar: Grammar): CompiledFormat {
  const { id, prefix, match } = grammar
  const mark = markOf(grammar)
  return {
    layout: LAYOUT,
    id,
    prefix,
    rules: rulesOf(grammar),
    ...(mark === undefined ? {} : { mark }),
    ...(match.length === 0 ? {} : { match }),
  }
}

/** The beginning of a required element that no code is without: `:PB32`. A match claims codes even so. */
function markOf({ tagged, tags, match }: Grammar): string | undefined {
  if (match.length > 0 || tags.damaged !== undefined) return undefined
  const marked = tagged.find(({ required, parts }) => required && (parts[0]?.literal ?? '').length > 1)
  return marked === undefined ? undefined : tags.separator + marked.tag + marked.parts[0]!.literal!
}

function rulesOf({ positional, separator, tagged, tags, checksum }: Grammar): CompiledRules {
  const elements = positional.map(elementOf)
  const hasTags = tagged.length > 0 || checksum !== undefined || tags.unknown
  if (!hasTags) return trimmed([elements, separator])
  return trimmed([
    elements,
    separator,
    tags.separator,
    tags.open || 0,
    tags.damaged?.slice(tags.separator.length) ?? 0,
    tagged.map(elementOf),
    Number(tags.unknown),
    checksum?.tag ?? 0,
    Number(checksum?.required ?? false),
  ])
}

function elementOf({ tag, required, absent, parts, extent }: Element): CompiledElement {
  const places = placesOf(parts)
  const compiled = parts.map((part, i) => partOf(part, places[i]!))
  const values = compiled.filter(([, kind]) => kind !== CONSTANT)
  const constants = compiled.filter(([, kind]) => kind === CONSTANT)
  // What stands alone knows better what is wrong with its text.
  const { least, most } = parts.length === 1 ? { least: 0, most: 0 } : extent
  const isRequired = Number(tag !== '' && required)
  const through = values.length > 1 ? values[values.length - 1]![0] : ''
  return trimmed([[...values, ...constants], tag, isRequired, absent ?? 0, least, most, through])
}

function partOf(part: Part, [from, to]: Place): CompiledPart {
  if (part.literal !== undefined) return trimmed([part.literal, CONSTANT, 0, 0, from, to])
  const { name, codec, lead, not } = part
  const { stray = 0, expected = 0, token = 0 } = codec.wire
  const { least, most } = codec.extent
  const patterns = not.length === 0 ? 0 : not
  const size = token === 0 ? ([least, most] as const) : ([0, 0] as const)
  return trimmed([
    name,
    kindOf(part),
    ...size,
    from,
    to,
    stray,
    expected,
    token,
    patterns,
    lead || 0,
    homeOf(name),
  ])
}

function kindOf({ codec }: Field): number {
  return codec.wire.isHex === true ? HEX : codec.isCased ? CASED : CASELESS
}

function homeOf(name: string): number {
  return isDeviceField(name) ? 0 : isKeyName(name) ? KEY : EXTRA
}

type Place = readonly [from: number, to: number]

/**
 * All parts have a fixed length but one at most: those before it are counted from the start, those after it from the
 * end.
 */
function placesOf(parts: readonly Part[]): readonly Place[] {
  // What stands alone has its text whole, however long.
  if (parts.length === 1) return [[0, 0]]
  const extents = parts.map(partExtent)
  const free = extents.findIndex(({ least, most }) => least !== most)
  return extents.map(({ most }, i) => {
    const before = total(extents.slice(0, i))
    const after = total(extents.slice(i + 1))
    const from = free < 0 || i <= free ? before : -after - most
    // The end of the text is 0, never −0, which JSON would change.
    return [from, free < 0 || i < free ? before + most : after === 0 ? 0 : -after]
  })
}

function total(extents: readonly Extent[]): number {
  return extents.reduce((sum, { most }) => sum + most, 0)
}

/** What is absent at the end of a list is left out, since every app carries it. */
function trimmed<T extends readonly unknown[]>(list: T): T {
  const ending = [...list].reverse().findIndex((one) => one !== 0 && one !== '')
  return list.slice(0, list.length - ending) as unknown as T
}
