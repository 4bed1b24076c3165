import { type Automaton, automatonOf, haveCommonText, lowerCased } from './automaton.ts'
import { misuse } from '../issue/misuse.ts'
import { type Format, grammarOf } from '../format/format.ts'
import { builtInFormats } from '../built-in/built-in-formats.ts'
import { type Element, fieldsOf, type Grammar } from '../format/grammar.ts'
import { isNarrower } from '../read/narrower.ts'

/**
 * Refuses formats that could read one code in two ways. Two formats pass when no text fits both, when one's `match`
 * claims part of what the other's does, or when they read alike whatever both can read. Decided on automata that
 * accept a little more than the formats do, so that doubt counts as conflict.
 *
 * @throws ClaimtagError `ambiguous-formats` with both ids, `duplicate-format-id`
 */
export function refuseAmbiguous(formats: readonly Format[]): void {
  const distinct = [...new Set(formats)]
  const automata = new Map<Format, Sides>()
  const keptSidesOf = (format: Format): Sides => {
    const sides = automata.get(format) ?? sidesOf(grammarOf(format))
    automata.set(format, sides)
    return sides
  }
  for (const [i, one] of distinct.entries()) {
    for (const other of distinct.slice(0, i)) {
      // The built-in formats are fixed, and proved against each other by a test.
      if (builtInFormats.includes(one) && builtInFormats.includes(other)) continue
      if (one.id === other.id) throw misuse({ code: 'duplicate-format-id', format: one.id })
      if (
        !areToldApart(grammarOf(other), grammarOf(one), () => overlap(keptSidesOf(other), keptSidesOf(one)))
      ) {
        throw misuse({ code: 'ambiguous-formats', format: other.id, otherFormat: one.id })
      }
    }
  }
}

/** Whether every text that both grammars could read has one meaning. */
export function areToldApart(
  a: Grammar,
  b: Grammar,
  overlaps: () => boolean = () => overlap(sidesOf(a), sidesOf(b)),
): boolean {
  if (isNarrower(a.match, b.match) || isNarrower(b.match, a.match)) return true
  return readAlike(a, b) || !overlaps()
}

/** The texts of a grammar as they are typed, and all in lower case where they are read so, too. */
export interface Sides {
  readonly typed: Automaton
  readonly lower: Automaton | undefined
}

export function sidesOf(grammar: Grammar): Sides {
  const typed = automatonOf(grammar)
  // Only a prefix shows that a code came in lower case.
  const canFold = /[A-Z]/.test(grammar.prefix) && !/[a-z]/.test(grammar.prefix)
  return { typed, lower: canFold ? lowerCased(typed) : undefined }
}

/** Whether some text may be read by both. */
export function overlap(a: Sides, b: Sides): boolean {
  return (
    haveCommonText(a.typed, b.typed) ||
    (a.lower !== undefined && haveCommonText(a.lower, b.typed)) ||
    (b.lower !== undefined && haveCommonText(a.typed, b.lower))
  )
}

/** Whether the two differ only in what they refuse, so that a code that both accept gives one record. */
export function readAlike(a: Grammar, b: Grammar): boolean {
  return (
    isSameFrame(a, b) &&
    a.checksum?.tag === b.checksum?.tag &&
    a.positional.length === b.positional.length &&
    a.positional.every((element, i) => isReadAlike(element, b.positional[i]!)) &&
    isTaggedAlike(a, b) &&
    isTaggedAlike(b, a)
  )
}

/** Whether both cut a code into the same pieces. */
export function isSameFrame(a: Grammar, b: Grammar): boolean {
  return (
    a.prefix === b.prefix &&
    a.separator === b.separator &&
    a.tags.open === b.tags.open &&
    a.tags.separator === b.tags.separator &&
    a.tags.damaged === b.tags.damaged
  )
}

function isTaggedAlike(a: Grammar, b: Grammar): boolean {
  return a.tagged.every((element) => {
    const other = b.tagged.find(({ tag }) => tag === element.tag)
    // A tag that only one of them knows must be refused by the other, not ignored.
    return other === undefined ? !b.tags.unknown : isReadAlike(element, other)
  })
}

/** Whether both read one element the same way. */
function isReadAlike(a: Element, b: Element): boolean {
  if (a.absent !== b.absent || a.parts.length !== b.parts.length) return false
  return (
    a.parts.every((part, i) => {
      const other = b.parts[i]!
      if (part.literal !== undefined || other.literal !== undefined) return part.literal === other.literal
      return (
        part.name === other.name && part.lead === other.lead && part.codec.readsAs === other.codec.readsAs
      )
    }) && isCutAlike(a, b)
  )
}

/** Whether the parts of both have the same places: all but one have a fixed length, and it is the same one. */
function isCutAlike(a: Element, b: Element): boolean {
  return a.parts.length === 1 || fixedLengths(a) === fixedLengths(b)
}

function fixedLengths(element: Element): string {
  return fieldsOf(element)
    .map(({ codec: { extent }, lead }) => (lead === '' && extent.least === extent.most ? extent.least : '*'))
    .join()
}
