// Runs every static check, reports all that fail, and exits 1 if any did.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const shell = process.platform === 'win32'

const checks = [
  { title: 'types of tests', command: 'tsc', args: ['-p', 'test'] },
  { title: 'types of browser tests', command: 'tsc', args: ['-p', 'test/camera'] },
  { title: 'lint', command: 'oxlint', args: ['--type-aware', '--deny-warnings'] },
  { title: 'format', command: 'oxfmt', args: ['--check'] },
  { title: 'unused code', command: 'knip', args: [] },
  { title: 'licences', command: 'node', args: ['.config/licences.mjs', '--check'] },
]

const failed = checks.filter(({ title, command, args }) => {
  process.stdout.write(`— ${title}\n`)
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell, env: binFirst() }).status !== 0
})

if (failed.length > 0) {
  process.stdout.write(`failed: ${failed.map(({ title }) => title).join(', ')}\n`)
  process.exit(1)
}
process.stdout.write('all checks passed\n')

function binFirst() {
  const separator = process.platform === 'win32' ? ';' : ':'
  return { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${separator}${process.env.PATH}` }
}
