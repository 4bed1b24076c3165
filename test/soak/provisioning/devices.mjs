// The devices of the soak: most can be provisioned, and each tenth of a tenth cannot, for a reason of its own.
import { createHash } from 'node:crypto'

export const JOIN_EUI = '70B3D57ED0000002'
const UNMAPPED = '70B3D57ED0000099'

/** What is wrong with a device for good, by its number. */
const WRONG = new Map([
  [7, 'token'],
  [17, 'claimed'],
  [27, 'elsewhere'],
  [37, 'unmapped'],
])
const PERIOD = 50

export function devicesOf(count, seed) {
  return Array.from({ length: count }, (_, index) => {
    const devEui = `70B3D57ED1${index.toString(16).toUpperCase().padStart(6, '0')}`
    const ownerToken = createHash('sha256')
      .update(`${seed} ${devEui}`)
      .digest()
      .subarray(0, 16)
      .toString('base64')
    const wrong = WRONG.get(index % PERIOD)
    return { devEui, joinEui: wrong === 'unmapped' ? UNMAPPED : JOIN_EUI, ownerToken, wrong }
  })
}

/** As it is scanned: with the token on the label. */
export function recordOf({ devEui, joinEui, ownerToken, wrong }) {
  const other = `${ownerToken.startsWith('x') ? 'y' : 'x'}${ownerToken.slice(1)}`
  return { devEui, joinEui, ownerToken: wrong === 'token' ? other : ownerToken }
}
