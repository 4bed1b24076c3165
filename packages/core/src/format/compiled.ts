import {
  type CompiledElement,
  type CompiledField,
  type CompiledFormat,
  type CompiledMark,
  LAYOUT,
} from '../read/compiled-format.ts'
import { isKeyName } from '../record/key-name.ts'
import { isDeviceField } from '../record/record.ts'
import type { Extent } from '../value/extent.ts'
import { type Element, type Field, type Grammar, type Part, partExtent } from './grammar.ts'

/** What a reader needs of a grammar, as plain data. */
export function compiledOf(grammar: Grammar): CompiledFormat {
  const { id, prefix, separator, positional, tagged, tags, checksum, match, carries } = grammar
  const others = [...carries].filter((name) => !isDeviceField(name))
  const keys = others.filter(isKeyName)
  const extra = others.filter((name) => !isKeyName(name))
  const hasTags = tagged.length > 0 || checksum !== undefined || tags.unknown
  return {
    layout: LAYOUT,
    id,
    prefix,
    separator,
    positional: positional.map(elementOf),
    ...when(hasTags, {
      tags: {
        ...when(tags.open !== '', { open: tags.open }),
        separator: tags.separator,
        ...when(tags.damaged !== undefined, { damage: tags.damaged?.slice(tags.separator.length) ?? '' }),
        elements: tagged.map(elementOf),
        ...when(tags.unknown, { unknown: true }),
        ...when(checksum !== undefined, { checksum: checksum?.tag ?? '' }),
        ...when(checksum?.required === true, { needsChecksum: true }),
      },
    }),
    ...when(match.length > 0, { match }),
    ...when(extra.length > 0, { extra }),
    ...when(keys.length > 0, { keys }),
  }
}

function elementOf({ tag, required, absent, parts, extent }: Element): CompiledElement {
  const places = placesOf(parts)
  const fields: CompiledField[] = []
  const marks: CompiledMark[] = []
  for (const [i, part] of parts.entries()) {
    if (part.literal !== undefined) marks.push({ text: part.literal, ...places[i] })
    else fields.push({ ...fieldOf(part), ...places[i] })
  }
  return {
    ...when(tag !== '', { tag }),
    ...when(tag !== '' && required, { required }),
    ...when(absent !== undefined, { absent: absent! }),
    ...extent,
    fields,
    ...when(marks.length > 0, { marks }),
  }
}

function fieldOf({ name, codec, lead, not }: Field): CompiledField {
  return { name, ...when(lead !== '', { lead }), ...when(not.length > 0, { not }), ...codec.compiled }
}

/** All parts have a fixed length but one at most: those before it are counted from the start, those after it from the end. */
function placesOf(parts: readonly Part[]): readonly { from?: number; to?: number }[] {
  // What stands alone has its text whole, however long.
  if (parts.length === 1) return [{}]
  const extents = parts.map(partExtent)
  const free = extents.findIndex(({ least, most }) => least !== most)
  const lengthOf = (some: readonly Extent[]): number => some.reduce((sum, { most }) => sum + most, 0)
  return parts.map((_, i) => {
    const before = lengthOf(extents.slice(0, i))
    const after = lengthOf(extents.slice(i + 1))
    const from = free < 0 || i <= free ? before : -after - extents[i]!.most
    const to = free < 0 || i < free ? before + extents[i]!.most : -after
    return { ...when(from !== 0, { from }), ...when(to !== 0, { to }) }
  })
}

/** What is not so is left out, since every app carries the data. */
function when<T extends object>(condition: boolean, members: T): Partial<T> {
  return condition ? members : {}
}
