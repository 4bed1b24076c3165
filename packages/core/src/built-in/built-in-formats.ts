import type { Format } from '../format/format.ts'
import { tr005Draft2, tr005Draft3 } from './drafts.ts'
import {
  thingpark,
  thingparkBase64,
  thingparkBase64Url,
  thingparkHex,
  thingparkHexLower,
} from './thingpark.ts'
import { tr005 } from './tr005.ts'
import { browan, devEuiAppEui, devEuiOnly, dragino, sensecap } from './vendors.ts'

/**
 * Every format that comes with the package; what a decoder knows when it is told nothing else. `tr005` and
 * `thingpark-base64` read the same codes alike; the first in this list gives its name.
 */
export const builtInFormats: readonly Format[] = Object.freeze([
  thingpark,
  tr005,
  thingparkBase64,
  thingparkHex,
  thingparkHexLower,
  thingparkBase64Url,
  tr005Draft2,
  tr005Draft3,
  devEuiOnly,
  devEuiAppEui,
  dragino,
  sensecap,
  browan,
])
