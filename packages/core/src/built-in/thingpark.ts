import type { FormatDocument } from '../format/document.ts'
import { type Format, formatOf } from '../format/format.ts'
import { ISSUED_MARKS, NOT_BASE64, THINGPARK_MARK, THINGPARK_MARKS } from './thingpark-mark.ts'
import { TR005_POSITIONS } from './tr005.ts'

const frame = {
  prefix: 'LW:D0:',
  separator: ':',
  tags: { unknown: true },
  checksum: { algorithm: 'crc16-modbus', tag: 'C', required: true },
} satisfies Partial<FormatDocument>

/**
 * The default: the frame of TR005, the token issued as base64 and carried as base32, which keeps the symbol in
 * alphanumeric mode and thereby smallest; always with its checksum.
 */
export const thingpark = formatOf({
  id: 'thingpark',
  title: 'ThingPark, token as base32 (default)',
  ...frame,
  fields: [
    ...TR005_POSITIONS,
    { name: 'ownerToken', tag: 'O', required: true, issued: 'base64', wire: 'base32' },
    { name: 'serialNumber', tag: 'S' },
    { run: [{ literal: THINGPARK_MARK }, { name: 'proprietary', lead: '-' }], tag: 'P', required: true },
  ],
})

/** The same frame with the token in base64 as issued: a bigger symbol, since base64 has lower-case letters. */
export const thingparkBase64 = formatOf({
  id: 'thingpark-base64',
  title: 'ThingPark, token as base64',
  ...frame,
  fields: [
    ...TR005_POSITIONS,
    { name: 'ownerToken', tag: 'O', required: true, issued: 'base64' },
    { name: 'serialNumber', tag: 'S' },
    { name: 'proprietary', tag: 'P', not: THINGPARK_MARKS },
  ],
})

function issuedAs(issued: keyof typeof ISSUED_MARKS, words: string): Format {
  return formatOf({
    id: `thingpark-${issued}`,
    title: `ThingPark, token issued as ${words}, as base32`,
    ...frame,
    fields: [
      ...TR005_POSITIONS,
      {
        run: [{ literal: NOT_BASE64 }, { name: 'ownerToken', issued, wire: 'base32' }],
        tag: 'O',
        required: true,
      },
      { name: 'serialNumber', tag: 'S' },
      {
        run: [{ literal: ISSUED_MARKS[issued] }, { name: 'proprietary', lead: '-' }],
        tag: 'P',
        required: true,
      },
    ],
  })
}

/** As `thingpark`, for tokens issued as upper-case hex. */
export const thingparkHex = /* @__PURE__ */ issuedAs('hex', 'upper-case hex')
/** As `thingpark`, for tokens issued as lower-case hex. */
export const thingparkHexLower = /* @__PURE__ */ issuedAs('hex-lower', 'lower-case hex')
/** As `thingpark`, for tokens issued as base64url. */
export const thingparkBase64Url = /* @__PURE__ */ issuedAs('base64url', 'base64url')
