// Brings a fresh clone to a built workspace with nothing but Node and npm, and costs
// milliseconds once that is done: the install is skipped while its inputs hash the same
// (so it also works without a network), and `tsc -b` compiles only what changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

requireNode()
install()
await build()

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(`claimtag needs Node 20.19 or newer; this is ${process.version}.`)
}

function install() {
  const stamp = join(root, 'node_modules', '.claimtag-setup')
  const wanted = installInputs()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say(`Installing dependencies with ${manifest.packageManager} …`)
  // corepack is absent from newer Node releases and fails behind some mirrors; npx is always there.
  run('npx', [
    '--yes',
    manifest.packageManager,
    'install',
    '--frozen-lockfile',
    '--config.confirmModulesPurge=false',
  ])
  writeFileSync(stamp, wanted)
}

async function build() {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  if (!existsSync(join(root, 'packages', 'cli', 'dist', 'index.js'))) say('Building …')
  run(process.execPath, [tsc, '-b', 'packages', 'examples'])
  copyReader()
  // Imported here, since they need what was only installed above.
  const { writeBundles } = await import('./bundles.mjs')
  await writeBundles()
  await writeClassic()
}

/** The reader's WebAssembly as a file of the decoder: bundlers find a dependency of a dependency only by chance. */
function copyReader() {
  const decoder = join(root, 'packages', 'decoder')
  const copy = join(decoder, 'dist', 'zxing_reader.wasm')
  if (existsSync(copy)) return
  const installed = createRequire(join(decoder, 'package.json'))
  copyFileSync(installed.resolve('zxing-wasm/reader/zxing_reader.wasm'), copy)
}

/** The decoder as one script, made anew when the compiler has written what it is made of. */
async function writeClassic() {
  const [core, decoder] = ['core', 'decoder'].map((name) => join(root, 'packages', name, 'dist'))
  const script = join(decoder, 'claimtag.classic.js')
  const compiled = [core, decoder].map((folder) => statSync(join(folder, 'tsconfig.tsbuildinfo')).mtimeMs)
  if (existsSync(script) && statSync(script).mtimeMs > Math.max(...compiled)) return
  const { classicScript } = await import('./classic.mjs')
  writeFileSync(script, await classicScript())
}

function installInputs() {
  const hash = createHash('sha256').update(
    `${process.platform} ${process.arch} node ${process.versions.modules}\n`,
  )
  const folders = ['packages', 'examples'].flatMap((top) =>
    readdirSync(join(root, top)).map((name) => join(top, name)),
  )
  for (const folder of ['', 'test', ...folders.sort()]) {
    const file = join(root, folder, 'package.json')
    if (existsSync(file)) hash.update(readFileSync(file))
  }
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function run(command, args) {
  const viaShell = process.platform === 'win32' && command === 'npx'
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: viaShell })
  if (error) fail(`${command} could not be started: ${error.message}`)
  if (status !== 0) fail(`${[command, ...args].join(' ')} failed with exit code ${status}.`)
}

function say(line) {
  process.stderr.write(`${line}\n`)
}

function fail(line) {
  say(line)
  process.exit(1)
}
