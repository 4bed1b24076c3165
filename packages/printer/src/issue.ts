import { ClaimtagError, counted } from '@claimtag/core'
import { describeWait, durationText, type WaitReason } from './status/wait-reason.ts'

/** Why printing cannot go on, as plain data: an address, times and words of the system, never a byte of a label. */
export type PrinterIssue =
  | { readonly code: 'printer-address' }
  | { readonly code: 'serialport-missing' }
  | (AtPrinter & { readonly code: 'printer-missing'; readonly detail: string })
  | (AtPrinter & { readonly code: 'write-failed'; readonly detail: string })
  | (AtPrinter & {
      readonly code: 'printer-unreachable'
      readonly waitedMs: number
      /** What the system said, such as `ECONNREFUSED`. */
      readonly detail: string
    })
  | (AtPrinter & { readonly code: 'printer-silent'; readonly waitedMs: number })
  | (AtPrinter & { readonly code: 'status-unreadable' })
  | (AtPrinter & {
      readonly code: 'printer-not-ready'
      readonly waitedMs: number
      readonly reason: WaitReason
    })
  | (AtPrinter & { readonly code: 'printer-drops'; readonly times: number })
  | { readonly code: 'printer-closed' }
  | { readonly code: 'printer-interrupted' }

interface AtPrinter {
  /** Its address, such as `tcp://192.0.2.7:9100`. */
  readonly printer: string
}

export type PrinterIssueCode = PrinterIssue['code']

type Sentences = {
  readonly [C in PrinterIssueCode]: (issue: Extract<PrinterIssue, { code: C }>) => string
}

const SENTENCES = {
  'printer-address': () =>
    'A printer is given as tcp://host:9100, usb:///dev/usb/lp0, serial:///dev/ttyUSB0?baud=9600&flow=rts, ' +
    'lp://QUEUE or file://printer.bin.',
  'serialport-missing': () =>
    'A printer on a serial port needs the package serialport: npm install serialport.',
  'printer-missing': ({ printer, detail }) => `There is no printer at ${printer} (${detail}).`,
  'write-failed': ({ printer, detail }) => `Labels could not be handed to ${printer} (${detail}).`,
  'printer-unreachable': ({ printer, waitedMs, detail }) =>
    `The printer at ${printer} could not be reached for ${durationText(waitedMs)} (${detail}).`,
  'printer-silent': ({ printer, waitedMs }) =>
    `The printer at ${printer} takes connections but has given no status for ${durationText(waitedMs)}. ` +
    'Some models are silent while paper or ribbon is out or the head is open; ' +
    'print servers that only pass data on never answer.',
  'status-unreadable': ({ printer }) =>
    `The printer at ${printer} answers, but not with a status. Does it speak the language of these labels?`,
  'printer-not-ready': ({ printer, waitedMs, reason }) =>
    `The printer at ${printer} ${describeWait(reason, waitedMs)}.`,
  'printer-drops': ({ printer, times }) =>
    `The printer at ${printer} ended the connection ${counted(times, 'time')} in a row before it confirmed a label.`,
  'printer-closed': () => 'The printer was closed before this label was sent.',
  'printer-interrupted': () => 'Printing was interrupted before this label was sent.',
} satisfies Sentences

/**
 * The sentence for people that belongs to an issue.
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/printer'
 *
 * console.log(explain({ code: 'printer-closed' })) // The printer was closed before this label was sent.
 * ```
 */
export function explain(issue: PrinterIssue): string {
  const say = SENTENCES[issue.code] as (issue: PrinterIssue) => string
  return say(issue)
}

/** Thrown when printing cannot go on. */
export class PrinterError extends ClaimtagError<PrinterIssue> {
  override readonly name = 'PrinterError'

  constructor(issue: PrinterIssue) {
    super(issue, explain(issue))
  }
}
