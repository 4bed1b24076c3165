import { type Grammar, nameOf } from '../format/grammar.ts'
import type { DecodeProblem, Warning } from '../issue/issue.ts'
import type { Piece } from './read-element.ts'

/** A code cut into its elements, none of them looked into yet. */
export interface Split {
  readonly positional: readonly Piece[]
  /** By tag; each piece begins after it. */
  readonly tagged: ReadonlyMap<string, Piece>
  /** The digits, and from where to where the whole element stands. */
  readonly checksum: { readonly digits: Piece; readonly start: number; readonly end: number } | undefined
  /** Whether all elements without a tag are there, followed by tagged elements that the grammar knows, or by nothing. */
  readonly framed: boolean
  /** What is wrong. The elements before it are in `positional`. */
  readonly fault: DecodeProblem | undefined
}

type Warn = (warning: Warning) => void

/** Cuts a text that begins with the grammar's prefix. Linear: each character is looked at a fixed number of times. */
export function split(text: string, grammar: Grammar, warn: Warn): Split {
  const { positional: elements, prefix, separator, tags } = grammar
  const hasTags = grammar.tagged.length > 0 || grammar.checksum !== undefined || tags.unknown
  const positional: Piece[] = []
  let at = prefix.length
  for (const [i, element] of elements.entries()) {
    const isLast = i === elements.length - 1
    const next = !isLast || !hasTags ? separator : tags.open === '' ? tags.separator : tags.open
    const found = next === '' ? -1 : text.indexOf(next, at)
    const end = found < 0 ? text.length : found
    positional.push({ text: text.slice(at, end), at })
    if (found < 0 && !isLast) {
      const missing = elements[i + 1] ?? element
      return broken(positional, { code: 'missing-element', field: nameOf(missing), position: end }, false)
    }
    if (isLast && found >= 0 && !hasTags) {
      return broken(positional, { code: 'trailing-text', position: found }, false)
    }
    at = isLast ? end : end + next.length
  }
  return splitTagged(text, at, positional, grammar, warn)
}

function splitTagged(
  text: string,
  from: number,
  positional: readonly Piece[],
  grammar: Grammar,
  warn: Warn,
): Split {
  const { tags, checksum: rule, byTag } = grammar
  const tagged = new Map<string, Piece>()
  let checksum: Split['checksum']
  let at = from < text.length ? from + tags.open.length : from
  while (at < text.length) {
    const start = at
    if (!text.startsWith(tags.separator, at)) {
      return broken(positional, { code: 'trailing-text', position: at }, true)
    }
    const isDamaged = tags.damaged !== undefined && text.startsWith(tags.damaged, at)
    if (isDamaged) warn({ code: 'escaped-separator', position: at })
    at += (isDamaged ? tags.damaged : tags.separator).length
    const found = text.indexOf(tags.separator, at)
    const end = found < 0 ? text.length : found
    const tag = text.slice(at, Math.min(at + 1, end))
    const piece = { text: text.slice(at + 1, end), at: at + 1 }
    const fault = place(tag, piece, start, end)
    if (fault !== undefined) return broken(positional, fault, true)
    at = end
  }
  if (checksum !== undefined && checksum.end < text.length)
    warn({ code: 'checksum-not-last', position: checksum.start })
  return { positional, tagged, checksum, framed: true, fault: undefined }

  function place(tag: string, piece: Piece, start: number, end: number): DecodeProblem | undefined {
    const position = piece.at - 1
    const element = byTag.get(tag)
    if (tag === '') {
      warn({ code: 'empty-element', position })
    } else if (tag === rule?.tag) {
      if (checksum !== undefined) return { code: 'duplicate-element', field: 'checksum', position }
      checksum = { digits: piece, start, end }
    } else if (element === undefined) {
      return unknown(tag, position)
    } else if (piece.text === '') {
      warn({ code: 'empty-element', field: nameOf(element), position })
    } else if (tagged.has(tag)) {
      return { code: 'duplicate-element', field: nameOf(element), position }
    } else {
      tagged.set(tag, piece)
    }
    return undefined
  }

  function unknown(tag: string, position: number): DecodeProblem | undefined {
    const upper = tag.toUpperCase()
    if (upper !== tag && (byTag.has(upper) || upper === rule?.tag)) return { code: 'case-lost', position }
    if (!tags.unknown) return { code: 'unknown-tag', position }
    if (!/[A-Z]/.test(tag)) return { code: 'invalid-character', position }
    warn({ code: 'unknown-tag-ignored', position })
    return undefined
  }
}

function broken(positional: readonly Piece[], fault: DecodeProblem, framed: boolean): Split {
  return { positional, tagged: new Map(), checksum: undefined, framed, fault }
}
