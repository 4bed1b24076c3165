import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { circle, climbs } from './architecture/folders.ts'
import { ruleNames, violations, type RuleName } from './architecture/rules.ts'
import { parseSource, readSources } from './architecture/source-file.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

test('every source file keeps every rule', () => {
  const files = readSources(root)
  expect(new Set(files.map((file) => file.path.split('/')[1])).size).toBe(11)
  expect(violations(files)).toEqual([])
})

test('folders import only what stands below them, and no way leads back', () => {
  const files = readSources(root)
  expect(files.flatMap((file) => climbs(file).map((target) => `${file.path} → ${target}`))).toEqual([])
  expect(circle(files)).toEqual([])
})

test('a climb, a folder without a rank and a circle of types are caught', () => {
  const climb = parseSource('packages/batch/src/disk/x.ts', `import type { Pool } from '../pool/pool.ts'`)
  expect(climbs(climb)).toEqual(['packages/batch/src/pool/pool.ts'])
  expect(climbs(parseSource('packages/batch/src/pool/x.ts', `import { a } from '../disk/a.ts'`))).toEqual([])
  expect(climbs(parseSource('packages/batch/src/new-room/x.ts', ''))).toHaveLength(1)
  const a = parseSource('packages/qr/src/a.ts', `import type { B } from './b.ts'`)
  const b = parseSource('packages/qr/src/b.ts', `export type { A } from './a.ts'`)
  expect(circle([a, b])).toEqual([a.path, b.path, a.path])
  expect(circle([a, parseSource('packages/qr/src/b.ts', '')])).toEqual([])
})

/** A fault for each rule, and beside it something alike that is allowed. */
const PLANTED: Record<RuleName, { path: string; bad: string; good: string }[]> = {
  'arrows go down a rank': [
    {
      path: 'packages/core/src/x.ts',
      bad: `import { encodeQr } from '@claimtag/qr'`,
      good: `import type { Eui64 } from './eui64.ts'`,
    },
    {
      path: 'packages/batch/src/x.ts',
      bad: `import { main } from 'claimtag'`,
      good: `import { scan } from '@claimtag/decoder/scan'`,
    },
    {
      path: 'packages/label/src/x.ts',
      bad: `export { decode } from '@claimtag/decoder'`,
      good: `export type { DeviceRecord } from '@claimtag/core'`,
    },
    {
      path: 'packages/printer/src/x.ts',
      bad: `import { zpl } from '@claimtag/label/zpl'`,
      good: `import { ClaimtagError } from '@claimtag/core'`,
    },
    {
      path: 'packages/online/src/x.ts',
      bad: `const decoder = await import('@claimtag/decoder')`,
      good: `const core = await import('@claimtag/core')`,
    },
  ],
  'a package never imports itself by name': [
    {
      path: 'packages/core/src/x.ts',
      bad: `import { encode } from '@claimtag/core'`,
      good: `import { encode } from './encode.ts'`,
    },
  ],
  'relative imports stay in their package': [
    {
      path: 'packages/label/src/x.ts',
      bad: `import { encodeQr } from '../../qr/src/index.ts'`,
      good: `import { preset } from './presets/preset.ts'`,
    },
    {
      path: 'packages/label/src/presets/x.ts',
      bad: `import { x } from '../../../qr/src/x.ts'`,
      good: `import { x } from '../template.ts'`,
    },
  ],
  'one importer for each foreign package': [
    {
      path: 'packages/qr/src/x.ts',
      bad: `import qrcode from 'qrcode'`,
      good: `import { qrcode } from './qrcode.ts'`,
    },
    {
      path: 'packages/label/src/x.ts',
      bad: `import sharp from 'sharp'`,
      good: `import { art } from './art.ts'`,
    },
    {
      path: 'packages/batch/src/x.ts',
      bad: `import { readBarcodes } from 'zxing-wasm/reader'`,
      good: `import { scan } from '@claimtag/decoder/scan'`,
    },
    {
      path: 'packages/printer/src/x.ts',
      bad: `import { SerialPort } from 'serialport'`,
      good: `import { openSerial } from './transport/serial.ts'`,
    },
    {
      path: 'packages/cli/src/x.ts',
      bad: `import { Command } from 'commander'`,
      good: `import { program } from './program.ts'`,
    },
  ],
  'zod only in schema files, as a namespace': [
    {
      path: 'packages/core/src/x.ts',
      bad: `import * as z from 'zod'`,
      good: `import type { FormatDocument } from './format-document.ts'`,
    },
    { path: 'packages/core/src/schema.ts', bad: `import { z } from 'zod'`, good: `import * as z from 'zod'` },
  ],
  'pure packages know no platform': [
    {
      path: 'packages/core/src/x.ts',
      bad: `import { createHash } from 'node:crypto'`,
      good: `import { crc } from './crc.ts'`,
    },
    { path: 'packages/qr/src/x.ts', bad: `new TextEncoder().encode('')`, good: `const name = 'TextEncoder'` },
    {
      path: 'packages/decoder/src/x.ts',
      bad: `export const a = Buffer.from('')`,
      good: `export const a = { Buffer: 1 }.Buffer`,
    },
    {
      path: 'packages/label/src/x.ts',
      bad: `export const version = process.version`,
      good: `export function process(process: number) { return process }`,
    },
    { path: 'packages/core/src/y.ts', bad: `globalThis.console`, good: `// globalThis.console` },
    {
      path: 'packages/decoder/src/watch/x.ts',
      bad: `export const now = () => performance.now()`,
      good: `export const watch = ({ now = Date.now } = {}) => now()`,
    },
    {
      path: 'packages/core/src/z.ts',
      bad: `document.title`,
      good: `export const title = ({ document: [self] }: Page, document = '') => document + self`,
    },
  ],
  'only packages/disk opens files for writing': [
    {
      path: 'packages/batch/src/x.ts',
      bad: `import { openSync } from 'node:fs'`,
      good: `import { closeSync, readFileSync, type WriteStream } from 'node:fs'`,
    },
    {
      path: 'packages/cli/src/x.ts',
      bad: `import { writeFile as keep } from 'node:fs/promises'`,
      good: `import { readFile } from 'node:fs/promises'`,
    },
    {
      path: 'packages/devices/src/x.ts',
      bad: `import * as fs from 'fs'`,
      good: `import { createWriteStream } from './fs.ts'`,
    },
    {
      path: 'packages/provisioning/src/x.ts',
      bad: `const fs = await import('node:fs')`,
      good: `const fs = await import('./fs.ts')`,
    },
    {
      path: 'packages/cli/src/y.ts',
      bad: `export { renameSync } from 'node:fs'`,
      good: `import type { Stats } from 'node:fs'`,
    },
    {
      path: 'packages/online/src/x.ts',
      bad: `import fs from 'node:fs'`,
      good: `import { createReadStream } from 'node:fs'`,
    },
  ],
  "records of people's names inherit nothing": [
    {
      path: 'packages/batch/src/x.ts',
      bad: `export const record = Object.fromEntries(columns)`,
      good: `export const record = namedRecord(columns)`,
    },
    {
      path: 'packages/core/src/x.ts',
      bad: `export const record: Readonly<Record<string, string>> = {}`,
      good: `export const record: Readonly<Record<'devEui', string>> = { devEui: '' }`,
    },
    {
      path: 'packages/label/src/x.ts',
      bad: `export const isKnown = field in fields`,
      good: `export const isKnown = 'devEui' in fields || Object.hasOwn(fields, field)`,
    },
  ],
  'no export *': [
    { path: 'packages/core/src/x.ts', bad: `export * from './y.ts'`, good: `export { y } from './y.ts'` },
  ],
  'no default export': [
    { path: 'packages/core/src/x.ts', bad: `export default function f() {}`, good: `export function f() {}` },
    {
      path: 'packages/core/src/x.ts',
      bad: `const f = 1; export { f as default }`,
      good: `const f = 1; export { f }`,
    },
  ],
  'a file is named for what it holds': [],
}

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
