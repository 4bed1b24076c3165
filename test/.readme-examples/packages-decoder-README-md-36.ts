import { thingpark } from '@claimtag/core'
import { createDecoder } from '@claimtag/decoder'

const strict = createDecoder([thingpark], { builtIns: [] })
const result = strict.decode('2CF7F1C04490010D')
console.log(result.ok || result.error.code) // format-not-loaded
