import type { WorkbookProblem } from '../issue.ts'
import { decodeEntities } from './xml-entities.ts'

/** Names and values of a tag's attributes in turn; valid until the next tag. */
export type Attributes = readonly string[]

/** Receives the content of an XML file in its order. Names of elements come without their prefix. */
export interface XmlHandler {
  open(name: string, attributes: Attributes): void
  close(name: string): void
  /** A piece of text; one text may come in several pieces. */
  text(text: string): void
}

export interface XmlReader {
  push(text: string): void
  /** The file has ended. */
  end(): void
}

/** Office files are not nested half as deep. */
const DEEPEST = 64
/** The longest tag or entity. */
const LONGEST_TAG = 65_536

const [COMMENT_END, CDATA_END, INSTRUCTION_END] = ['-->', ']]>', '?>']
const [TAB, SPACE, SLASH, EQUALS, GREATER] = [0x09, 0x20, 0x2f, 0x3d, 0x3e]
const [DOUBLE_QUOTE, SINGLE_QUOTE] = [0x22, 0x27]

/**
 * Parses XML that comes in pieces, and holds at most one tag of it in memory: three gigabytes of blanks take only
 * time. Refuses what office files do not use: document types (and so declared entities), tags that do not match,
 * deeply nested elements.
 *
 * @param refuse throws
 */
export function createXmlReader(handler: XmlHandler, refuse: (problem: WorkbookProblem) => never): XmlReader {
  const names: string[] = []
  let rest = ''
  /** The end mark of the comment, the instruction or the CDATA section that the text is inside of. */
  let inside: string | undefined
  let hasRoot = false
  const attributes: string[] = []

  function push(piece: string): void {
    const text = rest === '' ? piece : rest + piece
    rest = ''
    let at = 0
    while (at < text.length) {
      if (inside !== undefined) {
        const end = text.indexOf(inside, at)
        const stop = end === -1 ? Math.max(at, text.length - inside.length + 1) : end
        if (inside === CDATA_END && stop > at) handler.text(text.slice(at, stop))
        if (end === -1) return keep(text, stop)
        at = end + inside.length
        inside = undefined
        continue
      }
      const tag = text.indexOf('<', at)
      if (tag !== at) {
        const end = tag === -1 ? wholeEnd(text, at) : tag
        if (end > at) characters(text.slice(at, end))
        if (tag === -1) return keep(text, end)
      }
      const next = readMarkup(text, tag)
      if (next === undefined) return keep(text, tag)
      at = next
    }
  }

  function keep(text: string, from: number): void {
    rest = text.slice(from)
    if (rest.length > LONGEST_TAG) refuse('xml')
  }

  function characters(text: string): void {
    if (names.length === 0) {
      if (text.trim() !== '') refuse('xml')
      return
    }
    handler.text(decoded(text))
  }

  /** Parses the markup that begins at `from`; returns its end, or `undefined` when it is not complete yet. */
  function readMarkup(text: string, from: number): number | undefined {
    switch (text[from + 1]) {
      case '/':
        return readEndTag(text, from)
      case '?':
        inside = INSTRUCTION_END
        return from + 2
      case '!':
        return readDeclaration(text, from)
      case undefined:
        return undefined
      default:
        return readTag(text, from)
    }
  }

  function readDeclaration(text: string, from: number): number | undefined {
    if (text.startsWith('<!--', from)) {
      inside = COMMENT_END
      return from + 4
    }
    if (text.startsWith('<![CDATA[', from) && names.length > 0) {
      inside = CDATA_END
      return from + 9
    }
    if (text.startsWith('<!DOCTYPE', from)) refuse('entity')
    // `<![CDA` may continue in the next piece.
    return text.length - from < 9 ? undefined : refuse('xml')
  }

  function readEndTag(text: string, from: number): number | undefined {
    const end = text.indexOf('>', from)
    if (end === -1) return undefined
    const name = names.pop()
    if (name === undefined || text.slice(from + 2, end).trimEnd() !== name) refuse('xml')
    handler.close(localName(name ?? ''))
    return end + 1
  }

  function readTag(text: string, from: number): number | undefined {
    let at = endOfName(text, from + 1)
    const name = text.slice(from + 1, at)
    attributes.length = 0
    for (;;) {
      const gap = at
      at = skipBlanks(text, at)
      const code = text.charCodeAt(at)
      if (at === text.length) return undefined
      if (code === GREATER || code === SLASH) {
        if (code === SLASH) at++
        if (at === text.length) return undefined
        if (text.charCodeAt(at) !== GREATER || name === '') refuse('xml')
        openElement(name, code === SLASH)
        return at + 1
      }
      const nameEnd = endOfName(text, at)
      const attribute = text.slice(at, nameEnd)
      at = skipBlanks(text, nameEnd)
      if (at === text.length) return undefined
      if (gap === nameEnd || attribute === '' || text.charCodeAt(at) !== EQUALS) refuse('xml')
      at = skipBlanks(text, at + 1)
      if (at === text.length) return undefined
      const quote = text.charCodeAt(at)
      if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) refuse('xml')
      const valueEnd = text.indexOf(quote === DOUBLE_QUOTE ? '"' : "'", at + 1)
      if (valueEnd === -1) return undefined
      const value = text.slice(at + 1, valueEnd)
      if (value.includes('<') || attributeOf(attributes, attribute) !== undefined) refuse('xml')
      attributes.push(attribute, decoded(value))
      at = valueEnd + 1
      const after = text.charCodeAt(at)
      if (after > SPACE && after !== GREATER && after !== SLASH) refuse('xml')
    }
  }

  function openElement(name: string, isEmpty: boolean): void {
    if (names.length === 0) {
      if (hasRoot) refuse('xml')
      hasRoot = true
    }
    if (names.length === DEEPEST) refuse('depth')
    const local = localName(name)
    handler.open(local, attributes)
    if (isEmpty) handler.close(local)
    else names.push(name)
  }

  function decoded(text: string): string {
    return text.includes('&') ? (decodeEntities(text) ?? refuse('entity')) : text
  }

  return {
    push,
    end() {
      if (!hasRoot || names.length > 0 || rest !== '' || inside !== undefined) refuse('xml')
    },
  }
}

/** The value of an attribute by its name as written, with its prefix. */
export function attributeOf(attributes: Attributes, name: string): string | undefined {
  for (let at = 0; at < attributes.length; at += 2) if (attributes[at] === name) return attributes[at + 1]
  return undefined
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

/**
 * The end of the text that can be passed on: an entity, or a line end of two characters, may continue in the next
 * piece.
 */
function wholeEnd(text: string, from: number): number {
  const entity = text.lastIndexOf('&')
  if (entity >= from && !text.includes(';', entity)) return entity
  return text.length
}

function endOfName(text: string, from: number): number {
  let at = from
  for (let code = text.charCodeAt(at); code > SPACE; code = text.charCodeAt(++at)) {
    if (code === GREATER || code === SLASH || code === EQUALS) return at
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) return at
  }
  return at
}

function skipBlanks(text: string, from: number): number {
  let at = from
  for (let code = text.charCodeAt(at); code <= SPACE && code >= TAB; code = text.charCodeAt(++at));
  return at
}
