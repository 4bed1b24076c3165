import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createPacker,
  FOLDERS,
  install as installFrom,
  link,
  linkPeers,
  type Installed,
  type Packed,
} from './consumers/install.mjs'
import { requireAll, VERSIONS, writeProjects } from './consumers/projects.mjs'

const packages = fileURLToPath(new URL('../packages', import.meta.url))
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

/** What `NODE_V8_COVERAGE` writes: the files that a process loaded. */
interface Coverage {
  readonly result: readonly { readonly url: string }[]
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

const packageAsPublished = createPacker(out)
const install = (...wanted: readonly string[]): Installed => installFrom(packageAsPublished, out, wanted)

/** Runs a program in the folder and gives what it printed. */
function run({ folder }: Installed, program: string): string {
  const path = join(folder, 'program.mjs')
  writeFileSync(path, program)
  return execFileSync(process.execPath, [path], { cwd: folder, encoding: 'utf8' }).trim()
}

describe.each(FOLDERS)('%s as it would be published', (name) => {
  const folder = join(packages, name)
  let packed: Packed
  beforeAll(() => {
    packed = packageAsPublished(name)
  })

  test('holds what was built, its sources and its papers, and nothing else', () => {
    const allowed = /^(dist|src|bin|fonts|page|schemas)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/
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

  test('a job on Node loads few files, since hundreds of small ones take longer than ten labels', () => {
    const { folder } = install('batch')
    const seen = join(folder, 'seen')
    const env = { ...process.env, NODE_V8_COVERAGE: seen }
    execFileSync(process.execPath, ['-e', "import('@claimtag/batch')"], { cwd: folder, env })
    const [report] = readdirSync(seen)
    const { result } = JSON.parse(readFileSync(join(seen, String(report)), 'utf8')) as Coverage
    const own = result.filter(({ url }) => url.includes('/@claimtag/'))
    expect(own.length).toBeGreaterThan(10)
    expect(own.length).toBeLessThan(80)
  })
})

describe('all packages in a project of somebody', () => {
  let everything: Installed
  beforeAll(() => {
    everything = install(...FOLDERS)
    link(everything.folder, '@types/node', root)
    linkPeers(everything.folder)
  })

  test('are types that TypeScript checks without skipping any, and that need no platform where it says so', () => {
    // `npm run soak -- consumers` tries the other ways to resolve them, and older versions.
    const projects = writeProjects(everything.folder)
    for (const args of ['nodenext', 'plain'].map((name) => projects.get(name) ?? [])) {
      const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
      const { stdout, status } = spawnSync(process.execPath, [tsc, ...args], { encoding: 'utf8' })
      expect({ stdout, status }).toEqual({ stdout: '', status: 0 })
    }
  })

  test('are CommonJS to require(), without a warning', () => {
    const path = join(everything.folder, 'program.cjs')
    writeFileSync(path, requireAll(everything.folder))
    const { stdout, stderr } = spawnSync(process.execPath, [path], { encoding: 'utf8' })
    expect({ stdout, stderr }).toEqual({ stdout: 'true\n', stderr: '' })
  })

  test('are tried with the versions that the README names', () => {
    const table = readFileSync(join(root, 'README.md'), 'utf8')
    const short = VERSIONS.typescript.map((version) => version.split('.').slice(0, 2).join('.'))
    expect(table).toContain(`Node ${VERSIONS.node.map(nodeName).join(', ')}`)
    expect(table).toContain(`TypeScript ${short.join(', ')}`)
    expect(table).toContain(`jest ${VERSIONS.jest.split('.')[0]}`)
  })
})

/** `22` of any of its versions, and `20.19` of the oldest that is supported. */
function nodeName(version: string): string {
  const [major, minor] = version.split('.')
  return major === '20' ? `${major}.${minor}` : `${major}`
}
