import type { Constraint, Field } from '../format/grammar.ts'
import { anyMatches } from '../value/pattern.ts'
import { RADICES } from '../value/token.ts'
import { recode } from '../value/radix.ts'

/** EUIs that are on no label, so that no vector is a real device. */
const DIGITS: ReadonlyMap<string, string> = new Map([
  ['devEui', 'F4CE36A2B1D05E97'],
  ['joinEui', '0016C001F0E1D2C3'],
  ['vendorId', 'AC3E'],
  ['vendorProfileId', '0102'],
])
const PREFERRED = 'A1B2C3D4E5F6G7H8J9KLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz0'

/** A made-up value as it stands in a code. Of a token, `size` is in bytes; of any other text, in characters. */
export function sampleValue(field: Field, size: number, match: readonly Constraint[]): string {
  const { name, codec, token } = field
  const wanted = match.find((one) => one.name === name)?.patterns[0]?.replace(/\*$/, '') ?? ''
  if (codec.wire.token !== undefined) return sampleToken(codec.wire.token, size)
  if (token === undefined && codec.wire.isHex === true) {
    return wanted + (DIGITS.get(name) ?? '0123456789ABCDEF').slice(wanted.length, size)
  }
  const allowed = charactersOf(field)
  // A value that marks another format is begun with another character instead.
  for (let first = 0; first < allowed.length; first += 1) {
    const value = wanted + repeated(allowed, first, size - wanted.length)
    if (!anyMatches(field.not, value)) return value
  }
  return wanted + repeated(allowed, 0, size - wanted.length)
}

/** The characters of a text, the plain ones first. */
function charactersOf({ codec }: Field): string {
  const all = codec.charset.map((allowed, code) => (allowed ? String.fromCharCode(code) : '')).join('')
  const plain = Array.from(PREFERRED).filter((character) => all.includes(character))
  const others = Array.from(all).filter(
    (character) => !PREFERRED.includes(character) && !/[ %]/.test(character),
  )
  return [...plain, ...others].join('')
}

function repeated(characters: string, first: number, length: number): string {
  return Array.from(
    { length: Math.max(0, length) },
    (_, i) => characters[(first + i) % characters.length],
  ).join('')
}

function sampleToken([wire, issued]: NonNullable<Field['codec']['wire']['token']>, bytes: number): string {
  const isText = issued === RADICES.text
  const hex = Array.from({ length: bytes }, (_, i) => {
    const byte = isText ? 0x41 + (i % 26) : (37 * i + 11) & 0xff
    return (byte + 0x100).toString(16).slice(1).toUpperCase()
  }).join('')
  // Whole bytes can be written in every radix.
  return recode(hex, RADICES.hex, wire, 0, Number.POSITIVE_INFINITY) as string
}
