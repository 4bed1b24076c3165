import type { FormatDocument } from '../format/document.ts'
import { defineFormat } from '../format/format.ts'
import { THINGPARK_MARK, THINGPARK_MARKS } from './thingpark-mark.ts'
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
export const thingpark = defineFormat({
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
export const thingparkBase64 = defineFormat({
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
