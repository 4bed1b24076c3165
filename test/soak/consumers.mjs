// What runs our packages: `npm run soak -- consumers [node|typescript|jest]`, all three unless said otherwise. npm
// fetches the versions; a row for each says what works, and the exit code whether it is what the README says.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPacker, FOLDERS, install, link, linkPeers, npm } from '../consumers/install.mjs'
import { requireAll, VERSIONS, writeProjects } from '../consumers/projects.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const DEVICES = 'DevEUI,AppEUI,Token\n70B3D57ED00A0004,70B3D57ED0000002,ecQSH8YIV9/+/HS5mcyF8Q==\n'

export async function soak(wanted) {
  const out = mkdtempSync(join(tmpdir(), 'claimtag-consumers-'))
  try {
    const packed = createPacker(out)
    const parts = { typescript: tryTypescript, node: tryNode, jest: tryJest }
    for (const [name, part] of Object.entries(parts))
      if (wanted.length === 0 || wanted.includes(name)) part({ packed, out })
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** Prints a row, and has the run fail when something is not as expected. */
function row(name, results) {
  const cells = results.map(([what, isAsExpected, said = '']) => {
    if (isAsExpected) return `${what} ok`
    process.exitCode = 1
    return `${what} WRONG\n${said}\n`
  })
  process.stdout.write(`${name.padEnd(20)}${cells.join(' · ')}\n`)
}

function fetched(out, name, packages) {
  const folder = join(out, name)
  if (existsSync(folder)) return join(folder, 'node_modules')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  npm(['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], folder)
  return join(folder, 'node_modules')
}

function tryTypescript({ packed, out }) {
  const { folder } = install(packed, out, FOLDERS)
  link(folder, '@types/node', root)
  linkPeers(folder)
  const projects = writeProjects(folder)
  for (const version of VERSIONS.typescript) {
    const tsc = join(fetched(out, `typescript-${version}`, [`typescript@${version}`]), 'typescript/bin/tsc')
    row(
      `TypeScript ${version}`,
      [...projects].map(([name, args]) => {
        const { status, stdout } = spawnSync(process.execPath, [tsc, ...args], { encoding: 'utf8' })
        return [name, status === 0, stdout]
      }),
    )
  }
}

function tryNode({ packed, out }) {
  const { folder } = install(packed, out, FOLDERS)
  writeFileSync(join(folder, 'all.cjs'), requireAll(folder))
  writeFileSync(join(folder, 'all.mjs'), requireAll(folder).replaceAll('require(', 'await import('))
  writeFileSync(join(folder, 'devices.csv'), DEVICES)
  const command = join(folder, 'node_modules/claimtag/bin/claimtag.js')
  for (const version of VERSIONS.node) {
    const node = nodeOf(out, version)
    const run = (...args) => spawnSync(node, args, { cwd: folder, encoding: 'utf8' })
    const made = run(command, 'generate', 'devices.csv', '--out', `labels-${version}`, '--as', 'png')
    row(`Node ${version}`, [
      ['import', ...printsTrue(run('all.mjs'))],
      ['require', ...printsTrue(run('all.cjs'))],
      ['command', made.status === 0, made.stderr],
    ])
  }
}

function printsTrue({ stdout, stderr }) {
  return [stdout === 'true\n' && stderr === '', stdout + stderr]
}

function nodeOf(out, version) {
  const system = { linux: 'linux', darwin: 'darwin', win32: 'win' }[process.platform]
  const name = `node-${system}-${process.arch}`
  const modules = fetched(out, `node-${version}`, [`${name}@${version}`])
  return join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

const ASSERT = `
test('a code is read', () => {
  expect(createDecoder().decode('LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122').ok).toBe(true)
})`
const JEST_TESTS = {
  'esm.test.mjs': `import { createDecoder } from '@claimtag/decoder'\n${ASSERT}`,
  'cjs.test.js': `const { createDecoder } = require('@claimtag/decoder')\n${ASSERT}`,
}
/** What the README says of tests that are CommonJS. */
const TRANSFORM = {
  testMatch: ['**/*.test.{js,mjs}'],
  transformIgnorePatterns: ['/node_modules/(?!(claimtag|@claimtag)/)'],
}
const BABEL = { presets: [['@babel/preset-env', { targets: { node: 'current' } }]] }

function tryJest({ packed, out }) {
  const modules = fetched(out, 'jest', [`jest@${VERSIONS.jest}`, '@babel/preset-env@7'])
  const folder = join(modules, '..')
  const { folder: ours } = install(packed, out, ['decoder'])
  cpSync(join(ours, 'node_modules'), modules, { recursive: true })
  for (const [name, program] of Object.entries(JEST_TESTS)) writeFileSync(join(folder, name), program)
  writeFileSync(join(folder, 'babel.config.json'), JSON.stringify(BABEL))
  const plain = { testMatch: TRANSFORM.testMatch }
  for (const version of VERSIONS.node) {
    const node = nodeOf(out, version)
    const isGreen = (file, config, ...flags) => {
      const args = [...flags, join(modules, 'jest/bin/jest.js'), file, '--config', JSON.stringify(config)]
      const { status, stderr } = spawnSync(node, args, { cwd: folder, encoding: 'utf8' })
      return [status === 0, stderr]
    }
    const flag = '--experimental-vm-modules'
    const required = isGreen('cjs.test.js', plain, flag)
    row(`jest, Node ${version}`, [
      ['ES modules', ...isGreen('esm.test.mjs', plain, flag)],
      ['CommonJS transformed', ...isGreen('cjs.test.js', TRANSFORM)],
      // A test that is CommonJS can require() them as they are from Node 24.9 on.
      [
        `CommonJS as it is: ${required[0] ? 'read' : 'refused'},`,
        required[0] === isFrom(version, 24, 9),
        required[1],
      ],
      ['and without the flag refused,', !isGreen('cjs.test.js', plain)[0]],
    ])
  }
}

function isFrom(version, major, minor) {
  const [itsMajor, itsMinor] = version.split('.').map(Number)
  return itsMajor > major || (itsMajor === major && itsMinor >= minor)
}
