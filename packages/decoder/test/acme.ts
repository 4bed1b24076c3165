import type { FormatDocument } from '@claimtag/core'

/** A maker's own format: the frame of TR005, a token issued as lower-case hex, a product number. */
export const acmeDocument: FormatDocument = {
  id: 'acme',
  title: 'ACME sensors',
  prefix: 'LW:D0:',
  separator: ':',
  fields: [
    { name: 'joinEui' },
    { name: 'devEui' },
    { run: [{ name: 'vendorId' }, { name: 'vendorProfileId' }] },
    {
      run: [{ literal: '0' }, { name: 'ownerToken', issued: 'hex-lower', wire: 'base32', bytes: 16 }],
      tag: 'O',
      required: true,
    },
    { name: 'serialNumber', tag: 'S', charset: '0-9A-Z-', length: [4, 12] },
    { run: [{ literal: 'B32-L-SKU' }, { name: 'sku' }], tag: 'P', required: true },
  ],
  tags: { unknown: true },
  checksum: { algorithm: 'crc16-modbus', tag: 'C', required: true },
  match: { vendorId: 'AC3E' },
}
