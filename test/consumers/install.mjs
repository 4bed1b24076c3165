// Packages as they would be published, and folders into which they were installed.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const packages = fileURLToPath(new URL('../../packages', import.meta.url))
const isWindows = process.platform === 'win32'

/** Our packages by their folders. */
export const FOLDERS = readdirSync(packages, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)

/** Packs all packages into `out`, when the first is asked for: npm takes longer to start than to pack one. */
export function createPacker(out) {
  let done
  return (name) => (done ??= pack(out)).get(manifestOf(join(packages, name)).name)
}

function pack(out) {
  const printed = npm(
    ['pack', '--json', '--ignore-scripts', '--pack-destination', out, ...FOLDERS.map((name) => `./${name}`)],
    packages,
  )
  return new Map(
    JSON.parse(printed).map(({ name, filename, files }) => {
      const file = join(out, filename.replace(/^@/, '').replace('/', '-'))
      return [
        name,
        { file, tarball: new Uint8Array(readFileSync(file)), paths: files.map(({ path }) => path) },
      ]
    }),
  )
}

/** Runs npm and gives what it printed. */
export function npm(args, cwd) {
  return execFileSync(isWindows ? 'npm.cmd' : 'npm', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: isWindows,
    maxBuffer: 1e8,
  })
}

/**
 * Puts packages, and all that they depend on, into an empty folder in `out`, as `npm install` of their tarballs would.
 */
export function install(packed, out, wanted) {
  const folder = mkdtempSync(join(out, 'installed-'))
  const foreign = new Set()
  const placed = new Set()

  function place(name) {
    if (placed.has(name)) return
    placed.add(name)
    const target = join(folder, 'node_modules', manifestOf(join(packages, name)).name)
    mkdirSync(target, { recursive: true })
    execFileSync('tar', ['-xzf', packed(name).file, '-C', target, '--strip-components=1'])
    for (const dependency of Object.keys(manifestOf(target).dependencies ?? {})) {
      if (dependency.startsWith('@claimtag/')) place(dependency.slice('@claimtag/'.length))
      else if (!foreign.has(dependency)) {
        foreign.add(dependency)
        link(folder, dependency, join(packages, name))
      }
    }
  }

  wanted.forEach(place)
  return { folder, foreign: [...foreign].sort((one, other) => (one < other ? -1 : 1)) }
}

/** Gives an installation a package that stands in the `node_modules` of another folder. */
export function link(folder, dependency, from) {
  const target = join(folder, 'node_modules', dependency)
  mkdirSync(dirname(target), { recursive: true })
  symlinkSync(realpathSync(join(from, 'node_modules', dependency)), target, 'junction')
}

/** Gives an installation the optional peers without which a subpath does not load: a queue in Redis. */
export function linkPeers(folder) {
  for (const name of ['bullmq', 'ioredis']) link(folder, name, join(packages, 'provisioning'))
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** Everything that can be imported from the packages of an installation, as programs name it. */
export function modulesIn(folder) {
  const names = FOLDERS.map((name) => manifestOf(join(packages, name)).name)
  return names.flatMap((name) =>
    Object.keys(manifestOf(join(folder, 'node_modules', name)).exports)
      .filter((path) => !/\.(?:json|wasm)$/.test(path))
      .map((path) => `${name}${path.slice(1)}`),
  )
}
