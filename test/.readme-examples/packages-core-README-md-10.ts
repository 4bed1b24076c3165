import { decode, encode, thingpark } from '@claimtag/core'

const device = {
  devEui: '0004A310001AAED6',
  joinEui: '70B3D57ED0000000',
  ownerToken: 'ABEiM0RVZneImaq7zN3u/w==',
}
const text = encode(device, thingpark)
console.log(text) // LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:OAAISEM2EKVTHPCEZVK54ZXPO74:PB32:CAF0D

const result = decode(text, [thingpark])
console.log(result.ok && result.record.ownerToken === device.ownerToken) // true
