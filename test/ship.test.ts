import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const packages = fileURLToPath(new URL('../packages', import.meta.url))
const names = readdirSync(packages, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)
const root = join(packages, '..')
const out = mkdtempSync(join(tmpdir(), 'claimtag-ship-'))
afterAll(() => rmSync(out, { recursive: true }))

interface Manifest {
  readonly keywords?: readonly string[]
  /** In the workspace's root: the address of the repository, which the packages repeat. */
  readonly repository?: unknown
  readonly bugs?: unknown
  readonly dependencies?: Readonly<Record<string, string>>
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

interface Packed {
  readonly file: string
  readonly tarball: Uint8Array<ArrayBuffer>
  readonly paths: readonly string[]
}

const packedBefore = new Map<string, Packed>()

function packageAsPublished(name: string): Packed {
  const packed = packedBefore.get(name) ?? pack(join(packages, name))
  packedBefore.set(name, packed)
  return packed
}

function pack(folder: string): Packed {
  const windows = process.platform === 'win32'
  const printed = execFileSync(
    windows ? 'npm.cmd' : 'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', out],
    { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], shell: windows },
  )
  const [{ filename, files }] = JSON.parse(printed) as [{ filename: string; files: { path: string }[] }]
  const file = join(out, filename.replace(/^@/, '').replace('/', '-'))
  return { file, tarball: new Uint8Array(readFileSync(file)), paths: files.map(({ path }) => path) }
}

interface Installed {
  readonly folder: string
  /** Packages of others that came with ours. */
  readonly foreign: readonly string[]
}

/** Puts packages, and all that they depend on, into an empty folder, as `npm install` of their tarballs would. */
function install(...wanted: readonly string[]): Installed {
  const folder = mkdtempSync(join(out, 'installed-'))
  const foreign = new Set<string>()
  const placed = new Set<string>()

  function place(name: string): void {
    if (placed.has(name)) return
    placed.add(name)
    const target = join(folder, 'node_modules', '@claimtag', name)
    mkdirSync(target, { recursive: true })
    execFileSync('tar', ['-xzf', packageAsPublished(name).file, '-C', target, '--strip-components=1'])
    for (const dependency of Object.keys(manifestOf(target).dependencies ?? {})) {
      if (dependency.startsWith('@claimtag/')) place(dependency.slice('@claimtag/'.length))
      else link(dependency, join(packages, name))
    }
  }

  function link(dependency: string, from: string): void {
    if (foreign.has(dependency)) return
    foreign.add(dependency)
    const target = join(folder, 'node_modules', dependency)
    mkdirSync(dirname(target), { recursive: true })
    symlinkSync(join(from, 'node_modules', dependency), target, 'junction')
  }

  wanted.forEach(place)
  return { folder, foreign: [...foreign].sort() }
}

/** Runs a program in the folder and gives what it printed. */
function run({ folder }: Installed, program: string): string {
  const path = join(folder, 'program.mjs')
  writeFileSync(path, program)
  return execFileSync(process.execPath, [path], { cwd: folder, encoding: 'utf8' }).trim()
}

describe.each(names)('%s as it would be published', (name) => {
  const folder = join(packages, name)
  let packed: Packed
  beforeAll(() => {
    packed = packageAsPublished(name)
  })

  test('holds what was built, its sources and its papers, and nothing else', () => {
    const allowed = /^(dist|src|bin|fonts|schemas)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/
    expect(packed.paths.filter((path) => !allowed.test(path) || path.includes('.test.'))).toEqual([])
    expect(packed.paths.filter((path) => path.endsWith('.tsbuildinfo'))).toEqual([])
    expect(packed.paths).toEqual(
      expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md']),
    )
  })

  test('can be found, and says where it comes from once the workspace does', () => {
    const { keywords, repository, bugs } = manifestOf(folder)
    expect(keywords?.length).toBeGreaterThan(2)
    const { repository: url } = manifestOf(root)
    const expected =
      typeof url !== 'string'
        ? {}
        : { repository: { type: 'git', url, directory: `packages/${name}` }, bugs: { url: `${url}/issues` } }
    expect({ repository, bugs }).toEqual(expected)
  })

  test('publint finds nothing', async () => {
    const { messages, pkg } = await publint({ pack: { tarball: packed.tarball.buffer } })
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([])
  })

  test('types resolve for every ESM consumer', async () => {
    const { types, ...analysis } = await checkPackage(createPackageFromTarballData(packed.tarball))
    expect(types).toMatchObject({ kind: 'included' })
    const problems = 'problems' in analysis ? analysis.problems : []
    // ESM only: Node 20.19 and up can require() it, and node10 resolution, which knows no exports map, is gone.
    const relevant = problems.filter(
      (problem) =>
        problem.kind !== 'CJSResolvesToESM' &&
        !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
    )
    expect(relevant).toEqual([])
  })
})

describe('installed from the tarballs alone', () => {
  test('a backend that issues codes brings nothing of others', () => {
    const backend = install('online')
    expect(backend.foreign).toEqual([])
    const program = `
      import { thingpark } from '@claimtag/core'
      import { createIssuer, memoryStore, recordedTokens } from '@claimtag/online'
      const tokens = recordedTokens([['70B3D57ED00A0004', 'ecQSH8YIV9/+/HS5mcyF8Q==']])
      const issuer = createIssuer({ format: thingpark, tokens, store: memoryStore() })
      const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }
      console.log((await issuer.issue(device)).text.slice(0, 39))`
    expect(run(backend, program)).toBe('LW:D0:70B3D57ED0000002:70B3D57ED00A0004')
  })

  test('labels are drawn without sharp, and a template with pictures says that it needs it', () => {
    const labels = install('label')
    expect(labels.foreign).toEqual(['qrcode', 'zod'])
    const program = `
      import { createLabeller, defaultTemplate } from '@claimtag/label'
      import { rasteriseArt } from '@claimtag/label/art'
      import { encodePng } from '@claimtag/label/png'
      const [dpi, read] = [203, () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')]
      const art = await rasteriseArt(defaultTemplate, { dpi, read })
      const code = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122'
      const label = createLabeller(defaultTemplate, { dpi, art }).draw(code, { devEui: 'AABBCCDDEEFF0011' })
      console.log(art.size, encodePng(label, { dpi }).length > 500)
      const logo = { type: 'image', id: 'logo', x: 1, y: 1, width: 5, height: 5, source: 'logo.svg' }
      const template = { ...defaultTemplate, elements: [...defaultTemplate.elements, logo] }
      await rasteriseArt(template, { dpi, read }).catch(({ issue, message }) => console.log(issue, message))`
    const [drawn, ...refused] = run(labels, program).split('\n')
    expect(drawn).toBe('0 true')
    expect(refused.join('\n')).toContain("code: 'sharp-missing'")
    expect(refused.join('\n')).toContain(
      'logo (image) shows logo.svg. Pictures need the package sharp, which cannot be loaded here: npm install sharp.',
    )
    // One that has no binary for this machine throws when it is loaded.
    const broken = join(labels.folder, 'node_modules', 'sharp')
    mkdirSync(broken)
    writeFileSync(join(broken, 'index.js'), "throw new Error('Could not load the module')")
    expect(run(labels, program).split('\n').slice(1)).toEqual(refused)
  })

  test('the command brings sharp', () => {
    expect(Object.keys(manifestOf(join(packages, 'cli')).dependencies ?? {})).toContain('sharp')
  })
})
