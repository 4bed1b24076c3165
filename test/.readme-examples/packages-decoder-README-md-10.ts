import { createDecoder } from '@claimtag/decoder'

const decoder = createDecoder()
const result = decoder.decode('LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:CB8D5')

if (result.ok) {
  const { devEui, joinEui, ownerToken } = result.record
  console.log(devEui, joinEui, ownerToken?.length) // AABBCCDDEEFF0011 1122334455667788 12
} else {
  console.log(result.error.code, result.error.kind)
}
