import { builtInFormats, decode, defineFormat, encode } from '@claimtag/core'

const acme = defineFormat({
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
    { run: [{ literal: 'B32-L' }, { name: 'proprietary', lead: '-' }], tag: 'P', required: true },
  ],
  checksum: { algorithm: 'crc16-modbus', tag: 'C', required: true },
  match: { vendorId: 'AC3E' },
})

const text = encode(
  {
    devEui: '0004A310001AAED6',
    joinEui: '70B3D57ED0000000',
    vendorProfileId: '0001',
    ownerToken: '00112233445566778899aabbccddeeff',
  },
  acme,
)
console.log(text) // LW:D0:70B3D57ED0000000:0004A310001AAED6:AC3E0001:O0AAISEM2EKVTHPCEZVK54ZXPO74:PB32-L:C53F2

const result = decode(text, [acme, ...builtInFormats])
console.log(result.ok && result.format) // acme

// An app that has never heard of ACME reads the same token.
const stranger = decode(text, builtInFormats)
console.log(stranger.ok && stranger.record.ownerToken) // 00112233445566778899aabbccddeeff
