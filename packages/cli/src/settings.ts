import {
  type IdNotation,
  count,
  parseVerifyMode,
  outputKind,
  type BatchOptions,
  type ColumnMapping,
  type OutputKind,
  type VerifyMode,
} from '@claimtag/batch'
import { thingpark, type Format } from '@claimtag/core'
import type { Art, Template } from '@claimtag/label'
import { availableParallelism } from 'node:os'
import { columnMapping } from './columns.ts'
import type { Config } from './config-schema.ts'
import { loadConfig } from './config.ts'
import { loadArt, loadFormat, loadTemplate, type LoadedFormat, type LoadedTemplate } from './documents.ts'
import { UsageError } from './usage-error.ts'
import type { Invocation } from './program.ts'
import { templateOfStock } from './stock.ts'

const DPI = 203

/** Flags and configuration, resolved: documents are loaded. Flags win. */
export interface Settings {
  readonly config: Config
  readonly format: Format
  readonly template: Template
  readonly art: Art | undefined
  readonly dpi: number
  /** Names of the input's columns by field. */
  readonly columns: ColumnMapping
  /** Files that they were read from. */
  readonly files: readonly string[]
  readonly ids: IdNotation | undefined
  /** Hidden rows and sheets of a workbook are left out. */
  readonly visible: boolean
  readonly json: boolean
  readonly quiet: boolean
}

/**
 * @throws UsageError, ClaimtagError for documents that are wrong
 */
export async function loadSettings({ flags }: Invocation, cwd: string): Promise<Settings> {
  const { config, path, folder } = await loadConfig(text(flags['config']), cwd)
  const format = formatOf(text(flags['format']), config.format, cwd, folder)
  const template = text(flags['template'])
  const stock = text(flags['stock'])
  if (stock !== undefined && template !== undefined)
    throw new UsageError('--stock makes a template and --template names one: give one of them.')
  const dpi = flags['dpi'] === undefined ? (config.dpi ?? DPI) : wholeNumber('--dpi', flags['dpi'])
  const loaded: LoadedTemplate =
    stock !== undefined
      ? { template: templateOfStock(stock), folder: cwd }
      : template === undefined
        ? loadTemplate(config.template, folder)
        : loadTemplate(template, cwd)
  return {
    config,
    format: format.format,
    template: loaded.template,
    art: await loadArt(loaded, dpi),
    dpi,
    columns: columnMapping(config.columns, texts(flags['column'])),
    files: [path, format.path, loaded.path].filter((file) => file !== undefined),
    ids: idNotation(text(flags['ids']) ?? config.ids),
    visible: flags['visible'] === true || config.visible === true,
    json: flags['json'] === true,
    quiet: flags['quiet'] === true,
  }
}

function formatOf(
  typed: string | undefined,
  configured: string | undefined,
  cwd: string,
  folder: string,
): LoadedFormat {
  if (typed !== undefined) return loadFormat(typed, cwd)
  return configured === undefined ? { format: thingpark } : loadFormat(configured, folder)
}

type BatchFlags = Pick<
  BatchOptions,
  | 'as'
  | 'strict'
  | 'verify'
  | 'workers'
  | 'chunkRows'
  | 'pack'
  | 'csvGuard'
  | 'volume'
  | 'sheet'
  | 'media'
  | 'skipBadRows'
  | 'dryRun'
>

/** The flags that only `generate` has. */
export function batchFlags({ flags }: Invocation, { config }: Settings): BatchFlags {
  const pack = flags['pack']
  if (pack !== undefined && pack !== 'zip') throw new UsageError(`--pack knows zip, not ${String(pack)}.`)
  const as = outputKinds(text(flags['as']) ?? config.as ?? 'png')
  assertOfUse(flags, as)
  return {
    as,
    verify: verifyMode(text(flags['verify']) ?? config.verify ?? 'all'),
    workers: workersOf(flags['workers'], config.workers),
    ...(flags['chunk'] === undefined
      ? {}
      : { chunkRows: numberWithin('--chunk', flags['chunk'], 1, MOST_CHUNK_ROWS) }),
    pack,
    csvGuard: flags['csvGuard'] !== false && config.csvGuard !== false,
    ...pageFlags({ flags }),
    media: text(flags['media']) ?? config.media,
    skipBadRows: flags['skipBadRows'] === true || config.skipBadRows === true,
    dryRun: flags['dryRun'] === true,
    strict: flags['strict'] === true,
  }
}

/** All labels of a chunk are in memory, once for each thread; larger chunks are not faster. */
const MOST_CHUNK_ROWS = 10_000

/** A thread takes some 15 MB, and more of them than a few for each core only wait for one. */
function workersOf(flag: Invocation['flags'][string], configured: number | undefined): number | 'auto' {
  const asked = flag ?? configured?.toString()
  return asked === undefined ? 'auto' : numberWithin('--workers', asked, 0, mostWorkers())
}

function mostWorkers(): number {
  return Math.min(64, Math.max(8, 4 * availableParallelism()))
}

function numberWithin(name: string, given: Invocation['flags'][string], least: number, most: number): number {
  const number = wholeNumber(name, given)
  if (number < least || number > most)
    throw new UsageError(`${name} takes ${count(least)} to ${count(most)} here, not ${count(number)}.`)
  return number
}

/** Flags that change nothing without these kinds of output, and so are mistakes. */
const ONLY_FOR: readonly (readonly [flag: string, typed: string, kinds: readonly OutputKind[]])[] = [
  ['volume', '--volume', ['pdf']],
  ['start', '--start', ['pdf']],
  ['offset', '--offset', ['pdf']],
  ['cutMarks', '--cut-marks', ['pdf']],
  ['media', '--media', ['brother']],
  ['pack', '--pack', ['png', 'svg']],
  ['csvGuard', '--no-csv-guard', ['csv']],
]

function assertOfUse(flags: Invocation['flags'], as: readonly OutputKind[]): void {
  for (const [flag, typed, kinds] of ONLY_FOR) {
    // commander gives `true` for a flag that begins with --no- and was not typed.
    const isGiven = flags[flag] !== undefined && !(typed.startsWith('--no-') && flags[flag] === true)
    if (!isGiven || kinds.some((kind) => as.includes(kind))) continue
    throw new UsageError(`${typed} is for ${kinds.join(' and ')} alone: add --as ${kinds[0]}.`)
  }
}

function pageFlags({ flags }: Pick<Invocation, 'flags'>): Pick<BatchOptions, 'volume' | 'sheet'> {
  const { volume, start, offset } = flags
  if (Number(volume) === 0) throw new UsageError('--volume needs at least 1 label.')
  return {
    ...(volume === undefined ? {} : { volume: wholeNumber('--volume', volume) }),
    sheet: {
      ...(start === undefined ? {} : { start: wholeNumber('--start', start) }),
      ...(offset === undefined ? {} : { offset: pointOf(text(offset) ?? '') }),
      ...(flags['cutMarks'] === true ? { cutMarks: true } : {}),
    },
  }
}

function pointOf(written: string): { readonly x: number; readonly y: number } {
  const [, x, y] = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(written) ?? []
  if (x === undefined || y === undefined)
    throw new UsageError('--offset needs two lengths in mm, like 1.5,-0.5.')
  return { x: Number(x), y: Number(y) }
}

export function text(flag: Invocation['flags'][string]): string | undefined {
  return typeof flag === 'string' ? flag : undefined
}

function texts(flag: Invocation['flags'][string]): readonly string[] {
  return typeof flag === 'object' ? flag : []
}

function outputKinds(asked: string | readonly string[]): readonly OutputKind[] {
  const names = typeof asked === 'string' ? asked.split(',') : asked
  return [...new Set(names.map((name) => outputKind(name.trim().toLowerCase())))]
}

function idNotation(asked: string | undefined): IdNotation | undefined {
  if (asked === undefined || asked === 'hex' || asked === 'decimal') return asked
  throw new UsageError(`--ids knows hex and decimal, not ${asked}.`)
}

function verifyMode(asked: string): VerifyMode {
  const mode = parseVerifyMode(asked)
  if (mode === undefined) throw new UsageError(`--verify knows all, none and sample:N, not ${asked}.`)
  return mode
}

export function wholeNumber(name: string, given: Invocation['flags'][string]): number {
  const number = Number(given)
  if (!Number.isSafeInteger(number) || number < 0 || given === '')
    throw new UsageError(`${name} needs a whole number.`)
  return number
}
