import {
  parsePrinterUrl,
  printFolder,
  type OutputKind,
  type PrinterEvent,
  type PrintOptions,
  type PrintSummary,
  type UncertainDecision,
} from '@claimtag/batch'
import { commandLine } from './command-line.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { UsageError } from './failure.ts'
import type { Io } from './io.ts'
import { paintFor } from './paint.ts'
import type { Invocation } from './program.ts'
import { count, counted, createProgress } from './progress.ts'
import { text, wholeNumber } from './settings.ts'

const PAUSES: Readonly<Record<string, string>> = {
  offline: 'does not answer',
  'head-open': 'has its head open',
  'paper-out': 'is out of paper',
  'paper-jam': 'has a paper jam',
  'ribbon-out': 'is out of ribbon',
  fault: 'reports a fault',
  paused: 'is paused',
  'buffer-full': 'takes no more data',
}

/** A terminal shows this many; the summary of `--json` has them all. */
const SHOWN = 100

type PrinterFlags = Pick<PrintOptions, 'to' | 'language' | 'uncertain' | 'giveUpMs'>

/**
 * What is to be known before the first label is made: a mistake in it must not show hours later.
 *
 * @throws UsageError, PrinterError `printer-address`
 */
export function printerFlags(
  { flags }: Invocation,
  to: string,
  as: readonly OutputKind[],
): PrinterFlags & Required<Pick<PrinterFlags, 'language'>> {
  parsePrinterUrl(to)
  const language = as.includes('tspl') ? 'tspl' : 'zpl'
  if (!as.includes(language) && !as.includes('png'))
    throw new UsageError(`A printer takes zpl or tspl, not ${as.join(', ')}: add --as zpl.`)
  const uncertain = text(flags['uncertain']) ?? 'hold'
  if (!isDecision(uncertain))
    throw new UsageError(`--uncertain knows hold, reprint and printed, not ${uncertain}.`)
  const giveUpMs =
    flags['giveUp'] === undefined ? undefined : wholeNumber('--give-up', flags['giveUp']) * 1000
  return { to, language, uncertain, giveUpMs }
}

function isDecision(word: string): word is UncertainDecision {
  return word === 'hold' || word === 'reprint' || word === 'printed'
}

/** Prints labels of a finished job and tells the person at the line what the printer needs. */
export async function printLabels(
  options: Omit<PrintOptions, 'signal' | 'onEvent' | 'onProgress'>,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
  io: Io,
): Promise<PrintSummary> {
  const progress = createProgress(io, quiet || json)
  try {
    const summary = await printFolder({
      ...options,
      signal: io.signal,
      onEvent: json ? jsonEvents(io) : plainEvents(io, quiet, progress.clear),
      onProgress: progress.update,
    })
    progress.clear()
    if (!json) say(summary, io, quiet)
    return summary
  } catch (error) {
    progress.clear()
    throw error
  }
}

export function printExitCode({ interrupted, failure, uncertain }: PrintSummary): ExitCode {
  if (interrupted) return EXIT.interrupted
  return failure !== undefined || uncertain.length > 0 ? EXIT.output : EXIT.done
}

/** Named apart from the events of a batch, of which one is called `resumed` too. */
function jsonEvents({ stderr }: Io): (event: PrinterEvent) => void {
  return (event) => stderr.write(`${JSON.stringify({ ...event, type: `printer-${event.type}` })}\n`)
}

function plainEvents({ stderr, env }: Io, quiet: boolean, clear: () => void): (event: PrinterEvent) => void {
  const paint = paintFor(stderr, env)
  return (event) => {
    if (event.type === 'paused') {
      clear()
      stderr.write(`${paint.yellow('waiting')} The printer ${PAUSES[event.reason] ?? event.reason}.\n`)
    }
    if (event.type === 'resumed' && !quiet) stderr.write(`${paint.green('going on')}\n`)
  }
}

function say(
  { printed, skipped, interrupted, failure, uncertain }: PrintSummary,
  io: Io,
  quiet: boolean,
): void {
  const { stderr, argv } = io
  const paint = paintFor(stderr, io.env)
  for (const devEui of uncertain.slice(0, SHOWN))
    stderr.write(`${paint.red('uncertain')} ${devEui} may or may not be on paper.\n`)
  if (uncertain.length > SHOWN) stderr.write(`… and ${count(uncertain.length - SHOWN)} more\n`)
  if (failure !== undefined) stderr.write(`${paint.red('claimtag:')} ${failure.message}\n`)
  const stopped = interrupted || failure !== undefined
  if (stopped) stderr.write(`Stopped after ${counted(printed, 'label')}. To go on:\n  ${commandLine(argv)}\n`)
  if (uncertain.length > 0) {
    const decided = (decision: UncertainDecision): string =>
      commandLine([...withoutDecision(argv), '--uncertain', decision])
    stderr.write(
      `Look whether they came out. If so:\n  ${decided('printed')}\nIf not, print them again:\n  ${decided('reprint')}\n`,
    )
  }
  if (!stopped && !quiet) {
    const before = skipped > 0 ? `, ${count(skipped)} ${skipped === 1 ? 'was' : 'were'} sent before` : ''
    stderr.write(`${paint.green('✓')} ${counted(printed, 'label')} printed${before}\n`)
  }
}

function withoutDecision(argv: readonly string[]): readonly string[] {
  return argv.filter((part, at) => !part.startsWith('--uncertain') && argv[at - 1] !== '--uncertain')
}
