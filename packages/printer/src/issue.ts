import { ClaimtagError } from '@claimtag/core'

type PrinterIssueCode =
  | 'printer-address'
  | 'printer-unreachable'
  | 'printer-silent'
  | 'status-unreadable'
  | 'printer-closed'
  | 'printer-interrupted'

/** Place, time and what the system said; never anything of a label. */
export interface PrinterIssue {
  readonly code: PrinterIssueCode
  readonly host?: string
  readonly port?: number
  readonly waitedMs?: number
  /** What the system said, such as `ECONNREFUSED`. */
  readonly detail?: string
}

const CATALOGUE = {
  'printer-address': () => 'A printer is given as tcp://host:port; the port is 9100 unless given.',
  'printer-unreachable': (issue) =>
    `The printer at ${at(issue)} could not be reached for ${seconds(issue)} s (${issue.detail}).`,
  'printer-silent': (issue) =>
    `The printer at ${at(issue)} takes connections but has given no status for ${seconds(issue)} s. ` +
    'Some models are silent while paper or ribbon is out or the head is open; ' +
    'print servers that only pass data on never answer.',
  'status-unreadable': (issue) =>
    `What the printer at ${at(issue)} answers is no status. Does it speak the language of these labels?`,
  'printer-closed': () => 'The printer was closed before this label was sent.',
  'printer-interrupted': () => 'Printing was interrupted before this label was sent.',
} satisfies Record<PrinterIssueCode, (issue: PrinterIssue) => string>

/** Printing cannot go on. */
export class PrinterError extends ClaimtagError<PrinterIssue> {
  override readonly name = 'PrinterError'

  constructor(issue: PrinterIssue) {
    super(issue, CATALOGUE[issue.code](issue))
  }
}

function at({ host = '', port }: PrinterIssue): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

function seconds({ waitedMs = 0 }: PrinterIssue): number {
  return Math.round(waitedMs / 1000)
}
