import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  /** At the root: the address of the repository, from which the packages have theirs. */
  readonly repository?: unknown
  readonly bugs?: unknown
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

interface Packed {
  readonly tarball: Uint8Array<ArrayBuffer>
  readonly paths: readonly string[]
}

function pack(folder: string): Packed {
  const windows = process.platform === 'win32'
  const printed = execFileSync(
    windows ? 'npm.cmd' : 'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', out],
    { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], shell: windows },
  )
  const [{ filename, files }] = JSON.parse(printed) as [{ filename: string; files: { path: string }[] }]
  const tarball = readFileSync(join(out, filename.replace(/^@/, '').replace('/', '-')))
  return { tarball: new Uint8Array(tarball), paths: files.map((file) => file.path) }
}

describe.each(names)('%s as it would be published', (name) => {
  const folder = join(packages, name)
  let packed: Packed
  beforeAll(() => {
    packed = pack(folder)
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
