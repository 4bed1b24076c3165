import { printFolder, type PrinterEvent, type PrintOptions, type PrintSummary } from '@claimtag/batch'
import { commandLine } from './command-line.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Io } from './io.ts'
import { paintFor } from './paint.ts'
import { count } from './progress.ts'

const PAUSES: Readonly<Record<string, string>> = {
  offline: 'cannot be reached',
  'head-open': 'has its head open',
  'paper-out': 'is out of paper',
  'paper-jam': 'has a paper jam',
  'ribbon-out': 'is out of ribbon',
  fault: 'reports a fault',
  paused: 'is paused',
  'buffer-full': 'takes no more data',
}

/** Prints labels of a finished job and tells the person at the line what the printer needs. */
export async function printLabels(
  options: Omit<PrintOptions, 'signal' | 'onEvent'>,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
  io: Io,
): Promise<PrintSummary> {
  const summary = await printFolder({
    ...options,
    signal: io.signal,
    onEvent: json ? (event) => io.stderr.write(`${JSON.stringify(event)}\n`) : plainEvents(io, quiet),
  })
  if (!json) say(summary, io, quiet)
  return summary
}

export function printExitCode({ interrupted, uncertain }: PrintSummary): ExitCode {
  if (interrupted) return EXIT.interrupted
  return uncertain.length > 0 ? EXIT.output : EXIT.done
}

function plainEvents({ stderr, env }: Io, quiet: boolean): (event: PrinterEvent) => void {
  const paint = paintFor(stderr, env)
  return (event) => {
    if (event.type === 'paused') {
      stderr.write(`${paint.yellow('waiting')} The printer ${PAUSES[event.reason] ?? event.reason}.\n`)
    }
    if (event.type === 'resumed' && !quiet) stderr.write(`${paint.green('going on')}\n`)
  }
}

function say({ printed, skipped, interrupted, uncertain }: PrintSummary, io: Io, quiet: boolean): void {
  const { stderr } = io
  const paint = paintFor(stderr, io.env)
  for (const devEui of uncertain) {
    stderr.write(
      `${paint.red('uncertain')} ${devEui}: look whether its label came out; if not, print it with --reprint.\n`,
    )
  }
  if (interrupted)
    stderr.write(`Stopped after ${count(printed)} labels. To go on:\n  ${commandLine(io.argv)}\n`)
  else if (!quiet) {
    const before = skipped > 0 ? `, ${count(skipped)} were sent before` : ''
    stderr.write(`${paint.green('✓')} ${count(printed)} labels printed${before}\n`)
  }
}
