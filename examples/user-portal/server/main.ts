// CLAIMTAG_PORTAL_CONFIG=portal.json CLAIMTAG_PORTAL_DATA=data node dist/server/main.js; the README has all variables
import { fileURLToPath } from 'node:url'
import { platformClock } from '@claimtag/provisioning/retry'
import { Pool } from 'pg'
import { serveFiles } from './files.ts'
import { createPortal, diskStore, openKey, postgresStore, readSettings } from './portal.ts'
import { listen } from './listen.ts'

const { env } = process
const folder = env['CLAIMTAG_PORTAL_DATA'] ?? 'portal-data'
const database = env['CLAIMTAG_PORTAL_DATABASE']
const pool = database === undefined ? undefined : new Pool({ connectionString: database })
const portal = createPortal({
  settings: readSettings(env['CLAIMTAG_PORTAL_CONFIG'] ?? 'portal.json', env),
  key: await openKey(folder, env['CLAIMTAG_PORTAL_KEY_FILE']),
  store: pool === undefined ? diskStore(folder) : postgresStore(pool, folder),
  files: serveFiles(fileURLToPath(new URL('../page', import.meta.url))),
  isHttps: env['CLAIMTAG_PORTAL_HTTPS'] !== 'no',
  isBehindProxy: env['CLAIMTAG_PORTAL_PROXY'] === 'yes',
  clock: platformClock,
  log: (line) => process.stdout.write(`${line}\n`),
})
const server = await listen(portal.app, Number(env['PORT'] ?? 8080), env['HOST'])
process.stdout.write(`${server.address}\n`)
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    portal.close()
    void server.close().then(() => pool?.end())
  })
}
