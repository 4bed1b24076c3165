import type { Element, Field, Grammar } from '../format/grammar.ts'
import { checksumOf } from '../value/crc16.ts'
import { sampleValue } from './sample-value.ts'

/** The sizes and texts of values that differ from the usual ones, by the name of the field; '' for none. */
export type Changes = ReadonlyMap<string, string>

/** A code in pieces, so that each can be changed, moved or left out. */
export interface Pieces {
  readonly positional: readonly string[]
  /** Each with its tag. */
  readonly tagged: readonly string[]
  readonly hasChecksum: boolean
}

/** A made-up code of a format, whole. */
export function samplePieces(grammar: Grammar, changes: Changes = new Map()): Pieces {
  const piece = (element: Element): string =>
    element.tag + element.parts.map((part) => part.literal ?? written(part, grammar, changes)).join('')
  return {
    positional: grammar.positional.map(piece),
    tagged: grammar.tagged.map(piece),
    hasChecksum: grammar.checksum !== undefined,
  }
}

function written(field: Field, grammar: Grammar, changes: Changes): string {
  const own = changes.get(field.name)
  if (own === '') return ''
  return field.lead + (own ?? sampleValue(field, usualSize(field), grammar.match))
}

/** Sixteen bytes of a token, eight characters of a text, or what comes nearest to it. */
function usualSize({ codec, token }: Field): number {
  const { least, most } = codec.wire.token === undefined ? codec.extent : token!.bytes
  return Math.min(Math.max(least, codec.wire.token === undefined ? 8 : 16), most)
}

/** Puts the pieces together, with a checksum that holds. */
export function codeOf({ positional, tagged, hasChecksum }: Pieces, grammar: Grammar): string {
  const { prefix, separator, tags, checksum } = grammar
  const isOpened = tagged.length > 0 || hasChecksum
  const body =
    prefix +
    positional.join(separator) +
    (isOpened ? tags.open : '') +
    tagged.map((piece) => tags.separator + piece).join('')
  return hasChecksum && checksum !== undefined
    ? `${body}${tags.separator}${checksum.tag}${checksumOf(body)}`
    : body
}
