import { allFieldsOf, type Element, type Field, fieldsOf, type Grammar, nameOf } from '../format/grammar.ts'
import { LONGEST_CODE } from '../limits.ts'
import type { VectorText } from './vector-text.ts'
import { codeOf, type Pieces, samplePieces } from './sample-code.ts'
import { sampleValue } from './sample-value.ts'
import { removed, replaced, unknownTag } from './sound-texts.ts'

/** Codes that the format does not read, each with one fault. */
export function refusedTexts(grammar: Grammar): readonly VectorText[] {
  const whole = samplePieces(grammar)
  return [
    ...ofTexts(codeOf(whole, grammar), grammar),
    ...ofPlaces(whole, grammar),
    ...ofValues(grammar),
    ...ofTags(whole, grammar),
    ...ofChecksum(whole, grammar),
  ]
}

function ofTexts(text: string, { prefix }: Grammar): readonly VectorText[] {
  const last = text.length - 1
  return [
    { about: 'nothing', text: '' },
    {
      about: 'one character more than a symbol holds',
      text: text + 'A'.repeat(LONGEST_CODE + 1 - text.length),
    },
    { about: 'a control character', text: `${text.slice(0, last)}\t${text.slice(last)}` },
    { about: 'a character outside ASCII', text: `${text.slice(0, last)}\u00e9${text.slice(last)}` },
    ...(prefix === '' ? [] : [{ about: 'another prefix', text: `#${text.slice(1)}` }]),
  ]
}

function ofPlaces(whole: Pieces, grammar: Grammar): readonly VectorText[] {
  const { prefix, separator, positional, match } = grammar
  const texts: VectorText[] = []
  for (const [i, element] of positional.entries()) {
    const start = prefix + whole.positional.slice(0, i).join(separator)
    if (i > 0) texts.push({ about: `the code ends before ${nameOf(element)}`, text: start })
    const pieces = { ...whole, positional: replaced(whole.positional, i, '') }
    texts.push({ about: `an empty ${nameOf(element)}`, text: codeOf(pieces, grammar) })
  }
  for (const { name } of match) {
    const field = allFieldsOf(positional).find((one) => one.name === name)
    if (field === undefined || field.codec.wire.isHex !== true) continue
    const value = 'F'.repeat(field.codec.extent.most)
    texts.push({
      about: `another ${name}`,
      text: codeOf(samplePieces(grammar, new Map([[name, value]])), grammar),
    })
  }
  if (separator !== '' && grammar.tagged.length === 0 && grammar.checksum === undefined) {
    texts.push({ about: 'text behind the end', text: `${codeOf(whole, grammar)}${separator}1` })
  }
  return texts
}

function ofValues(grammar: Grammar): readonly VectorText[] {
  const texts: VectorText[] = []
  for (const element of [...grammar.positional, ...grammar.tagged]) {
    for (const field of fieldsOf(element)) {
      for (const [about, value] of faultyValues(field, element, grammar)) {
        texts.push({
          about: `${field.name}: ${about}`,
          text: codeOf(samplePieces(grammar, new Map([[field.name, value]])), grammar),
        })
      }
    }
    const marks = element.parts.filter(({ literal }) => literal !== undefined)
    if (marks.length > 0) texts.push(otherConstant(element, grammar))
  }
  return texts
}

function faultyValues(
  field: Field,
  { tag }: Element,
  grammar: Grammar,
): readonly (readonly [string, string])[] {
  const { codec, token } = field
  const isToken = codec.wire.token !== undefined
  const { least, most } = isToken ? token!.bytes : codec.extent
  const sample = (size: number): string => sampleValue(field, size, grammar.match)
  const usual = sample(Math.min(Math.max(least, isToken ? 16 : 8), most))
  const odd = Array.from('!?~=').find((one) => codec.charset[one.charCodeAt(0)] !== true)
  const values: (readonly [string, string])[] = []
  if (least > 1 || (tag === '' && !isToken)) values.push(['one too short', sample(least - 1) || '-'])
  if (most < LONGEST_CODE - 200) values.push(['one too long', sample(most) + sample(least).slice(0, 1)])
  if (isToken)
    values.push(['of too many bytes', sample(most + 1)], ['a character lost at the end', usual.slice(0, -1)])
  if (odd !== undefined) {
    values.push(['a character that it cannot have, first', odd + usual.slice(1)])
    values.push(['a character that it cannot have, last', usual.slice(0, -1) + odd])
  }
  if (codec.wire.isHex === true && !isToken) values.push(['a template', 'X'.repeat(most)])
  if (codec.wire.token?.[0][0] === 'base32')
    values.push(['bits behind the last byte', `${usual.slice(0, -1)}B`])
  return values
}

function otherConstant(element: Element, grammar: Grammar): VectorText {
  const whole = samplePieces(grammar)
  const isTagged = element.tag !== ''
  const list = isTagged ? grammar.tagged : grammar.positional
  const at = list.indexOf(element)
  const piece = (isTagged ? whole.tagged : whole.positional)[at]!
  const mark = element.parts.find(({ literal }) => literal !== undefined)!.literal!
  const changed = piece.replace(mark, () => '9'.repeat(mark.length))
  const pieces = isTagged
    ? { ...whole, tagged: replaced(whole.tagged, at, changed) }
    : { ...whole, positional: replaced(whole.positional, at, changed) }
  return { about: `${nameOf(element)}: not the constant of the format`, text: codeOf(pieces, grammar) }
}

function ofTags(whole: Pieces, grammar: Grammar): readonly VectorText[] {
  const { tagged, tags } = grammar
  const texts: VectorText[] = []
  const add = (about: string, pieces: readonly string[]): void =>
    void texts.push({ about, text: codeOf({ ...whole, tagged: pieces }, grammar) })
  for (const [i, element] of tagged.entries()) {
    const name = nameOf(element)
    if (element.required) add(`without ${name}`, removed(whole.tagged, i))
    add(`${name} twice`, [...whole.tagged, whole.tagged[i]!])
    add(
      `the tag of ${name} in lower case`,
      replaced(whole.tagged, i, element.tag.toLowerCase() + whole.tagged[i]!.slice(1)),
    )
  }
  if (tagged.length === 0) return texts
  if (!tags.unknown) add('an unknown element', [...whole.tagged, `${unknownTag(grammar)}1`])
  add('no tag', [...whole.tagged, '11'])
  return texts
}

function ofChecksum(whole: Pieces, grammar: Grammar): readonly VectorText[] {
  const { checksum, tags } = grammar
  if (checksum === undefined) return []
  const text = codeOf(whole, grammar)
  const digit = text.slice(-1) === '0' ? '1' : '0'
  const element = text.slice(-5 - tags.separator.length)
  return [
    { about: 'a checksum that does not hold', text: text.slice(0, -1) + digit },
    { about: 'a checksum of three digits', text: text.slice(0, -1) },
    { about: 'a checksum that is no hex number', text: `${text.slice(0, -1)}G` },
    { about: 'the checksum twice', text: text + element },
    ...(checksum.required ? [{ about: 'no checksum', text: text.slice(0, -element.length) }] : []),
  ]
}
