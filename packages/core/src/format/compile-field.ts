import { hasAny, parseCharset } from '../value/charset.ts'
import type { IssuedForm, WireForm } from './document.ts'
import { bad, extent, list, oneOf, text } from './document-shape.ts'
import type { Field, IssuedToken } from './grammar.ts'
import { LONGEST_CODE, MOST_PATTERNS } from '../limits.ts'
import { isKeyName } from '../record/key-name.ts'
import { tokenValue, VERBATIM } from '../value/token.ts'
import type { Extent } from '../value/extent.ts'
import { hexValue, textValue, type ValueCodec } from '../value/value.ts'

export const FIELD_KEYS = ['name', 'length', 'charset', 'lead', 'not', 'issued', 'wire', 'bytes'] as const

const DIGITS: ReadonlyMap<string, number> = new Map([
  ['devEui', 16],
  ['joinEui', 16],
  ['vendorId', 4],
  ['vendorProfileId', 4],
])
const ISSUED_FORMS: readonly IssuedForm[] = ['base64', 'base64url', 'hex', 'hex-lower', 'text']
const WIRE_FORMS: readonly WireForm[] = ['base64', 'base64url', 'hex', 'base32', 'text']

/** Bytes of a token when the document does not say: the length is the issuer's secret [U], so generous. */
const TOKEN_BYTES = { least: 1, most: 128 }

type Raw = Readonly<Record<string, unknown>>

/** What a field has to know of the format around it. */
export interface Scope {
  readonly separators: string
  /** The fields so far. */
  readonly slots: Map<string, number>
}

export function compileField(raw: Raw, path: string, { separators, slots }: Scope): Field {
  const name = text(raw['name'], `${path}.name`)
  if (!/^[A-Za-z][A-Za-z0-9]{0,31}$/.test(name)) throw bad(`${path}.name`, 'letters and digits are expected')
  if (slots.has(name)) throw bad('fields', `${name} stands there twice`)
  const slot = slots.size
  slots.set(name, slot)
  const token = name === 'ownerToken' ? issuedToken(raw, path) : undefined
  return {
    name,
    slot,
    codec: codecOf(name, raw, path, separators, token),
    token,
    lead: text(raw['lead'], `${path}.lead`, ''),
    not:
      raw['not'] === undefined
        ? []
        : list(raw['not'], `${path}.not`, MOST_PATTERNS).map((one, i) => text(one, `${path}.not[${i}]`)),
  }
}

function codecOf(
  name: string,
  raw: Raw,
  path: string,
  separators: string,
  token: IssuedToken | undefined,
): ValueCodec {
  const digits = DIGITS.get(name)
  if (digits !== undefined) {
    refuse(
      raw,
      path,
      ['length', 'charset', 'issued', 'wire', 'bytes', 'not'],
      `${name} is ${digits} hex digits`,
    )
    return hexValue(digits)
  }
  if (token !== undefined) return tokenCodec(raw, path, separators, token)
  refuse(raw, path, ['issued', 'wire', 'bytes'], 'only ownerToken has them')
  const free = { least: 1, most: isKeyName(name) ? 128 : LONGEST_CODE }
  return textCodec(raw, path, separators, extent(raw['length'], `${path}.length`, free))
}

function textCodec(raw: Raw, path: string, separators: string, size: Extent): ValueCodec {
  if (raw['charset'] === undefined) return textValue(size, undefined, separators)
  const written = text(raw['charset'], `${path}.charset`)
  const charset = parseCharset(written)
  if (charset === undefined) throw bad(`${path}.charset`, 'characters are expected')
  if (hasAny(charset, separators)) throw bad(`${path}.charset`, 'a separator cannot be part of a value')
  return textValue(size, { written, charset }, separators)
}

function issuedToken(raw: Raw, path: string): IssuedToken {
  return {
    issued: oneOf(raw['issued'], `${path}.issued`, ISSUED_FORMS, 'text'),
    bytes: extent(raw['bytes'], `${path}.bytes`, TOKEN_BYTES),
  }
}

function tokenCodec(raw: Raw, path: string, separators: string, { issued, bytes }: IssuedToken): ValueCodec {
  refuse(raw, path, ['length'], 'the size of a token is given in bytes')
  const wire = oneOf(raw['wire'], `${path}.wire`, WIRE_FORMS, VERBATIM[issued])
  if (wire === 'text') {
    if (issued !== 'text') throw bad(`${path}.wire`, `leave it out to carry ${issued} as issued`)
    return textCodec(raw, path, separators, bytes)
  }
  refuse(raw, path, ['charset'], `${wire} has its own alphabet`)
  const codec = tokenValue(issued, wire, bytes)
  if (hasAny(codec.charset, separators)) {
    throw bad(`${path}.wire`, `${wire} contains a separator`)
  }
  return codec
}

function refuse(raw: Raw, path: string, keys: readonly string[], reason: string): void {
  const key = keys.find((one) => raw[one] !== undefined)
  if (key !== undefined) throw bad(`${path}.${key}`, reason)
}
