import type { Format, IssuedForm } from '@claimtag/core'

/** 128 bits cannot be guessed. */
const ENOUGH = 16

/** The tokens that a format wants: the form they are issued in, and 16 bytes or as near to that as it allows. */
export function tokenForm({ fields }: Format): { readonly form: IssuedForm; readonly bytes: number } {
  const token = fields.find(({ name }) => name === 'ownerToken')
  const { issued: form = 'text', bytes: { least, most } = { least: 1, most: 128 } } = token ?? {}
  // A text is counted in characters, and is written with two for each byte.
  const perByte = form === 'text' ? 2 : 1
  return { form, bytes: Math.floor(Math.min(Math.max(ENOUGH * perByte, least), most) / perByte) }
}
