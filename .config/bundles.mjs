// For Node, each entry of a package as one file beside the parts that entries share: to load 350 small modules takes
// a quarter of a second of processor time. Bundlers of apps get the modules, of which they can leave out more.
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const packages = fileURLToPath(new URL('../packages/', import.meta.url))

/** What threads load: not an entry of its package. */
const THREADS = {
  batch: [{ from: './dist/pool/worker.js', to: './dist/node/pool-worker.js' }],
  online: [{ from: './dist/sqlite/worker.js', to: './dist/node/sqlite-worker.js' }],
}

/** Writes `dist/node` of every package whose modules are newer. */
export async function writeBundles() {
  // Of a package, since this file lies in none that has it.
  const { build } = createRequire(join(packages, 'decoder', 'package.json'))('esbuild')
  const names = readdirSync(packages).filter((name) => existsSync(join(packages, name, 'package.json')))
  await Promise.all(names.map((name) => bundle(build, name)))
}

async function bundle(build, name) {
  const folder = join(packages, name)
  const entries = [...entriesOf(folder), ...(THREADS[name] ?? [])]
  const outdir = join(folder, 'dist', 'node')
  const first = join(outdir, 'index.js')
  if (entries.length === 0 || (existsSync(first) && statSync(first).mtimeMs > changedAt(folder))) return
  rmSync(outdir, { recursive: true, force: true })
  await build({
    // All files lie in one folder, so that the way to a file beside the modules is the same from each.
    entryPoints: entries.map(({ from, to }) => ({ in: join(folder, from), out: basename(to, '.js') })),
    outdir,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    plugins: [ownAddresses(outdir)],
  })
}

/** The modules of the exports that have a file for Node. */
function entriesOf(folder) {
  const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return Object.values(exports).flatMap(({ node, default: from }) =>
    node === undefined ? [] : [{ from, to: node }],
  )
}

/** When anything that decides a bundle was written last. */
function changedAt(folder) {
  const files = [
    join(folder, 'dist', 'tsconfig.tsbuildinfo'),
    join(folder, 'package.json'),
    fileURLToPath(import.meta.url),
  ]
  return Math.max(...files.map((file) => statSync(file).mtimeMs))
}

/** Files that a module finds beside itself stay where they are: its address is the one that it had. */
function ownAddresses(outdir) {
  return {
    name: 'own addresses',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8')
        if (!text.includes('import.meta.url')) return undefined
        const address = relative(outdir, path).split(sep).join('/')
        return {
          contents: text.replaceAll(
            'import.meta.url',
            `new URL(${JSON.stringify(address)}, import.meta.url).href`,
          ),
        }
      })
    },
  }
}
