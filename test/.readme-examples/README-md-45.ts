import { createDecoder } from '@claimtag/decoder'

const { decode } = createDecoder()
const result = decode('LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:CB8D5')
if (result.ok) console.log(result.record.devEui) // AABBCCDDEEFF0011
else console.log(result.error.code)
