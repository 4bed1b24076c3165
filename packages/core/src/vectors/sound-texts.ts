import { allFieldsOf, type Field, type Grammar, nameOf } from '../format/grammar.ts'
import { LONGEST_CODE } from '../limits.ts'
import type { VectorText } from './vector-text.ts'
import { codeOf, type Pieces, samplePieces } from './sample-code.ts'
import { sampleValue } from './sample-value.ts'

/** Codes that the format reads, some with a warning. */
export function soundTexts(grammar: Grammar): readonly VectorText[] {
  const { positional, tagged, tags, checksum } = grammar
  const whole = samplePieces(grammar)
  const texts: VectorText[] = []
  const add = (about: string, pieces: Pieces): void =>
    void texts.push({ about, text: codeOf(pieces, grammar) })
  add('every field', whole)
  for (const field of allFieldsOf([...positional, ...tagged])) {
    for (const [word, size] of edgesOf(field, codeOf(whole, grammar).length)) {
      const value = sampleValue(field, size, grammar.match)
      add(`${field.name} of the ${word} length`, samplePieces(grammar, new Map([[field.name, value]])))
    }
    if (field.codec.wire.isHex === true && field.codec.wire.token === undefined) {
      const value = sampleValue(field, field.codec.extent.most, grammar.match).toLowerCase()
      add(`${field.name} in lower case`, samplePieces(grammar, new Map([[field.name, value]])))
    }
    if (field.lead !== '') add(`without ${field.name}`, samplePieces(grammar, new Map([[field.name, '']])))
  }
  for (const [i, element] of positional.entries()) {
    if (element.absent === undefined) continue
    add(`no ${nameOf(element)}`, { ...whole, positional: replaced(whole.positional, i, element.absent) })
  }
  for (const [i, element] of tagged.entries()) {
    if (!element.required) add(`without ${nameOf(element)}`, { ...whole, tagged: removed(whole.tagged, i) })
    add(`an empty ${nameOf(element)} besides`, { ...whole, tagged: [element.tag, ...whole.tagged] })
  }
  if (tagged.length > 1) add('elements in another order', { ...whole, tagged: [...whole.tagged].reverse() })
  if (tagged.some(({ required }) => !required)) {
    add('required elements only', { ...whole, tagged: whole.tagged.filter((_, i) => tagged[i]!.required) })
  }
  if (tags.unknown)
    add('an unknown element', { ...whole, tagged: [...whole.tagged, `${unknownTag(grammar)}1`] })
  if (checksum !== undefined && !checksum.required) add('no checksum', { ...whole, hasChecksum: false })
  if (tags.damaged !== undefined) {
    const text = codeOf(whole, grammar)
    texts.push({ about: 'a damaged separator', text: text.replace(tags.separator, () => tags.damaged!) })
  }
  return texts
}

/** The least and the most size of a value, as far as they fit a code. */
function edgesOf({ codec, token }: Field, length: number): readonly (readonly [string, number])[] {
  const isToken = codec.wire.token !== undefined
  const { least, most } = isToken ? token!.bytes : codec.extent
  const room = isToken ? 128 : LONGEST_CODE - length
  if (least === most) return []
  return most > room
    ? [['least', least]]
    : [
        ['least', least],
        ['most', most],
      ]
}

/** A capital letter that the format does not know. */
export function unknownTag({ tagged, checksum }: Grammar): string {
  const known = tagged.map(({ tag }) => tag).join('') + (checksum?.tag ?? '')
  return Array.from('XYZQJUVWABCDEFGHIKLMNOPRST').find((tag) => !known.includes(tag)) ?? ''
}

export function replaced<T>(list: readonly T[], at: number, value: T): readonly T[] {
  return list.map((one, i) => (i === at ? value : one))
}

export function removed<T>(list: readonly T[], at: number): readonly T[] {
  return list.filter((_, i) => i !== at)
}
