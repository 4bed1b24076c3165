// Writes a table of all packages that an installation of ours contains, with their licences, into
// .github/DEPENDENCIES.md; with --check, fails when the table is out of date, or a licence is not allowed.
import { existsSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const table = join(root, '.github', 'DEPENDENCIES.md')

const ALLOWED = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'])
/** Licences allowed for a reason. */
const EXCEPTIONS = new Map([
  [
    /^@img\/sharp-libvips-/,
    'LGPL-3.0-or-later: libvips stays a separate shared library, which may be replaced; needed by static art alone',
  ],
])

const rows = new Map()
for (const name of readdirSync(join(root, 'packages')).sort()) {
  const folder = join(root, 'packages', name)
  if (existsSync(join(folder, 'package.json'))) follow(folder, manifestOf(folder).name)
}
const lines = [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
const problems = lines.filter(({ licence, note }) => note === '' && !isAllowed(licence))
const text = [
  '# What an installation brings with it',
  '',
  'Made by `node .config/licences.mjs` from what is installed; `npm run check` fails when it is not up to date or a',
  'licence is neither MIT, ISC, Apache-2.0 nor BSD. Tools for development are not part of a package and not listed.',
  '',
  '| package | licence | comes with | |',
  '| --- | --- | --- | --- |',
  ...lines.map(
    ({ name, licence, users, note }) =>
      `| ${name} | ${licence} | ${[...users].sort((a, b) => a.localeCompare(b)).join(', ')} | ${note} |`,
  ),
  '',
].join('\n')

for (const { name, licence } of problems)
  process.stderr.write(`${name} has the licence ${licence}, which is not allowed\n`)
if (!process.argv.includes('--check')) writeFileSync(table, text)
else if (!existsSync(table) || plain(readFileSync(table, 'utf8')) !== plain(text)) {
  process.stderr.write('.github/DEPENDENCIES.md is not what is installed: node .config/licences.mjs\n')
  process.exitCode = 1
}
if (problems.length > 0) process.exitCode = 1

/** Adds the dependencies of a package, and theirs. Binaries for other machines have the licence of this machine's. */
function follow(folder, user) {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = manifestOf(folder)
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
    if (name.startsWith('@claimtag/') || name === 'claimtag') continue
    const found = placeOf(name, folder)
    // An optional peer, or a binary for another machine.
    if (found === undefined) continue
    const { license = 'none' } = manifestOf(found)
    const key = name.replace(/-(linux|linuxmusl|darwin|win32|wasm32)[-a-z0-9]*$/, '-*')
    const row = rows.get(key) ?? { name: key, licence: license, users: new Set(), note: noteOf(name) }
    const isNew = !row.users.has(user)
    row.users.add(user)
    rows.set(key, row)
    if (isNew) follow(found, user)
  }
}

function placeOf(name, from) {
  for (let folder = realpathSync(from); folder !== dirname(folder); folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name)
    if (existsSync(join(place, 'package.json'))) return realpathSync(place)
  }
  return undefined
}

function isAllowed(licence) {
  return licence
    .replace(/[()]/g, '')
    .split(/ OR /)
    .some((one) => one.split(/ AND /).every((part) => ALLOWED.has(part.trim())))
}

function noteOf(name) {
  for (const [pattern, note] of EXCEPTIONS) if (pattern.test(name)) return note
  return ''
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** The formatter pads columns, so spaces are not compared. */
function plain(markdown) {
  return markdown.replace(/[ -]+/g, ' ')
}
