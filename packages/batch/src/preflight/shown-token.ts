import { formatToken } from '@claimtag/core'
import type { Device } from '@claimtag/devices'

/** A shorter token stands in other values by chance: only one that is the whole value counts. */
const LEAST = 8
const FORMS = ['hex', 'base64', 'base32'] as const

/**
 * Finds the printed column that holds the token of a device, in whatever form it is written: in a web address for a
 * public code, for example.
 *
 * @param printed the columns that the label prints
 */
export function shownToken(
  { fields, columns }: Pick<Device, 'fields' | 'columns'> & { readonly text?: string },
  printed: readonly string[],
): string | undefined {
  const { ownerToken } = fields
  if (ownerToken === undefined || ownerToken === '' || printed.length === 0) return undefined
  const shows = tokenSearch(ownerToken)
  return printed.find((name) => {
    const value = Object.hasOwn(columns, name) ? columns[name] : undefined
    return value !== undefined && shows(value)
  })
}

/** Whether a text shows a token, which is not empty, in whatever form it is written. */
export function tokenSearch(token: string): (value: string) => boolean {
  // Most values are shorter than any form, which is all that a row may take time for.
  const least = leastLength(token)
  let forms: readonly string[] | undefined
  return (value) => {
    if (value.length < least) return false
    forms ??= formsOf(token)
    const bare = bareOf(value)
    return forms.some((form) => bare === form || (form.length >= LEAST && bare.includes(form)))
  }
}

/**
 * The letters and digits of the shortest form. Those of base64 are in every form that is longer; what is written in hex
 * is more than half as long in base64.
 */
function leastLength(token: string): number {
  let count = 0
  let isHex = true
  for (let at = 0; at < token.length; at++) {
    const code = token.charCodeAt(at)
    const small = code | 0x20
    const isDigit = code >= 0x30 && code <= 0x39
    if (isDigit || (small >= 0x61 && small <= 0x7a)) count++
    isHex &&= isDigit || (small >= 0x61 && small <= 0x66)
  }
  return isHex ? token.length / 2 : count
}

/** Letters and digits in capitals: forms differ in case, and people write separators. */
function bareOf(text: string): string {
  return text.replace(/[^0-9A-Za-z]/g, '').toUpperCase()
}

function formsOf(token: string): readonly string[] {
  const isHex = token.length % 2 === 0 && /^[0-9A-Fa-f]+$/.test(token)
  const bytes = Buffer.from(token, isHex ? 'hex' : 'base64')
  const written = FORMS.map((form) => formatToken(bytes, form))
  return [...new Set([token, ...written].map(bareOf))].filter((form) => form !== '')
}
