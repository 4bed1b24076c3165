import {
  assertNotInput,
  printFolder,
  type OutputKind,
  type PrintOptions,
  type PrintSummary,
  type UncertainDecision,
} from '@claimtag/batch'
import { agreeing, count, counted } from '@claimtag/core'
import { describeWait, parsePrinterUrl, type PrinterEvent } from '@claimtag/printer'
import { waitingLine } from './batch-report.ts'
import { commandLine } from './flags/command-line.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { text, wholeNumber } from './flags/flag-value.ts'
import { UsageError } from './usage-error.ts'
import type { Invocation } from './program.ts'
import { createProgress } from './output/progress.ts'
import { prose, type Prose } from './output/prose.ts'
import type { Session } from './session.ts'

/** The most labels listed on a terminal; the summary of `--json` has all. */
const SHOWN = 100

const STOPPING = prose`Stopping after the labels that are on their way; once more stops at once.\n`

type PrinterFlags = Pick<PrintOptions, 'to' | 'language' | 'uncertain' | 'giveUpMs'>

/**
 * Checks the printer's flags before the first label is made, so that a mistake does not show up hours later.
 *
 * @throws UsageError
 * @throws PrinterError `printer-address`
 * @throws BatchError `output-is-input`
 */
export function printerFlags(
  { flags }: Invocation,
  to: string,
  as: readonly OutputKind[],
  inputs: readonly string[],
): PrinterFlags & Required<Pick<PrinterFlags, 'language'>> {
  const address = parsePrinterUrl(to)
  if (address.transport === 'file') assertNotInput(address.path, inputs)
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

/** Prints labels of a finished job and tells the person there what the printer needs. */
export async function printLabels(
  options: Omit<PrintOptions, 'signal' | 'onEvent' | 'onProgress' | 'onWait'>,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
  io: Session,
): Promise<PrintSummary> {
  const progress = createProgress(io, quiet || json)
  const onStop = (): void => {
    progress.clear()
    if (!quiet && !json) io.stderr.print(STOPPING)
  }
  io.signal.addEventListener('abort', onStop, { once: true })
  try {
    const summary = await printFolder({
      ...options,
      signal: io.signal,
      onWait: (holder) => void (quiet || json || io.stderr.print(waitingLine(holder))),
      onEvent: json ? jsonEvents(io) : plainEvents(io, quiet, progress.clear),
      onProgress: progress.update,
    })
    progress.clear()
    if (!json) printOutcome(summary, options, io, quiet)
    return summary
  } catch (error) {
    progress.clear()
    throw error
  } finally {
    io.signal.removeEventListener('abort', onStop)
  }
}

export function printExitCode({ interrupted, failure, uncertain, beside }: PrintSummary): ExitCode {
  if (interrupted) return EXIT.interrupted
  if (failure !== undefined || uncertain.length > 0) return EXIT.output
  return beside === undefined ? EXIT.done : EXIT.usage
}

/** Prefixed, since a batch also has an event called `resumed`. */
function jsonEvents({ stderr }: Session): (event: PrinterEvent) => void {
  return (event) => stderr.json({ ...event, type: `printer-${event.type}` })
}

function plainEvents({ stderr }: Session, quiet: boolean, clear: () => void): (event: PrinterEvent) => void {
  const { yellow, green } = stderr.paint
  return (event) => {
    if (event.type === 'paused' || event.type === 'waiting') {
      clear()
      const waitedMs = event.type === 'waiting' ? event.waitedMs : undefined
      stderr.print(prose`${yellow('waiting')} The printer ${describeWait(event.reason, waitedMs)}.\n`)
    }
    if (event.type === 'resumed' && !quiet) stderr.print(prose`${green('going on')}\n`)
  }
}

/** Which job goes to which printer. */
type Whereabouts = Pick<PrintOptions, 'out' | 'to' | 'language'>

function printOutcome(summary: PrintSummary, where: Whereabouts, io: Session, quiet: boolean): void {
  const { printed, skipped, beside, interrupted, failure, uncertain } = summary
  const { stderr, argv } = io
  const { red, green } = stderr.paint
  if (failure !== undefined) stderr.print(prose`${red('claimtag:')} ${failure.message}\n`)
  if (interrupted || failure !== undefined)
    stderr.print(prose`Stopped after ${counted(printed, 'label')}. To go on:\n  ${commandLine(argv)}\n`)
  else if (!quiet) {
    const before = skipped > 0 ? `, ${count(skipped)} ${agreeing(skipped, 'was', 'were')} sent before` : ''
    const mark = uncertain.length > 0 ? '' : prose`${green('✓')} `
    const done =
      summary.confirms === 'delivered' ? 'handed over; nothing tells whether they are on paper' : 'printed'
    stderr.print(prose`${mark}${counted(printed, 'label')} ${done}${before}\n`)
  }
  if (beside !== undefined) stderr.print(besideLine(beside, red('not printed')))
  for (const devEui of uncertain.slice(0, SHOWN))
    stderr.print(prose`${red('uncertain')} ${devEui} may or may not be on paper.\n`)
  if (uncertain.length > SHOWN)
    stderr.print(prose`… and ${count(uncertain.length - SHOWN)} more; --json names them all\n`)
  if (uncertain.length > 0) stderr.print(advice(uncertain, where, argv))
}

function besideLine({ labels, path }: NonNullable<PrintSummary['beside']>, word: Prose): Prose {
  const them = agreeing(labels, 'it', 'them')
  return prose`${word} ${counted(labels, 'label')}: the job in ${path} has sent ${them} to a printer. To print ${them} all the same, say why: claimtag print … --reprint --reason "label torn"\n`
}

/** What to do about labels that may or may not be on paper. */
function advice(
  uncertain: readonly string[],
  { out, to, language = 'zpl' }: Whereabouts,
  argv: readonly string[],
): Prose {
  const again = (decision: UncertainDecision): string =>
    commandLine([...withoutDecision(argv), '--uncertain', decision])
  const [first = '', second] = uncertain
  const some = ['print', out, '--to', to, '--as', language, '--uncertain', 'printed', '--dev-eui', first]
  const someCame =
    second === undefined ? '' : prose`If some did, name those first:\n  ${commandLine(some)} …\n`
  return prose`Look whether they came out. If so:
  ${again('printed')}
If not, print them again:
  ${again('reprint')}
${someCame}`
}

function withoutDecision(argv: readonly string[]): readonly string[] {
  return argv.filter((part, at) => !part.startsWith('--uncertain') && argv[at - 1] !== '--uncertain')
}
