// CLAIMTAG_PORTAL_CONFIG=portal.json CLAIMTAG_PORTAL_DATA=data node dist/server/main.js
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { serveFiles } from './files.ts'
import { createPortal, diskStore, openKey, readSettings } from './portal.ts'
import { listen } from './listen.ts'

const { env } = process
const folder = env['CLAIMTAG_PORTAL_DATA'] ?? 'portal-data'
const busitFile = env['CLAIMTAG_PORTAL_BUSIT_TOKEN_FILE']
const portal = createPortal({
  settings: readSettings(env['CLAIMTAG_PORTAL_CONFIG'] ?? 'portal.json'),
  busitToken: busitFile === undefined ? undefined : readFileSync(busitFile, 'utf8').trim(),
  key: await openKey(folder, env['CLAIMTAG_PORTAL_KEY_FILE']),
  store: diskStore(folder),
  files: serveFiles(fileURLToPath(new URL('../page', import.meta.url))),
  isHttps: env['CLAIMTAG_PORTAL_HTTPS'] !== 'no',
  isBehindProxy: env['CLAIMTAG_PORTAL_PROXY'] === 'yes',
  clock: Date,
  log: (line) => process.stdout.write(`${line}\n`),
})
const server = await listen(portal.app, Number(env['PORT'] ?? 8080), env['HOST'])
process.stdout.write(`${server.address}\n`)
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    portal.close()
    void server.close()
  })
}
