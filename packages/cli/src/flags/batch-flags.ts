import {
  parseVerifyMode,
  outputKind,
  RECEIPT_HEADS,
  type BatchOptions,
  type OutputKind,
  type Printing,
  type VerifyMode,
} from '@claimtag/batch'
import { count, namedRecord } from '@claimtag/core'
import { availableParallelism } from 'node:os'
import { text, wholeNumber } from './flag-value.ts'
import type { Invocation } from '../program.ts'
import type { Settings } from '../settings/settings.ts'
import { UsageError } from '../usage-error.ts'

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
  | 'date'
  | 'printing'
  | 'headDots'
  | 'skipBadRows'
  | 'add'
  | 'dryRun'
>

/** The flags of `generate` alone. */
export function batchFlags({ flags }: Invocation, { config, dpi }: Settings): BatchFlags {
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
    date: text(flags['date']),
    printing: printingFlags(flags),
    headDots: headDotsOf(text(flags['headDots']) ?? config.headDots, dpi),
    skipBadRows: flags['skipBadRows'] === true || config.skipBadRows === true,
    add: flags['add'] === true,
    dryRun: flags['dryRun'] === true,
    strict: flags['strict'] === true,
  }
}

function printingFlags(flags: Invocation['flags']): Printing | undefined {
  const numbers = namedRecord(
    ['copies', 'darkness', 'speed'].flatMap((name) =>
      flags[name] === undefined ? [] : [[name, wholeNumber(`--${name}`, flags[name])] as const],
    ),
  )
  const finish = text(flags['finish'])
  const sensing = text(flags['sensing'])
  const [, how, every] = /^(tear|peel|cut)(?::([1-9]\d{0,4}))?$/.exec(finish ?? '') ?? []
  if (finish !== undefined && (how === undefined || (every !== undefined && how !== 'cut')))
    throw new UsageError(`--finish knows tear, peel, cut and cut:10, not ${finish}.`)
  if (sensing !== undefined && sensing !== 'gap' && sensing !== 'mark')
    throw new UsageError(`--sensing knows gap and mark, not ${sensing}.`)
  const byColumn = flags['copiesColumn']
  if (byColumn !== undefined && flags['copies'] !== undefined)
    throw new UsageError(
      '--copies is one number for all labels, and --copies-column one for each: give one of them.',
    )
  const printing: Printing = {
    ...numbers,
    ...(byColumn === undefined ? {} : { copies: typeof byColumn === 'string' ? { column: byColumn } : {} }),
    ...(flags['turn'] === true ? { turn: 180 as const } : {}),
    ...(how === undefined ? {} : { finish: how as 'tear' | 'peel' | 'cut' }),
    ...(every === undefined ? {} : { cutEvery: Number(every) }),
    ...(sensing === undefined ? {} : { sensing }),
  }
  return Object.keys(printing).length === 0 ? undefined : printing
}

/** The head of most label printers; those sold as 203 dpi have 8 dots a millimetre. */
const FOUR_INCHES = '104mm'

/** @throws UsageError */
export function headDotsOf(asked: string | number | undefined, dpi: number): number | undefined {
  if (asked === undefined) return undefined
  if (asked === FOUR_INCHES) return dpi === 203 ? 832 : Math.floor((104 * dpi) / 25.4)
  const dots = RECEIPT_HEADS.get(String(asked)) ?? Number(asked)
  if (Number.isSafeInteger(dots) && dots > 0) return dots
  const names = [...RECEIPT_HEADS.keys()].join(' or ')
  throw new UsageError(
    `--head-dots needs a whole number of dots, ${names} for a receipt printer, or ${FOUR_INCHES} for a label printer.`,
  )
}

/** All labels of a chunk are in memory, once for each thread; larger chunks are not faster. */
const MOST_CHUNK_ROWS = 10_000

/** A thread takes some 15 MB, and more than a few threads for each core only wait for it. */
export function workersOf(
  flag: Invocation['flags'][string],
  configured: number | undefined,
): number | 'auto' {
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

/** Flags that have no effect without these kinds of output, so using them is a mistake. */
const ONLY_FOR: readonly (readonly [flag: string, typed: string, kinds: readonly OutputKind[]])[] = [
  ['volume', '--volume', ['pdf']],
  ['start', '--start', ['pdf']],
  ['offset', '--offset', ['pdf']],
  ['cutMarks', '--cut-marks', ['pdf']],
  ['media', '--media', ['brother']],
  ['headDots', '--head-dots', ['zpl', 'zpl-native', 'tspl', 'epl2', 'escpos', 'png']],
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

function outputKinds(asked: string | readonly string[]): readonly OutputKind[] {
  const names = typeof asked === 'string' ? asked.split(',') : asked
  return [...new Set(names.map((name) => outputKind(name.trim().toLowerCase())))]
}

function verifyMode(asked: string): VerifyMode {
  const mode = parseVerifyMode(asked)
  if (mode === undefined) throw new UsageError(`--verify knows all, none and sample:N, not ${asked}.`)
  return mode
}
