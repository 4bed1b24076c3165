import type { Extent, FormatField, IssuedForm } from '@claimtag/core'

/** What is known of a token before it is typed: the field `ownerToken` of `format.fields`. */
export type TokenForm = Pick<FormatField, 'issued' | 'bytes'>

/** How a token is written. */
interface Writing {
  /** For people, as in every other issue. */
  readonly expected: string
  readonly strange: RegExp
  /** Characters that bytes take. */
  readonly lengthOf: (bytes: number) => number
}

const WRITINGS: Readonly<Record<IssuedForm, Writing>> = {
  hex: { expected: 'upper-case hex', strange: /[^0-9A-F]/, lengthOf: (bytes) => bytes * 2 },
  'hex-lower': { expected: 'lower-case hex', strange: /[^0-9a-f]/, lengthOf: (bytes) => bytes * 2 },
  base64: {
    expected: 'base64',
    strange: /[^0-9A-Za-z+/=]/,
    lengthOf: (bytes) => Math.ceil(bytes / 3) * 4,
  },
  base64url: {
    expected: 'base64url',
    strange: /[^0-9A-Za-z_-]/,
    lengthOf: (bytes) => Math.ceil((bytes * 4) / 3),
  },
  text: { expected: 'printable ASCII', strange: /[^!-~]/, lengthOf: (bytes) => bytes },
}

/** What no token of a format exceeds. */
const ANY: Extent = { least: 1, most: 128 }

/** The characters that a token cannot have, and how many it has. */
export function writingOf({
  issued = 'text',
  bytes = ANY,
}: TokenForm): Writing & { readonly extent: Extent } {
  const writing = WRITINGS[issued]
  const { lengthOf } = writing
  return { ...writing, extent: { least: lengthOf(bytes.least), most: lengthOf(bytes.most) } }
}
