import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { commentFaults, readCommentFaults } from './architecture/comments.ts'
import { circle, climbs } from './architecture/folders.ts'
import { PLANTED } from './architecture/planted.ts'
import { ruleNames, violations } from './architecture/rules.ts'
import { MOST_FILES, MOST_LINES, sizeFaults } from './architecture/sizes.ts'
import {
  parseSource,
  readOthers,
  readSources,
  readTests,
  type SourceFile,
} from './architecture/source-file.ts'
import { readEntryPoints, startedTests, untested } from './architecture/tests.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const sources = readSources(root)

test('every source file keeps every rule', () => {
  expect(new Set(sources.map((file) => file.path.split('/')[1])).size).toBe(13)
  expect(violations(sources)).toEqual([])
})

test('files are short, and folders hold what one can take in at once', () => {
  expect(sizeFaults(sources)).toEqual([])
  const folder = Array.from({ length: MOST_FILES + 1 }, (_, i) => ({ path: `a/${i}.ts`, lines: 20 }))
  expect(sizeFaults(folder)).toEqual(['a has 19 files'])
  expect(sizeFaults([{ path: 'a.ts', lines: MOST_LINES + 1 }])).toEqual([
    'a.ts has 251 lines',
    'half of all files have 251 lines or more',
  ])
})

test('every package that others import has an explain', () => {
  const indexes = sources.filter(({ path }) => /^packages\/(?!cli\/)[^/]+\/src\/index\.ts$/.test(path))
  expect(indexes).toHaveLength(12)
  expect(indexes.filter(({ exportedNames }) => !exportedNames.includes('explain'))).toEqual([])
})

test('folders import only what stands below them, and no way leads back', () => {
  expect(sources.flatMap((file) => climbs(file).map((target) => `${file.path} → ${target}`))).toEqual([])
  const others = readOthers(root)
  expect(others.length).toBeGreaterThan(300)
  expect(circle([...sources, ...readTests(root), ...others])).toEqual([])
})

test('a climb, a folder without a rank and a circle of types are caught', () => {
  const climb = parseSource('packages/batch/src/disk/x.ts', `import type { Pool } from '../pool/pool.ts'`)
  expect(climbs(climb)).toEqual(['packages/batch/src/pool/pool.ts'])
  expect(climbs(parseSource('packages/batch/src/pool/x.ts', `import { a } from '../disk/a.ts'`))).toEqual([])
  expect(climbs(parseSource('packages/batch/src/new-folder/x.ts', ''))).toHaveLength(1)
  const a = parseSource('packages/qr/src/a.ts', `import type { B } from './b.ts'`)
  const b = parseSource('packages/qr/src/b.ts', `export type { A } from './a.ts'`)
  expect(circle([a, b])).toEqual([a.path, b.path, a.path])
  expect(circle([a, parseSource('packages/qr/src/b.ts', '')])).toEqual([])
  const inPlace = parseSource('packages/qr/src/b.ts', `type A = import('./a.ts').A`)
  expect(circle([a, inPlace])).toEqual([a.path, inPlace.path, a.path])
})

describe.each(ruleNames.filter((rule) => PLANTED[rule].length > 0))('%s', (rule) => {
  test.each(PLANTED[rule])('catches $bad in $path', ({ path, bad, good }) => {
    expect(violations([parseSource(path, bad)])).toMatchObject([{ rule, path }])
    expect(violations([parseSource(path, good)])).toEqual([])
  })
})

test.each(['packages/core/src/utils.ts', 'packages/core/src/helpers/crc.ts'])('%s is no name', (path) => {
  expect(violations([parseSource(path, '')])).toMatchObject([
    { rule: 'a file is named for what it holds', path },
  ])
})

test('every file with logic has a test of its own, or of its folder, that reaches it', () => {
  expect(untested(sources, readTests(root), readEntryPoints(root))).toEqual([])
  expect(startedTests.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

function testOf(path: string, from: string): SourceFile {
  return parseSource(`packages/qr/test/${path}`, `import '${from}'`)
}

test('a file without a test, a test that does not reach it and a needless name are caught', () => {
  const logic = parseSource('packages/qr/src/a/x.ts', 'export function f() {}')
  const types = parseSource('packages/qr/src/a/types.ts', 'export interface T { f(): void }')
  const part = parseSource(
    'packages/qr/src/b/y.ts',
    `import { f } from '../a/x.ts'; export const g = () => f()`,
  )
  const own = testOf('a/x.test.ts', '../../src/a/x.ts')
  const entries = new Map([['@claimtag/qr', part.path]])
  const faults = (tests: Parameters<typeof untested>[1], testedBy = {}, startedBy = {}) =>
    untested([logic, types, part], tests, entries, { testedBy, startedBy })

  expect(faults([own, testOf('b.test.ts', '@claimtag/qr')])).toEqual([])
  expect(faults([own])).toEqual([`${part.path} has no test`])
  expect(faults([own, testOf('b/y.test.ts', '../../src/a/x.ts')])).toEqual([`${part.path} has no test`])
  const above = testOf('all.test.ts', '@claimtag/qr')
  expect(faults([above], { 'packages/qr/src/a': above.path, [part.path]: above.path })).toEqual([])
  expect(faults([own], { 'packages/qr/src/b': own.path })).toEqual([
    `${own.path} does not reach ${part.path}`,
  ])
  expect(faults([own], {}, { 'packages/qr/src/b': 'test/page.test.ts' })).toEqual([])
  expect(faults([own, above], { 'packages/qr/src/a': above.path, [part.path]: above.path })).toEqual([
    'packages/qr/src/a needs no test of another folder',
  ])
})

test('the root holds what the design names and nothing else', () => {
  const named =
    'packages examples test package.json pnpm-workspace.yaml tsconfig.base.json README.md LICENSE CONTRIBUTING.md'
  // pnpm keeps its lock file beside the workspace file; node_modules is its product.
  const allowed = new Set([...named.split(' '), 'pnpm-lock.yaml', 'node_modules'])
  const strangers = readdirSync(root).filter((name) => !name.startsWith('.') && !allowed.has(name))
  expect(strangers.filter((name) => !/^(out.*|labels)$/.test(name))).toEqual([])
})

test('every place that CONTRIBUTING names exists', () => {
  const places = placesIn(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'))
  expect(places.length).toBeGreaterThan(20)
  expect(places.filter((place) => !existsSync(join(root, place)))).toEqual([])
  expect(placesIn('see `packages/batch/src/gone` (`a.ts`, `b.ts`)')).toEqual([
    'packages/batch/src/gone',
    'packages/batch/src/gone/a.ts',
    'packages/batch/src/gone/b.ts',
  ])
})

/** Paths from the root, and the files that stand in brackets behind a folder. */
function placesIn(text: string): readonly string[] {
  return [...text.matchAll(/`((?:packages|test|examples|\.config)\/[^`*]+)`(?: \(([^)]+)\))?/g)].flatMap(
    ([, path = '', files = '']) => [
      path,
      ...[...files.matchAll(/`([^`]+)`/g)].map((file) => `${path}/${file[1]}`),
    ],
  )
}

test('comments keep to the words and the width that a reader understands at first', () => {
  expect(readCommentFaults(root)).toEqual([])
})

test.each([
  ['// Whoever holds it', 'whoever'],
  ['// Nobody knows', 'nobody'],
  ['// A link is no file', 'is not a'],
  ['/** As many rooms as chunks */', 'rooms'],
  ['// The pile grows', 'pool, buffer'],
  ['/* the next great\n * cleaning */', 'major GC'],
  ['// The promise is kept when it wants more', 'resolves'],
  [`// ${'x'.repeat(118)}`, 'longer than 120'],
  ['/** Reads it. Throws `DiskError`. */', 'write @throws'],
  ['/**\n * @throws `locked`\n */', 'a class follows'],
  ['/** Reads it. @throws DiskError `locked` */', 'begins a line'],
  ['/**\n * @example\n * read()\n */', 'a ts block'],
])('a comment like %j is caught', (comment, reason) => {
  expect(commentFaults('a.ts', `${comment}\nexport const a = 1\n`)).toEqual([expect.stringContaining(reason)])
})

test.each([
  '// There is no file, and it is no longer needed; `room` and `nobody` are names',
  '/**\n * Reads it.\n *\n * @throws DiskError `locked`\n *\n * @example\n * ```ts\n * read()\n * ```\n */',
  '/**\n * @throws the errors of `read`\n */',
])('a comment like %j is not', (comment) => {
  expect(commentFaults('a.ts', `${comment}\nexport const a = 'whoever'\n`)).toEqual([])
})
