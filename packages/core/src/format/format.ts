import { compile } from './compile.ts'
import { compiledOf } from './compiled.ts'
import { misuse } from '../issue/misuse.ts'
import type { FormatDocument } from './document.ts'
import { type FormatField, formatFieldsOf } from './format-field.ts'
import type { Grammar } from './grammar.ts'
import type { CompiledFormat } from '../read/compiled-format.ts'

/** A format document that was checked: what `encode`, `decode` and `createDecoder` take. */
export interface Format {
  readonly id: string
  readonly title: string
  /** False for formats that are only read. */
  readonly writable: boolean
  readonly document: FormatDocument
  /** The values that its codes carry, in the order of the document. */
  readonly fields: readonly FormatField[]
}

// Compiled once for each format; a copy (another realm, another version of this package) is compiled anew.
const GRAMMARS = new WeakMap<Format, Grammar>()

/**
 * Makes a format of its document, which is checked alone.
 *
 * @throws ClaimtagError `bad-format-document`
 */
export function formatOf(document: FormatDocument): Format {
  const grammar = compile(document)
  // A copy, so that later changes of the document don't change the format.
  const own = freeze(JSON.parse(JSON.stringify(document)) as FormatDocument)
  const format: Format = Object.freeze({
    id: grammar.id,
    title: own.title,
    writable: grammar.writable,
    document: own,
    fields: Object.freeze(formatFieldsOf([...grammar.positional, ...grammar.tagged], grammar.match)),
  })
  GRAMMARS.set(format, grammar)
  return format
}

/** The format asked for last: looking it up in the map took a tenth of the time of writing a code. */
let last: { readonly format: Format; readonly grammar: Grammar } | undefined

/** @throws ClaimtagError `not-a-format` */
export function grammarOf(format: Format): Grammar {
  if (last?.format === format) return last.grammar
  const grammar = knownGrammarOf(format)
  last = { format, grammar }
  return grammar
}

const COMPILED = new WeakMap<Format, CompiledFormat>()

/** The format as a reader has it, made when it is first read with. @throws ClaimtagError `not-a-format` */
export function compiledFormatOf(format: Format): CompiledFormat {
  const grammar = grammarOf(format)
  const known = COMPILED.get(format) ?? compiledOf(grammar)
  COMPILED.set(format, known)
  return known
}

function knownGrammarOf(format: Format): Grammar {
  const known = GRAMMARS.get(format)
  if (known !== undefined) return known
  // JavaScript callers: most likely the document itself was handed over.
  const document: unknown = (format as Partial<Format> | null | undefined)?.document
  if (document === undefined) throw misuse({ code: 'not-a-format' })
  const grammar = compile(document)
  GRAMMARS.set(format, grammar)
  return grammar
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze)
  return Object.freeze(value)
}
