import type { Value } from '../sql/rows.ts'

/** Characters that JSON escapes in another way than an array of PostgreSQL, or that it does not leave as they are. */
const OTHERWISE_IN_JSON = /[\u0000-\u001f\ud800-\udfff]/ // eslint-disable-line no-control-regex
const PLAIN = /^[0-9A-Za-z]+$/

/**
 * An array as PostgreSQL reads it from text (its documentation, 8.15.2): `pg` would ask of each value what it is, and
 * take twice the time to escape it.
 */
export function arrayText(values: readonly Value[]): string {
  let text = '{'
  for (let at = 0; at < values.length; at += 1) {
    if (at > 0) text += ','
    text += elementText(values[at]!)
  }
  return `${text}}`
}

function elementText(value: Value): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return `"\\\\x${hexOf(value)}"`
  // Quoted also where it need not be: NULL and the empty text are words of their own.
  if (PLAIN.test(value)) return `"${value}"`
  if (OTHERWISE_IN_JSON.test(value)) return `"${value.replace(/["\\]/g, '\\$&')}"`
  return JSON.stringify(value)
}

function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}
