import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const engines = fileURLToPath(new URL('hosts/engines', import.meta.url))

/** Where the packages of test/hosts/engines have their programs. */
const PLACES = {
  workerd: '@cloudflare/workerd-linux-64/bin/workerd',
  deno: '@deno/linux-x64-glibc/deno',
  bun: '@oven/bun-linux-x64-baseline/bin/bun',
  node20: 'node20/bin/node',
  node22: 'node22/bin/node',
  node24: 'node24/bin/node',
} as const

/**
 * The program of an engine, of test/hosts/engines or in PATH. Without it a person gets one line; where the engines
 * are listed, it is an error under CI=true.
 */
export function findEngine(name: keyof typeof PLACES): string | undefined {
  const own = [PLACES[name], join('.bin', name)].map((place) => join(engines, 'node_modules', place))
  const others = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name))
  const found = [...own, ...others].find(existsSync)
  if (found !== undefined) return found
  const line = `${name} is not installed: tests that need it are skipped`
  if (process.env['CI'] === 'true' && existsSync(join(engines, 'package.json'))) throw new Error(line)
  process.stderr.write(`${line}\n`)
  return undefined
}
