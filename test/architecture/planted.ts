import type { RuleName } from './rules.ts'

interface Planted {
  readonly path: string
  readonly bad: string
  readonly good: string
}

/** A fault for each rule, and beside it something alike that is allowed. */
export const PLANTED: Record<RuleName, readonly Planted[]> = {
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
      path: 'packages/provisioning/src/store/memory-store.ts',
      bad: `import { takeLock } from '@claimtag/disk'`,
      good: `import { isEui64 } from '@claimtag/core'`,
    },
    {
      path: 'packages/provisioning/src/store/file-store.ts',
      bad: `import { readDevices } from '@claimtag/devices'`,
      good: `import { takeLock } from '@claimtag/disk'`,
    },
    {
      path: 'packages/line/src/x.ts',
      bad: `import { createIssuer } from '@claimtag/online'`,
      good: `import { openJobLabels } from '@claimtag/batch'`,
    },
    {
      path: 'packages/batch/src/y.ts',
      bad: `import { openStation } from '@claimtag/line'`,
      good: `import { openPrinter } from '@claimtag/printer'`,
    },
    {
      path: 'packages/online/src/x.ts',
      bad: `const decoder = await import('@claimtag/decoder')`,
      good: `const core = await import('@claimtag/core')`,
    },
  ],
  'what needs Node stands behind a subpath': [
    {
      path: 'packages/provisioning/src/index.ts',
      bad: `export { fileStore } from './store/file-store.ts'`,
      good: `export { memoryStore } from './store/memory-store.ts'`,
    },
    {
      path: 'packages/provisioning/src/index.ts',
      bad: `export { keyPairOf } from './key-pair/node-key-pair.ts'`,
      good: `export type { KeyPair } from './key-pair/transport-key.ts'`,
    },
    {
      path: 'packages/provisioning/src/key-pair/base64.ts',
      bad: `import { Buffer } from 'node:buffer'`,
      good: `import type { KeyPair } from './transport-key.ts'`,
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
  'engines of 2018 have what is called': [
    { path: 'packages/core/src/x.ts', bad: `Object.hasOwn({}, 'a')`, good: `Object.keys({})` },
    { path: 'packages/core/src/y.ts', bad: `lists?.flatMap(read)`, good: `lists?.map(read)` },
    { path: 'packages/decoder/src/x.ts', bad: `texts.at(-1)`, good: `texts.slice(-1)` },
    { path: 'packages/decoder/src/y.ts', bad: `BigInt(1)`, good: `export const kind = 'BigInt'` },
    { path: 'packages/decoder/src/z.ts', bad: `/(?<=:)C/.test(text)`, good: `/:(?=C)/.test(text)` },
  ],
  'engines of 2020 have what is called': [
    { path: 'packages/provisioning/src/x.ts', bad: `Object.hasOwn({}, 'a')`, good: `lists.flatMap(read)` },
    { path: 'packages/provisioning/src/y.ts', bad: `AbortSignal.timeout(1)`, good: `new AbortController()` },
    { path: 'packages/provisioning/src/z.ts', bad: `structuredClone({})`, good: `failure.at` },
    {
      path: 'packages/provisioning/src/w.ts',
      bad: `new Error('it failed', { cause: error })`,
      good: `new Error('it failed')`,
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
      path: 'packages/devices/src/x.ts',
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
  'time has one type, which core declares': [
    {
      path: 'packages/online/src/x.ts',
      bad: `export interface Clock { sleep(milliseconds: number): Promise<void> }`,
      good: `import type { Clock } from '@claimtag/core'; export const systemClock: Clock = clock`,
    },
    {
      path: 'packages/printer/src/x.ts',
      bad: `type PrinterClock = { now(): number }`,
      good: `export type { Clock } from '@claimtag/core'`,
    },
  ],
  'an error is a ClaimtagError': [
    {
      path: 'packages/batch/src/x.ts',
      bad: `export class JobError extends Error {}`,
      good: `export class JobError extends ClaimtagError<JobIssue> {}`,
    },
    {
      path: 'packages/cli/src/x.ts',
      bad: `class FlagError extends TypeError {}`,
      good: `class FlagError extends UsageError {}`,
    },
  ],
  'the sentence of an issue comes from explain': [
    {
      path: 'packages/batch/src/x.ts',
      bad: `export function explainFault(fault: Fault): string { return fault }`,
      good: `export function explain(fault: Fault): string { return fault }`,
    },
    {
      path: 'packages/disk/src/x.ts',
      bad: `const faultSentence = () => ''; export { faultSentence }`,
      good: `const faultSentence = () => ''; export { sentenceOf }`,
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
