import { builtInFormats } from '../built-in/built-in-formats.ts'
import type { IssuedForm } from '../format/document.ts'
import { type Format, grammarOf } from '../format/format.ts'
import { type Element, type Field, fieldsOf, type Grammar, nameOf } from '../format/grammar.ts'
import { misuse } from '../issue/misuse.ts'
import { isSameFrame, overlap, sidesOf } from './ambiguity.ts'

/** The built-in formats whose mark says how a token in base32 was issued. */
const MARKED: ReadonlyMap<IssuedForm, string> = new Map([
  ['base64', 'thingpark'],
  ['base64url', 'thingpark-base64url'],
  ['hex', 'thingpark-hex'],
  ['hex-lower', 'thingpark-hex-lower'],
])

/**
 * Refuses a format to write with whose codes a built-in format reads as something else: everyone without the document
 * would get another token, and no warning. Free text is excepted: what the proprietary field says is the maker's.
 *
 * @throws ClaimtagError `misread-by` with both formats and the field
 */
export function refuseMisread(format: Format): void {
  if (!format.writable) return
  const grammar = grammarOf(format)
  const written = sidesOf(asWritten(grammar))
  for (const other of builtInFormats) {
    const builtIn = grammarOf(other)
    if (!canMeet(grammar.prefix, builtIn.prefix)) continue
    const field = misreadField(grammar, builtIn)
    if (field === undefined || !overlap(written, sidesOf(builtIn))) continue
    const issued = format.fields.find(({ name }) => name === field)?.issued
    const like = issued === undefined ? undefined : MARKED.get(issued)
    const issue = { code: 'misread-by', format: format.id, otherFormat: other.id, field } as const
    throw misuse(like === undefined ? issue : { ...issue, like })
  }
}

/** A grammar that reads the codes that one writes, without what it reads beside them. */
function asWritten(grammar: Grammar): Grammar {
  const { tags, checksum } = grammar
  return {
    ...grammar,
    tags: { ...tags, unknown: false, damaged: undefined },
    checksum: checksum === undefined ? undefined : { ...checksum, required: true },
  }
}

/** Whether a text may begin with both prefixes, in whatever case it comes. */
function canMeet(a: string, b: string): boolean {
  const [one, other] = [a.toUpperCase(), b.toUpperCase()]
  return one.startsWith(other) || other.startsWith(one)
}

/** The first field that a built-in format reads otherwise than the format writes it, if any. */
function misreadField(own: Grammar, builtIn: Grammar): string | undefined {
  // In another frame nothing stands where it should.
  if (!isSameFrame(own, builtIn) || own.positional.length < builtIn.positional.length) return 'devEui'
  const misplaced = own.positional.find((element, i) => {
    const other = builtIn.positional[i]
    return other === undefined || !isReadRightly(element, other)
  })
  if (misplaced !== undefined) return nameOf(misplaced)
  for (const element of builtIn.tagged) {
    const same = own.byTag.get(element.tag)
    const isChecksum = own.checksum?.tag === element.tag
    if (isChecksum || (same !== undefined && !isReadRightly(same, element))) return nameOf(same ?? element)
  }
  const inChecksum = builtIn.checksum === undefined ? undefined : own.byTag.get(builtIn.checksum.tag)
  return inChecksum === undefined ? undefined : nameOf(inChecksum)
}

/** Whether what is written in one element comes out of the other as it went in, or as free text, or not at all. */
function isReadRightly(own: Element, builtIn: Element): boolean {
  if (fieldsOf(builtIn).every(({ name }) => name === 'proprietary')) return true
  if (own.absent !== undefined && own.absent !== builtIn.absent) return false
  if (own.parts.length !== builtIn.parts.length) return false
  return own.parts.every((part, i) => {
    const other = builtIn.parts[i]!
    if (part.literal !== undefined || other.literal !== undefined) return part.literal === other.literal
    const isSame = part.name === other.name && part.lead === other.lead
    return isSame && isLengthKept(part, other) && isValueKept(part, other)
  })
}

/** Each value of a fixed length takes its characters; the one value without a fixed length gets the rest. */
function isLengthKept(own: Field, builtIn: Field): boolean {
  const { least, most } = builtIn.codec.extent
  const isFree = builtIn.lead !== '' || least < most
  return isFree || (own.codec.extent.least === least && own.codec.extent.most === most)
}

function isValueKept({ codec: own }: Field, { codec: builtIn }: Field): boolean {
  return own.readsAs === builtIn.readsAs || (own.isVerbatim && builtIn.readsAs === 'verbatim')
}
