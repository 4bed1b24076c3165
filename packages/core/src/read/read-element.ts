import type { Element, Field } from '../format/grammar.ts'
import { fieldsOf, nameOf, partExtent } from '../format/grammar.ts'
import { type DecodeProblem, problemOf, type Warning } from '../issue/issue.ts'
import { anyMatches } from '../value/pattern.ts'
import { describe, outside } from '../value/value.ts'

/** A piece of the code and where it begins. */
export interface Piece {
  readonly text: string
  readonly at: number
}

export interface Values {
  readonly fields: Map<string, string>
  readonly warn: (warning: Warning) => void
}

/**
 * Whether a piece belongs to this format's dialect: its constants are there, and no value is one that marks another
 * dialect. Looks at nothing else, so that damage is told apart from difference.
 */
export function isDialect(element: Element, piece: Piece): boolean {
  return cut(element, piece).every(({ part, text }) => {
    if (part.literal !== undefined) return text === part.literal
    return !anyMatches(part.not, text.slice(part.lead.length))
  })
}

/** Reads the values of an element, or says what is wrong with it and where. */
export function readElement(element: Element, piece: Piece, values: Values): DecodeProblem | undefined {
  if (piece.text === element.absent) return undefined
  if (outside(element.extent, piece.text.length)) return lengthFault(element, piece)
  for (const { part, text, at } of cut(element, piece)) {
    if (part.literal !== undefined) continue
    const fault = readField(part, { text, at }, values)
    if (fault !== undefined) return fault
  }
  return undefined
}

function readField(field: Field, { text, at }: Piece, values: Values): DecodeProblem | undefined {
  const { name, codec, lead } = field
  if (lead !== '' && text === '') return undefined
  if (!text.startsWith(lead)) return { code: 'invalid-character', field: name, position: at }
  const start = at + lead.length
  const value = codec.fromWire(text.slice(lead.length), (code, offset) => {
    values.warn({ code, field: name, position: start + offset })
  })
  if (typeof value !== 'string') return problemOf(value, name, start)
  values.fields.set(name, value)
  return undefined
}

interface Cut extends Piece {
  readonly part: Element['parts'][number]
}

/** The text of each part: all have a fixed length but one at most, which takes what is left. */
function cut(element: Element, piece: Piece): readonly Cut[] {
  const { parts, extent } = element
  let at = 0
  return parts.map((part) => {
    const { least, most } = partExtent(part)
    const length = least === most ? least : Math.max(0, piece.text.length - (extent.least - least))
    const text = piece.text.slice(at, at + length)
    const start = piece.at + at
    at += length
    return { part, text, at: start }
  })
}

function lengthFault(element: Element, { text, at }: Piece): DecodeProblem {
  const fields = fieldsOf(element)
  const single = fields.length === 1 && element.parts.length === 1 ? fields[0] : undefined
  // A codec knows more about its own text: a row of X is a template, not a value too short.
  const own = single?.codec.fromWire(text, () => undefined)
  if (own !== undefined && typeof own !== 'string') return problemOf(own, nameOf(element), at)
  const fault = {
    code: 'wrong-length',
    field: nameOf(element),
    position: at,
    length: text.length,
    expected: describe(element.extent),
  } as const
  return fields.length < 2 ? fault : { ...fault, through: fields[fields.length - 1]!.name }
}
