import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/claimtag-bench/', import.meta.url))

/**
 * Peers that only a benchmark needs, and that are too large for everyone who runs the tests: installed when they are
 * first compared, into a cache, at the versions named.
 *
 * @param {Readonly<Record<string, string>>} versions by name
 * @returns {string | undefined} a file beside their `node_modules`, from which they resolve; `undefined` without a
 *   network
 */
export function installed(versions) {
  const names = Object.entries(versions).map(([name, version]) => `${name}@${version}`)
  const folder = join(CACHE, names.join('-').replace(/[^0-9a-z.]+/gi, '-'))
  const file = join(folder, 'peers.mjs')
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true })
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--prefix', folder]
  const { status } = spawnSync('npm', ['install', ...flags, ...names], { stdio: 'ignore' })
  if (status !== 0) return undefined
  // Comes last, so that an install that was broken off is repeated.
  writeFileSync(file, '')
  return file
}
