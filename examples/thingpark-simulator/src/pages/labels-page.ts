import type { World } from '../world/world.ts'
import { codeOf, qrSvg } from './code.ts'
import { pageAround } from './page-frame.ts'

/** A page with the label of each device, to be scanned from the screen or printed. */
export function labelsPage(world: World): string {
  const labels = [...world.joinServer.values()].map((device) => {
    const text = codeOf(device)
    return `<figure>${qrSvg(text)}<figcaption><b>${device.devEui}</b><code>${text}</code></figcaption></figure>`
  })
  return pageAround('Labels', `<main class="labels">${labels.join('\n')}</main>`)
}
