import type { Damage } from './found-symbol.ts'
import type { ReadSymbol } from './module.ts'

/** The text of a sequence of symbols, or which of its symbols this is. */
type Joined = { readonly first: ReadSymbol } & ({ readonly text: string } | { readonly damaged: Damage })

/**
 * Joins the symbols over which one text was spread (Structured Append, ISO/IEC 18004, 7.4.9). Half of a text is
 * useless: if a part is missing, the others are returned one by one as damaged.
 */
export function joinParts(parts: readonly ReadSymbol[]): readonly Joined[] {
  const sequences = new Map<string, ReadSymbol[]>()
  for (const part of parts) {
    const key = `${part.sequenceId} ${part.sequenceSize}`
    const known = sequences.get(key)
    if (known === undefined) sequences.set(key, [part])
    else known.push(part)
  }
  return Array.from(sequences.values()).reduce<Joined[]>((all, sequence) => all.concat(joined(sequence)), [])
}

function joined(parts: readonly ReadSymbol[]): readonly Joined[] {
  const [some] = parts
  if (some === undefined) return []
  const inOrder: ReadSymbol[] = []
  for (let index = 0; index < some.sequenceSize; index++) {
    const here = parts.filter(({ sequenceIndex }) => sequenceIndex === index)
    const [part] = here
    // A part that is there twice with two texts belongs to two labels, and nothing says which parts are of one.
    if (part === undefined || here.some(({ text }) => text !== part.text)) return parts.map(alone)
    inOrder.push(part)
  }
  return [{ first: inOrder[0] ?? some, text: inOrder.map(({ text }) => text).join('') }]
}

function alone(part: ReadSymbol): Joined {
  return { first: part, damaged: `symbol-${part.sequenceIndex + 1}-of-${part.sequenceSize}` }
}
