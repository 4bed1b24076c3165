import type { ElementDocument, FormatDocument } from '../format/document.ts'
import { formatOf } from '../format/format.ts'
import { THINGPARK_MARKS } from './thingpark-mark.ts'

/** The first 48 characters of TR005 (section 4.2): fixed for ever, since consumers read them by position. */
export const TR005_POSITIONS: readonly ElementDocument[] = [
  { name: 'joinEui' },
  { name: 'devEui' },
  // ProfileID; zeros mean that there is none.
  { run: [{ name: 'vendorId' }, { name: 'vendorProfileId' }], absent: '00000000' },
]

const document: FormatDocument = {
  id: 'tr005',
  title: 'LoRa Alliance TR005, token verbatim',
  prefix: 'LW:D0:',
  separator: ':',
  fields: [
    ...TR005_POSITIONS,
    { name: 'ownerToken', tag: 'O' },
    { name: 'serialNumber', tag: 'S' },
    { name: 'proprietary', tag: 'P', not: THINGPARK_MARKS },
  ],
  tags: { unknown: true },
  checksum: { algorithm: 'crc16-modbus', tag: 'C' },
}

/** TR005 as published: the token stands in the code as it was issued. */
export const tr005 = formatOf(document)
