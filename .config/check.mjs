// Runs every static check, reports all that fail, and exits 1 if any did.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = (name) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)

const checks = [
  ['types of tests', 'tsc', ['-p', 'test']],
  ['lint', 'oxlint', ['--type-aware', '--deny-warnings']],
  ['format', 'oxfmt', ['--check']],
  ['unused code', 'knip', []],
]

const failed = checks.filter(([title, command, args]) => {
  process.stdout.write(`— ${title}\n`)
  const { status } = spawnSync(bin(command), args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  return status !== 0
})

if (failed.length > 0) {
  process.stdout.write(`failed: ${failed.map(([title]) => title).join(', ')}\n`)
  process.exit(1)
}
process.stdout.write('all checks passed\n')
