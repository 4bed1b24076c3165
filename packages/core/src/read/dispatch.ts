import { isReadAlike, isSameFrame } from '../ambiguity/ambiguity.ts'
import { type Format, grammarOf } from '../format/format.ts'
import type { Grammar } from '../format/grammar.ts'

/** A grammar to read with, and how to see without reading that it has nothing to say about a code. */
interface Route {
  readonly grammar: Grammar
  /** What stands in every code of the grammar, when another grammar has all else to say: `:PB32`. */
  readonly mark: string | undefined
}

/** Formats made ready to decode with, those with the longest prefix first: they have the most to say about a code. */
export type Dispatch = readonly Route[]

/** Sorts formats out once, for many codes. */
export function dispatchOf(formats: readonly Format[]): Dispatch {
  const grammars = [...new Set(formats)].map(grammarOf)
  const marks = grammars.map(markOf)
  const routes = grammars.map((grammar, i) => {
    // Without its mark a code is of another dialect, unless its frame is wrong: as the other grammar finds, too.
    const isCovered = grammars.some(
      (other, j) => marks[j] === undefined && isSameFrame(grammar, other) && hasSamePositions(grammar, other),
    )
    return { grammar, mark: isCovered ? marks[i] : undefined, order: i }
  })
  // Sorting is stable only from ES2019 on.
  return routes.sort((a, b) => b.grammar.prefix.length - a.grammar.prefix.length || a.order - b.order)
}

/** The grammars that may have something to say about a code. */
export function grammarsFor(code: string, dispatch: Dispatch): readonly Grammar[] {
  const upper = code.toUpperCase()
  const grammars: Grammar[] = []
  for (const { grammar, mark } of dispatch) {
    const isExact = code.startsWith(grammar.prefix)
    if (!isExact && !upper.startsWith(grammar.prefix)) continue
    if (!isExact || mark === undefined || code.indexOf(mark) >= 0) grammars.push(grammar)
  }
  return grammars
}

/** The beginning of a required element that no code of the grammar is without. A match claims codes even so. */
function markOf({ tagged, tags, match }: Grammar): string | undefined {
  if (match.length > 0 || tags.damaged !== undefined) return undefined
  const marked = tagged.find(({ required, parts }) => required && (parts[0]?.literal ?? '').length > 1)
  return marked === undefined ? undefined : tags.separator + marked.tag + marked.parts[0]!.literal!
}

function hasSamePositions(a: Grammar, b: Grammar): boolean {
  return (
    a.positional.length === b.positional.length &&
    a.positional.every((element, i) => isReadAlike(element, b.positional[i]!)) &&
    a.checksum?.tag === b.checksum?.tag
  )
}
