import { createLabeller, presets } from '@claimtag/label'
import { encodePng } from '@claimtag/label/png'
import type { Simulator } from 'claimtag-example-thingpark-simulator'
import { Hono } from 'hono'
import { type Listening, listen } from '../server/listen.ts'
import { codeOf } from './demo.ts'

const DPI = 300
const SHOWN = 24

/** A page with the labels of the simulated devices, to be scanned from the screen, and what became of each. */
export function startLabels({ world }: Pick<Simulator, 'world'>, host: string): Promise<Listening> {
  const labeller = createLabeller(presets['device-40x20']!, { dpi: DPI })
  const app = new Hono()
  const devices = [...world.joinServer.values()].slice(0, SHOWN)

  app.get('/:devEui{[0-9A-F]{16}\\.png}', (c) => {
    const device = world.joinServer.get(c.req.param('devEui').slice(0, 16))
    if (device === undefined) return c.notFound()
    const { devEui, joinEui } = device
    const fields = { devEui, appEui: joinEui, serialNumber: `26W48-${devEui.slice(-4)}` }
    const png = encodePng(labeller.draw(codeOf(device), fields), { dpi: DPI })
    return c.body(Uint8Array.from(png), 200, { 'content-type': 'image/png' })
  })
  app.get('/', (c) => {
    const figures = devices.map(({ devEui }) => {
      const isLive = world.applicationServer.has(devEui)
      return `<figure><img src="/${devEui}.png" width="472" height="236" alt="${devEui}"><figcaption>${devEui}${isLive ? ' · live' : ''}</figcaption></figure>`
    })
    return c.html(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Labels</title>
<style>body{font:1rem system-ui;background:#fff;color:#15181e;display:flex;flex-wrap:wrap;gap:2rem;margin:2rem}figure{margin:0}img{max-width:100%;height:auto;border:1px solid #d9d6cc;border-radius:8px}h1{width:100%;margin:0}</style>
<h1>Devices of the demonstration</h1>${figures.join('\n')}</html>`,
    )
  })
  return listen(app, 0, host)
}
