import type { FieldDocument, Format, IssuedForm } from '@claimtag/core'

/** 128 bits are beyond guessing. */
const ENOUGH = 16

/** How the format wants its tokens: the form they are issued in, and 16 bytes or as near to that as it allows. */
export function tokenForm({ document }: Format): { readonly form: IssuedForm; readonly bytes: number } {
  const fields = document.fields.flatMap((element) => ('run' in element ? element.run : [element]))
  const token = fields.find((field): field is FieldDocument => 'name' in field && field.name === 'ownerToken')
  const { issued: form = 'text', bytes: span = [1, 128] } = token ?? {}
  const [least, most] = typeof span === 'number' ? [span, span] : span
  // A text counts characters, and we write two for each byte.
  const perByte = form === 'text' ? 2 : 1
  return { form, bytes: Math.floor(Math.min(Math.max(ENOUGH * perByte, least), most) / perByte) }
}

/** Bytes as a token of that form; as upper-case hex where any text will do. */
export function printToken(bytes: Uint8Array, form: IssuedForm): string {
  return PRINT[form](bytes)
}

const PRINT: Readonly<Record<IssuedForm, (bytes: Uint8Array) => string>> = {
  base64: (bytes) => base64(bytes, '+/').padEnd(Math.ceil(bytes.length / 3) * 4, '='),
  base64url: (bytes) => base64(bytes, '-_'),
  hex: (bytes) => hex(bytes).toUpperCase(),
  'hex-lower': hex,
  text: (bytes) => hex(bytes).toUpperCase(),
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** RFC 4648, sections 4 and 5, without padding. */
function base64(bytes: Uint8Array, last: string): string {
  const alphabet = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${last}`
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const used = Math.min(bytes.length - i, 3) + 1
    for (let n = 0; n < used; n++) text += alphabet.charAt((group >> (18 - 6 * n)) & 63)
  }
  return text
}
