import { posix } from 'node:path'
import type { SourceFile } from './source-file.ts'

export interface Violation {
  readonly rule: RuleName
  readonly path: string
  readonly detail: string
}

/** The packages that a package may import: always of a lower rank, never itself; no package imports the command. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  qr: [],
  decoder: ['core'],
  label: ['core', 'qr'],
  provisioning: ['core'],
  disk: ['core'],
  devices: ['core', 'disk'],
  printer: ['core'],
  storage: ['core', 'disk'],
  batch: ['core', 'label', 'decoder', 'disk', 'devices', 'printer'],
  line: ['core', 'label', 'decoder', 'disk', 'devices', 'printer', 'batch'],
  online: ['core', 'disk'],
  cli: [
    'core',
    'label',
    'decoder',
    'disk',
    'devices',
    'printer',
    'batch',
    'line',
    'online',
    'provisioning',
    'storage',
  ],
}

const PACKAGE_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(ARROWS).map((name) => [name === 'cli' ? 'claimtag' : `@claimtag/${name}`, name]),
)

/** Arrows of one file alone: what needs Node stands behind a subpath of its own. */
const ARROWS_OF_FILES: Readonly<Record<string, readonly string[]>> = {
  'packages/provisioning/src/store/file-store.ts': ['disk'],
}

/** Packages that run everywhere but in what stands behind subpaths, and their files that need Node. */
const NODE_FILES: Readonly<Record<string, readonly string[]>> = {
  provisioning: ['packages/provisioning/src/key-pair/node-key-pair.ts'],
}

/** The one file that may import a foreign package, so that replacing the package means rewriting one file. */
const IMPORTERS: Readonly<Record<string, string>> = {
  qrcode: 'packages/qr/src/reference.ts',
  'bwip-js': 'packages/label/src/barcode/load-bwip.ts',
  'opentype.js': 'packages/label/src/font-file/load-opentype.ts',
  sharp: 'packages/label/src/art/load-sharp.ts',
  commander: 'packages/cli/src/program.ts',
  'zxing-wasm': 'packages/decoder/src/scan/host/host-node.ts',
  serialport: 'packages/printer/src/transport/serial.ts',
  hyparquet: 'packages/devices/src/parquet/hyparquet.ts',
  aws4fetch: 'packages/storage/src/s3/client.ts',
  'hyparquet-compressors': 'packages/devices/src/parquet/hyparquet.ts',
  bullmq: 'packages/provisioning/src/bullmq/bullmq-queue.ts',
  ioredis: 'packages/provisioning/src/bullmq/open-redis.ts',
}

/** Packages that run in Node, browsers, workers, React Native and bare JavaScript engines alike. */
const PURE = ['core', 'qr', 'decoder', 'label']
const PLATFORM_FILES = new Set([
  'packages/decoder/src/scan/host/host-node.ts',
  'packages/decoder/src/scan/host/web.ts',
  'packages/label/src/art/rasterise-art.ts',
])
/** Code for browsers only, behind subpaths of its own. */
const PLATFORM_FOLDERS = ['camera', 'element', 'page'].map((name) => `packages/decoder/src/${name}/`)
const PLATFORM_NAMES = [
  'process',
  'Buffer',
  'require',
  'global',
  'globalThis',
  'window',
  'self',
  'document',
  'navigator',
  'console',
  'URL',
  'URLSearchParams',
  'TextEncoder',
  'TextDecoder',
  'atob',
  'btoa',
  'fetch',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'structuredClone',
  'performance',
  '__dirname',
]

/** Packages that engines inside apps run: as a script of ECMAScript 2018, the language of iOS 12. */
const OLD_ENGINES = ['core', 'decoder']
const NEWER_CALLS = [
  '.allSettled .at .findLast .findLastIndex .flat .flatMap .fromAsync .fromEntries .groupBy .hasOwn .isWellFormed',
  '.matchAll .replaceAll .toReversed .toSorted .toSpliced .toWellFormed .trimEnd .trimStart .with .withResolvers',
  'Promise.any Promise.try',
].flatMap((line) => line.split(' '))
const NEWER_NAMES = ['AggregateError', 'BigInt', 'FinalizationRegistry', 'Iterator', 'WeakRef']

/** What came after ECMAScript 2020, the language of React Native's engines and of iOS 15.3, to apps that provision. */
const NEWER_THAN_2020 = [
  '.at .findLast .findLastIndex .fromAsync .groupBy .hasOwn .isWellFormed .replaceAll .toReversed .toSorted .toSpliced',
  '.toWellFormed .with .withResolvers AbortSignal.any AbortSignal.timeout Promise.any Promise.try',
].flatMap((line) => line.split(' '))
const NAMES_SINCE_2021 = ['AggregateError', 'FinalizationRegistry', 'Iterator', 'WeakRef', 'structuredClone']

/** Functions that make, open or move files and folders, which might then not be private. */
const OPENS = new Set(
  [
    'appendFile chmod copyFile cp link mkdir mkdtemp open rename symlink truncate writeFile'.split(' '),
    ['createWriteStream', 'WriteStream', 'openAsBlob', 'promises', 'default', '*'],
  ]
    .flat()
    .flatMap((name) => [name, `${name}Sync`]),
)
const FILE_SYSTEM = /^(node:)?fs(\/promises)?$/

/**
 * Files that open something else than our own files: the port or the spool file of a printer, and the one place in
 * the command that replaces a file by a finished one.
 */
const OTHER_OPENERS = [
  'packages/printer/src/transport/device.ts',
  'packages/printer/src/spool/file-channel.ts',
  'packages/cli/src/output/write-output.ts',
]

const CLOCK = 'packages/core/src/clock.ts'

/** What all other errors are, and the error of the one package that imports nothing of ours. */
const BARE_ERRORS = ['packages/core/src/issue/error.ts', 'packages/qr/src/error.ts']

/** Functions that would be a second `explain`. core's `sentenceOf`, which takes any language, is the base of it. */
const OTHER_EXPLAIN = /^explain.|[sS]entence(?!Of$)/

const VAGUE = /^(utils?|helpers?|common|manager|misc)$/

const RULES = {
  'arrows go down a rank': (file) =>
    foreignPackages(file)
      .filter(([name]) => name !== ownPackage(file.path) && !ARROWS[ownPackage(file.path)]?.includes(name))
      .filter(([name]) => !ARROWS_OF_FILES[file.path]?.includes(name))
      .map(([, specifier]) => specifier),
  'what needs Node stands behind a subpath': (file) =>
    file.imports.filter((specifier) => {
      const files = NODE_FILES[ownPackage(file.path)]
      if (specifier.startsWith('node:')) return files !== undefined && !files.includes(file.path)
      const target = posix.join(posix.dirname(file.path), specifier)
      const needsNode = Object.hasOwn(ARROWS_OF_FILES, target) || files?.includes(target) === true
      return specifier.startsWith('.') && needsNode
    }),
  'a package never imports itself by name': (file) =>
    foreignPackages(file)
      .filter(([name]) => name === ownPackage(file.path))
      .map(([, specifier]) => specifier),
  'relative imports stay in their package': (file) =>
    file.imports.filter((specifier) => specifier.startsWith('.') && leavesPackage(file.path, specifier)),
  'one importer for each foreign package': (file) =>
    file.imports.filter((specifier) => {
      const importer = IMPORTERS[packageOf(specifier)]
      return importer !== undefined && importer !== file.path
    }),
  'zod only in schema files, as a namespace': (file) =>
    file.imports.filter(
      (specifier) =>
        packageOf(specifier) === 'zod' &&
        (!isSchemaFile(file.path) || !file.namespaceImports.includes(specifier)),
    ),
  'pure packages know no platform': (file) => {
    if (!PURE.includes(ownPackage(file.path)) || PLATFORM_FILES.has(file.path)) return []
    if (PLATFORM_FOLDERS.some((folder) => file.path.startsWith(folder))) return []
    const builtins = file.imports.filter((specifier) => specifier.startsWith('node:'))
    return [...builtins, ...PLATFORM_NAMES.filter((name) => file.freeNames.has(name))]
  },
  'engines of 2018 have what is called': (file) => {
    if (!OLD_ENGINES.includes(ownPackage(file.path))) return []
    if (PLATFORM_FOLDERS.some((folder) => file.path.startsWith(folder))) return []
    return [
      ...NEWER_CALLS.filter((name) => file.memberCalls.has(name)),
      ...NEWER_NAMES.filter((name) => file.freeNames.has(name)),
      // Of 2018 too, but a syntax error in Safari before 16.4, and so the end of the whole script.
      ...file.patterns.filter((pattern) => /\(\?<[=!]/.test(pattern)),
    ]
  },
  'engines of 2020 have what is called': (file) => {
    if (ownPackage(file.path) !== 'provisioning' || Object.hasOwn(ARROWS_OF_FILES, file.path)) return []
    if (file.imports.some((specifier) => specifier.startsWith('node:'))) return []
    return [
      ...NEWER_THAN_2020.filter((name) => file.memberCalls.has(name)),
      ...NAMES_SINCE_2021.filter((name) => file.freeNames.has(name)),
      ...file.errorCauses,
    ]
  },
  'only packages/disk opens files for writing': (file) => {
    if (ownPackage(file.path) === 'disk' || OTHER_OPENERS.includes(file.path)) return []
    // A module without imported names is imported as a whole, or passed on.
    return file.imports
      .filter((specifier) => FILE_SYSTEM.test(specifier))
      .flatMap((specifier) => file.importedNames.get(specifier) ?? ['*'])
      .filter((name) => OPENS.has(name))
  },
  // core's `namedRecord` and Map inherit nothing; a record with exact keys is checked by the compiler.
  "records of people's names inherit nothing": (file) => file.inheritingRecords,
  'time has one type, which core declares': (file) =>
    file.path === CLOCK ? [] : file.declaredTypes.filter((name) => name.endsWith('Clock')),
  'an error is a ClaimtagError': (file) => (BARE_ERRORS.includes(file.path) ? [] : file.bareErrors),
  'the sentence of an issue comes from explain': (file) =>
    file.exportedNames.filter((name) => OTHER_EXPLAIN.test(name)),
  'no export *': (file) => (file.exportsEverything ? ['export *'] : []),
  'no default export': (file) => (file.exportsDefault ? ['export default'] : []),
  'a file is named for what it holds': (file) =>
    file.path.split('/').flatMap((part) => (VAGUE.test(part.replace(/\.ts$/, '')) ? [part] : [])),
} satisfies Record<string, (file: SourceFile) => readonly string[]>

export type RuleName = keyof typeof RULES
export const ruleNames = Object.keys(RULES) as readonly RuleName[]

export function violations(files: readonly SourceFile[]): readonly Violation[] {
  return files.flatMap((file) =>
    ruleNames.flatMap((rule) => RULES[rule](file).map((detail) => ({ rule, path: file.path, detail }))),
  )
}

function foreignPackages(file: SourceFile): readonly (readonly [name: string, specifier: string])[] {
  return file.imports.flatMap((specifier) => {
    const name = PACKAGE_NAMES[packageOf(specifier)]
    return name === undefined ? [] : [[name, specifier] as const]
  })
}

function ownPackage(path: string): string {
  return path.split('/')[1] ?? ''
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

function isSchemaFile(path: string): boolean {
  return path.endsWith('/schema.ts') || path.endsWith('-schema.ts')
}

function leavesPackage(path: string, specifier: string): boolean {
  let depth = path.split('/').length - 3
  for (const part of specifier.split('/')) if (part === '..') depth -= 1
  return depth < 0
}
