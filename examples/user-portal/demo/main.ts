// node dist/demo/main.js [--demo] [--port 8080] [--host 0.0.0.0] [--public https://…]
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { demoLogin, serveFiles, startDemo } from './demo.ts'
import { startLabels } from './labels-page.ts'
import { qrLines } from './qr-lines.ts'
import { restoreWorld, saveWorld } from './world-file.ts'

const { values } = parseArgs({
  options: {
    demo: { type: 'boolean', default: false },
    port: { type: 'string', default: '8080' },
    host: { type: 'string', default: '127.0.0.1' },
    public: { type: 'string' },
  },
})
const folder = fileURLToPath(new URL('../../demo-data', import.meta.url))
const page = fileURLToPath(new URL('../page', import.meta.url))
// A fresh world: every device in its box, and no login before the first.
if (values.demo) rmSync(folder, { recursive: true, force: true })

const { host } = values
const demo = await startDemo({
  folder,
  files: serveFiles(page),
  port: Number(values.port),
  host,
  isHttps: values.public !== undefined,
  isBehindProxy: values.public !== undefined,
})
restoreWorld(folder, demo.simulator.world)
const labels = await startLabels(demo.simulator, host)
const address = values.public ?? demo.address

const { clientId, clientSecret, kmSubscription, busitToken } = demoLogin
process.stdout.write(`
Portal   ${address}
Labels   ${labels.address}  (to scan, on another screen or printed)
Log in   client id ${clientId}, secret ${clientSecret}, subscription ${kmSubscription}, Busit token ${busitToken}

${qrLines(address).join('\n')}
`)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    saveWorld(folder, demo.simulator.world)
    void Promise.all([demo.close(), labels.close()])
  })
}
