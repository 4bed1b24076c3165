import { type Charset, charsetOf, PRINTABLE, without } from '../value/charset.ts'
import type { Element, Field, Grammar } from '../format/grammar.ts'
import type { Pattern } from '../value/pattern.ts'
import type { ValueCodec } from '../value/value.ts'

/**
 * A nondeterministic automaton that accepts every text a grammar reads, and some more: it looks neither at lengths
 * above `EXACT`, nor at the value of the checksum, nor for doubled optional elements, nor for a fifth required one. If
 * two automata share no text, neither do their grammars.
 */
export interface Automaton {
  readonly steps: readonly (readonly Step[])[]
  readonly start: number
  readonly accept: number
}

/** A step without a character set reads no character. */
interface Step {
  readonly on: Charset | undefined
  readonly to: number
}

type Counted = Pick<ValueCodec, 'charset' | 'extent'>

/** Lengths up to this are counted; beyond, one more character is like another. */
const EXACT = 64
/** The required elements that are followed, since each doubles the states; all others count as optional. */
const TRACKED = 4
/** Pairs of states to look at before giving up: 0.1 s; the built-in formats take some 400. */
const MOST_PAIRS = 100_000

export function automatonOf(grammar: Grammar): Automaton {
  const steps: Step[][] = []
  const node = (): number => steps.push([]) - 1
  const link = (from: number, on: Charset | undefined, to: number): void => void steps[from]!.push({ on, to })
  const next = (from: number, on: Charset): number => {
    const to = node()
    link(from, on, to)
    return to
  }
  const word = (from: number, text: string): number =>
    Array.from(text).reduce((at, character) => next(at, charsetOf(character)), from)
  const start = node()
  const accept = node()
  let end = word(start, grammar.prefix)
  for (const [i, one] of grammar.positional.entries())
    end = element(i === 0 ? end : word(end, grammar.separator), one)
  tags(end)
  return { steps, start, accept }

  function element(from: number, { parts, absent }: Element): number {
    let to = from
    for (const part of parts) to = part.literal === undefined ? field(to, part) : word(to, part.literal)
    // An element that a match looks at is never absent, or the code is another format's.
    const isMatched = parts.some(({ name }) => grammar.match.some((one) => one.name === name))
    if (absent !== undefined && !isMatched) link(word(from, absent), undefined, to)
    return to
  }

  function field(from: number, part: Field): number {
    const wanted = grammar.match.find(({ name }) => name === part.name)?.patterns
    const after = node()
    if (part.lead !== '') link(from, undefined, after)
    const begin = word(from, part.lead)
    if (wanted !== undefined) for (const one of wanted) link(patterned(begin, part, one), undefined, after)
    else if (part.not.length > 0) excluding(begin, part, after)
    else link(counted(begin, part.codec, 0), undefined, after)
    return after
  }

  function counted(from: number, { charset, extent }: Counted, done: number): number {
    const { least, most } = extent
    let to = from
    for (let i = done; i < Math.min(least, EXACT); i += 1) to = next(to, charset)
    if (most > least || least > EXACT) link(to, charset, to)
    return to
  }

  function patterned(from: number, part: Field, pattern: Pattern): number {
    const isOpen = pattern.endsWith('*')
    const fixed = isOpen ? pattern.slice(0, -1) : pattern
    // A value is compared in upper case, but may stand in the code in lower case too.
    const to = Array.from(fixed).reduce((at, one) => next(at, charsetOf(one + one.toLowerCase())), from)
    return isOpen ? counted(to, part.codec, fixed.length) : to
  }

  /** Follows the excluded values along a tree; a value that leaves the tree is allowed. */
  function excluding(from: number, { codec, not }: Field, after: number): void {
    const free = node()
    link(free, codec.charset, free)
    link(free, undefined, after)
    const walk = (here: number, done: string, among: readonly Pattern[]): void => {
      const ahead = among.filter((one) => one.startsWith(done) && one !== done && one !== `${done}*`)
      const characters = [...new Set(ahead.map((one) => one.charAt(done.length)))]
      link(here, without(codec.charset, characters.join('')), free)
      for (const character of characters) {
        const longer = done + character
        if (not.includes(`${longer}*`)) continue
        const to = next(here, charsetOf(character))
        if (!not.includes(longer)) link(to, undefined, after)
        walk(to, longer, ahead)
      }
    }
    walk(from, '', not)
  }

  /** Tagged elements in any order; which of the required ones were seen is part of the state. */
  function tags(from: number): void {
    const { tagged, checksum, tags: frame } = grammar
    const known = tagged.map(({ tag }) => tag).join('') + (checksum?.tag ?? '')
    const required = tagged.filter((one) => one.required).map(({ tag }) => tag)
    if (checksum?.required === true) required.push(checksum.tag)
    required.splice(TRACKED)
    const all = 2 ** required.length - 1
    const hubs = Array.from({ length: all + 1 }, node)
    link(from, undefined, hubs[0]!)
    link(hubs[all]!, undefined, accept)
    if (known === '' && !frame.unknown) return
    if (frame.open !== '') link(word(from, frame.open), undefined, hubs[0]!)
    for (const [mask, hub] of hubs.entries()) {
      const after = word(hub, frame.separator)
      if (frame.damaged !== undefined) link(word(hub, frame.damaged), undefined, after)
      link(after, undefined, hub)
      for (const one of tagged) {
        const begin = word(after, one.tag)
        link(begin, undefined, hub)
        link(element(begin, one), undefined, hubs[seen(mask, one.tag)]!)
      }
      if (checksum !== undefined) {
        link(counted(word(after, checksum.tag), CHECKSUM, 0), undefined, hubs[seen(mask, checksum.tag)]!)
      }
      if (frame.unknown) {
        const tag = next(after, without(CAPITALS, known))
        link(tag, without(PRINTABLE, frame.separator), tag)
        link(tag, undefined, hub)
      }
    }
    function seen(mask: number, tag: string): number {
      const bit = required.indexOf(tag)
      return bit < 0 ? mask : mask | (1 << bit)
    }
  }
}

const CAPITALS = charsetOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
const CHECKSUM = { charset: charsetOf('0123456789ABCDEFabcdef'), extent: { least: 4, most: 4 } }

/** The same texts typed all in lower case, as a scanner with the wrong keyboard layout does. */
export function lowerCased({ steps, start, accept }: Automaton): Automaton {
  const moved = steps.map((from) =>
    from.map(({ on, to }) => ({ on: on === undefined ? on : lowerOnly(on), to })),
  )
  return { steps: moved, start, accept }
}

function lowerOnly(on: Charset): Charset {
  return on.map((allowed, code) => {
    const isUpper = code >= 0x41 && code <= 0x5a
    const isLower = code >= 0x61 && code <= 0x7a
    return isLower ? on[code - 32] === true : allowed && !isUpper
  })
}

/** Whether some text is accepted by both; doubt is a yes. */
export function haveCommonText(a: Automaton, b: Automaton): boolean {
  const width = b.steps.length
  const reached = new Set([a.start * width + b.start])
  // Walking a set also visits the entries that are added on the way.
  for (const pair of reached) {
    const [inA, inB] = [Math.floor(pair / width), pair % width]
    if ((inA === a.accept && inB === b.accept) || reached.size > MOST_PAIRS) return true
    for (const { on, to } of a.steps[inA]!) {
      if (on === undefined) reached.add(to * width + inB)
      else
        for (const other of b.steps[inB]!)
          if (shareCharacter(on, other.on)) reached.add(to * width + other.to)
    }
    for (const { on, to } of b.steps[inB]!) if (on === undefined) reached.add(inA * width + to)
  }
  return false
}

function shareCharacter(a: Charset, b: Charset | undefined): boolean {
  return b !== undefined && a.some((allowed, code) => allowed && b[code] === true)
}
