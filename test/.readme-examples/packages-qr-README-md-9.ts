import { encodeQr } from '@claimtag/qr'

const symbol = encodeQr('LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:CB8D5')
console.log(symbol.version, symbol.errorCorrection, symbol.size) // 4 M 33
console.log(symbol.get(0, 0)) // true
