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
