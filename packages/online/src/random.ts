import type { FieldDocument, Format, IssuedForm } from '@claimtag/core'
import type { TokenSource } from './token-source.ts'

/** Fills an array with random bytes: `(bytes) => crypto.getRandomValues(bytes)`. Nothing weaker will do. */
export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => unknown

export interface RandomOptions {
  /** 16 unless told otherwise: 128 bits, beyond guessing. */
  readonly bytes?: number
  /** How the token is issued. As the format declares unless told otherwise; upper-case hex where it declares text. */
  readonly form?: Exclude<IssuedForm, 'text'>
}

/**
 * Random tokens, for makers whose Join Server takes tokens rather than giving them.
 *
 * @example
 * const tokens = random((bytes) => crypto.getRandomValues(bytes))
 */
export function random(fill: FillRandom, { bytes = 16, form }: RandomOptions = {}): TokenSource {
  return (_, { format }) => {
    const token = new Uint8Array(bytes)
    fill(token)
    return print(token, form ?? declared(format))
  }
}

function declared({ document }: Format): IssuedForm {
  const fields = document.fields.flatMap((element) => ('run' in element ? element.run : [element]))
  return fields.find((field): field is FieldDocument => 'name' in field && field.name === 'ownerToken')?.issued ?? 'text'
}

function print(bytes: Uint8Array, form: IssuedForm): string {
  switch (form) {
    case 'base64':
      return base64(bytes, '+/', true)
    case 'base64url':
      return base64(bytes, '-_', false)
    case 'hex':
    case 'text':
      return hex(bytes).toUpperCase()
    case 'hex-lower':
      return hex(bytes)
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** RFC 4648, sections 4 and 5. */
function base64(bytes: Uint8Array, last: string, padded: boolean): string {
  const alphabet = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${last}`
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const used = Math.min(bytes.length - i, 3) + 1
    for (let n = 0; n < used; n++) text += alphabet.charAt((group >> (18 - 6 * n)) & 63)
  }
  return padded ? text.padEnd(Math.ceil(text.length / 4) * 4, '=') : text
}
