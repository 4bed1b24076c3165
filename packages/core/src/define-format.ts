import { refuseMisread } from './ambiguity/misread.ts'
import type { FormatDocument } from './format/document.ts'
import { type Format, formatOf } from './format/format.ts'

/**
 * Makes a format of its document, which may come straight from `JSON.parse`.
 *
 * @throws ClaimtagError `bad-format-document` (with the `path` of the fault and the `reason`), `misread-by` (a
 *   built-in format would read its codes with another meaning)
 *
 * @example
 * ```ts
 * import { defineFormat } from '@claimtag/core'
 *
 * const acme = defineFormat({
 *   id: 'acme',
 *   title: 'ACME sensors',
 *   prefix: 'ACME:',
 *   separator: ':',
 *   fields: [{ name: 'joinEui' }, { name: 'devEui' }, { name: 'ownerToken', issued: 'hex', wire: 'base32' }],
 * })
 * console.log(acme.writable) // true
 * ```
 */
export function defineFormat(document: FormatDocument): Format {
  const format = formatOf(document)
  refuseMisread(format)
  return format
}
