import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { SourceFile } from './source-file.ts'

type Tested = Pick<SourceFile, 'path' | 'imports' | 'exportsLogic'>

/** The source of each name that packages are imported by, as in `@claimtag/disk`. */
export type EntryPoints = ReadonlyMap<string, string>

/** Folders, and single files, whose parts only work together, with the test that goes through them. */
const TESTED_BY: Readonly<Record<string, string>> = {
  'packages/batch/src/carton': 'packages/batch/test/cartons.test.ts',
  'packages/batch/src/chunk': 'packages/batch/test/run.test.ts',
  'packages/batch/src/disk/growing-file.ts': 'packages/batch/test/run.test.ts',
  'packages/batch/src/pool/open-pool.ts': 'packages/batch/test/run.test.ts',
  'packages/batch/src/read-back/languages': 'packages/batch/test/run.test.ts',
  'packages/cli/src/commands/shards': 'packages/cli/test/generate/shards.test.ts',
  'packages/cli/src/flags/batch-flags.ts': 'packages/cli/test/usage-error.test.ts',
  'packages/core/src/read': 'packages/core/test/decode.test.ts',
  'packages/core/src/read/read-format.ts': 'packages/decoder/test/compiled.test.ts',
  'packages/core/src/read/read-formats.ts': 'packages/decoder/test/compiled.test.ts',
  'packages/core/src/vectors': 'packages/cli/test/compile.test.ts',
  'packages/decoder/src/scan/picture': 'packages/decoder/test/scan/scanner.test.ts',
  'packages/devices/src/input/input-columns.ts': 'packages/batch/test/render/payload-csv.test.ts',
  'packages/devices/src/rows': 'packages/devices/test/kinds.test.ts',
  'packages/devices/src/workbook/compound-file.ts': 'packages/devices/test/open-input.test.ts',
  'packages/label/src/deflate': 'packages/label/test/png/png.test.ts',
  'packages/label/src/font/atlases.ts': 'packages/label/test/every-preset.test.ts',
  'packages/label/src/layout/checks': 'packages/label/test/layout/plan.test.ts',
  'packages/label/src/presets': 'packages/label/test/every-preset.test.ts',
  'packages/online/src/attempt': 'packages/online/test/issuer.test.ts',
  'packages/online/src/contract': 'packages/online/test/store/memory-store.test.ts',
  'packages/online/src/device': 'packages/online/test/hostile.test.ts',
  'packages/online/src/postgres': 'packages/online/test/store/postgres-store.test.ts',
  'packages/online/src/sql': 'packages/online/test/store/sqlite-store.test.ts',
  'packages/online/src/sqlite': 'packages/online/test/store/sqlite-store.test.ts',
  'packages/online/src/time': 'packages/online/test/issuer.test.ts',
  'packages/printer/src/status/pause-notice.ts': 'packages/printer/test/print-all.test.ts',
  'packages/provisioning/src/contract': 'packages/provisioning/test/ns-file/network-server.test.ts',
  'packages/qr/src/mask': 'packages/qr/test/encode.test.ts',
}

/** The same, where the test starts a program or a page that was built: no import shows that it does. */
const STARTED_BY: Readonly<Record<string, string>> = {
  'packages/cli/src/commands': 'test/cli.test.ts',
  'packages/cli/src/main.ts': 'test/cli.test.ts',
  'packages/cli/src/output/interruption.ts': 'packages/cli/test/output/interruption.test.ts',
  'packages/cli/src/output/standard-output.ts': 'packages/cli/test/standard-streams.test.ts',
  'packages/decoder/src/camera/camera.ts': 'test/camera/reading.test.ts',
  'packages/decoder/src/element': 'test/camera/element.test.ts',
  'packages/decoder/src/scan/host/host-node.ts': 'packages/decoder/test/scan/scanner.test.ts',
}

export const startedTests = Object.values(STARTED_BY)

/** The entry points of all packages, as their manifests name them. */
export function readEntryPoints(root: string): EntryPoints {
  const entries = new Map<string, string>()
  for (const folder of readdirSync(join(root, 'packages'), { withFileTypes: true })) {
    if (!folder.isDirectory()) continue
    const manifest = readFileSync(join(root, 'packages', folder.name, 'package.json'), 'utf8')
    const { name, exports: points = {} } = JSON.parse(manifest) as Manifest
    for (const [point, conditions] of Object.entries(points)) {
      const source = typeof conditions === 'string' ? undefined : conditions['@claimtag/source']
      if (source !== undefined)
        entries.set(posix.join(name, point), posix.join('packages', folder.name, source))
    }
  }
  return entries
}

interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, string | { readonly '@claimtag/source'?: string }>>
}

/** What the tables say, by folder or file. */
export interface NamedTests {
  readonly testedBy: Readonly<Record<string, string>>
  readonly startedBy: Readonly<Record<string, string>>
}

/**
 * The files with logic that no test of their own holds, and what the tables say wrongly. A test of a file has its name
 * (`src/lock/lock.ts`, `test/lock/lock.test.ts`); a test of a folder lies in the folder of its name, or beside it.
 * Either way it has to reach the file by imports.
 */
export function untested(
  sources: readonly Tested[],
  tests: readonly Tested[],
  entryPoints: EntryPoints,
  { testedBy, startedBy }: NamedTests = { testedBy: TESTED_BY, startedBy: STARTED_BY },
): readonly string[] {
  const files = new Map([...sources, ...tests].map((file) => [file.path, file]))
  const reached = new Map(tests.map(({ path }) => [path, reachedFrom(path, files, entryPoints)]))
  const faults: string[] = []
  const needed = new Set<string>()
  for (const { path, exportsLogic } of sources) {
    if (!exportsLogic || ownTests(path, tests).some((test) => reached.get(test)?.has(path) === true)) continue
    const names = [path, posix.dirname(path)]
    const key = names.find((name) => Object.hasOwn(testedBy, name) || Object.hasOwn(startedBy, name))
    if (key === undefined) faults.push(`${path} has no test`)
    else {
      needed.add(key)
      const test = testedBy[key]
      if (test !== undefined && reached.get(test)?.has(path) !== true)
        faults.push(`${test} does not reach ${path}`)
    }
  }
  for (const name of Object.keys({ ...testedBy, ...startedBy })) {
    if (!needed.has(name)) faults.push(`${name} needs no test of another folder`)
  }
  return faults
}

/** The test that has the name of the file, and those of its folder. */
function ownTests(path: string, tests: readonly Tested[]): readonly string[] {
  const mirrored = path.replace('/src/', '/test/')
  const folder = posix.dirname(mirrored)
  return tests
    .map((test) => test.path)
    .filter((test) => test.endsWith('.test.ts'))
    .filter((test) => posix.dirname(test) === folder || test === `${folder}.test.ts`)
}

function reachedFrom(
  test: string,
  files: ReadonlyMap<string, Tested>,
  entryPoints: EntryPoints,
): ReadonlySet<string> {
  const reached = new Set([test])
  for (const path of reached) {
    for (const specifier of files.get(path)?.imports ?? []) {
      const target = specifier.startsWith('.')
        ? posix.join(posix.dirname(path), specifier)
        : entryPoints.get(specifier)
      if (target !== undefined && files.has(target)) reached.add(target)
    }
  }
  return reached
}
