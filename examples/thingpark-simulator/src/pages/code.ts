import { encode, thingpark, tr005 } from '@claimtag/core'
import { encodeQr } from '@claimtag/qr'
import type { DeliveredDevice } from '../world/world.ts'

/** The text of a device's claim code. A token that every reader of TR005 takes stands in it as it is. */
export function codeOf({ devEui, joinEui, ownerToken }: DeliveredDevice): string {
  const isPlain = /^[A-Z0-9]{1,32}$/.test(ownerToken)
  return encode({ devEui, joinEui, ownerToken }, isPlain ? tr005 : thingpark)
}

/** The symbol as SVG, dark on light in both colour schemes, with its quiet zone. */
export function qrSvg(text: string): string {
  const { size, get } = encodeQr(text)
  const path: string[] = []
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) if (get(x, y)) path.push(`M${x + 4} ${y + 4}h1v1h-1z`)
  const side = size + 8
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" role="img" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path.join('')}"/></svg>`
  )
}
