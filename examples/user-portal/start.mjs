// Installs and builds what is missing, then starts the portal with simulated servers:
// npm start [-- --demo] [--port 8080] [--host 0.0.0.0] [--public https://…]
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
run(join(here, '..', '..', '.config', 'setup.mjs'))
run(join(here, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn')
await import('./dist/demo/main.js')

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { cwd: here, stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(status ?? 1)
}
