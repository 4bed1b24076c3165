// The demonstration of `npm start` in a built workspace: a hundred labels, made, read back and checked again.
import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const command = join(root, 'packages', 'cli', 'bin', 'claimtag.js')
const devices = join(root, 'examples', 'factory-line', 'devices.csv')
const labels = join(root, 'out-sample')

rmSync(labels, { recursive: true, force: true })
claimtag('generate', shown(devices), '--out', shown(labels), '--as', 'png,svg')
claimtag('verify', shown(labels))

const [first] = readdirSync(labels).filter((name) => name.endsWith('.png'))
claimtag('preview', shown(devices))
say(`The labels of 100 sample devices are in ${shown(labels)}/ (open ${first}).`)
say('With devices of your own:')
say('  npx claimtag generate devices.csv --out labels')
say('  npx claimtag decode labels/*.png --json')

function claimtag(...args) {
  say(`$ claimtag ${args.join(' ')}`)
  const { status, error } = spawnSync(process.execPath, [command, ...args], { cwd: root, stdio: 'inherit' })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

function shown(path) {
  return relative(root, path)
}

function say(line) {
  process.stdout.write(`${line}\n`)
}
