import { count, counted } from '@claimtag/core'
import { lineLines } from './line-lines.ts'
import { more, pair, plain, type ReportLine, section, title } from './report-line.ts'
import type { JobReport, JobRun, Range } from './schema.ts'

/** The report as people read it, from what matters most to what is looked up. */
export function* reportLines(report: JobReport): Generator<ReportLine> {
  const { job, devices, refused, reprints, verification } = report
  yield title(`Labels of ${job.folder}`)
  yield pair('Report made', `${report.madeAt} by ${report.madeBy}, claimtag ${report.claimtag}`)
  yield* section('Result')
  yield pair('Devices labelled', devices.labelled)
  if (devices.cartons !== undefined) yield pair('Cartons labelled', devices.cartons)
  yield pair('Rows refused', refused.count)
  yield pair('Verification', verified(verification))
  yield* verification.listed.map(plain)
  yield* more(verification.faults - verification.listed.length, 'claimtag verify names')
  yield* section('Devices')
  yield* range('DevEUI', devices.devEuis)
  yield* range('Serial number', devices.serialNumbers)
  for (const { joinEui, count: number } of devices.joinEuis)
    yield pair('JoinEUI', `${joinEui}: ${counted(number, 'device')}`)
  yield* printed(report)
  if (report.line !== undefined) yield* lineLines(report.line)
  for (const run of report.runs) yield* aboutRun(run)
  yield* section('How the labels were made')
  yield pair('Format of the code', job.format)
  yield pair('Template', `${job.template}, ${job.stock}, ${job.dpi} dpi`)
  yield pair('Outputs', [...job.outputs, ...(job.pack === undefined ? [] : [job.pack])].join(', '))
  if (job.date !== undefined) yield pair('Date on the labels', job.date)
  yield pair('Read back when made', job.verify)
  yield pair('claimtag', job.claimtag)
  yield* section('Refused rows')
  if (refused.count === 0) yield plain('None.')
  for (const { code, count: rows } of refused.byCode) yield pair(code, rows)
  for (const { run, line, file, field, code, reason } of refused.listed) {
    const place = [`line ${line}`, ...(file === undefined ? [] : [`of ${file}`])].join(' ')
    const of = run === 1 ? place : `addition ${run}, ${place}`
    yield plain(`${[of, ...(field === undefined ? [] : [field])].join(', ')}: ${reason} (${code})`)
  }
  const entries = refused.byCode.reduce((sum, { count: rows }) => sum + rows, 0)
  yield* more(entries - refused.listed.length, 'refused.csv names')
  for (const file of refused.unread) yield plain(`${file} is not as it was written, and was not read.`)
  yield* section('Printed again')
  if (reprints.count === 0) yield plain('None.')
  for (const { at, devEui, reason, by, printer } of reprints.listed)
    yield plain(`${at} ${devEui} by ${by} at ${printer}: ${reason}`)
  yield* more(reprints.count - reprints.listed.length, 'audit.ndjson names')
  yield* section('Records (SHA-256), none of which holds a token')
  for (const { file, bytes, sha256 } of report.files) {
    yield pair(file, `${count(bytes)} bytes`)
    yield pair('', sha256)
  }
  yield* section('What decides the bytes of the labels')
  for (const [name, value] of Object.entries(job.identity)) if (value !== '') yield pair(name, value)
}

function verified({ result, labels, faults }: JobReport['verification']): string {
  if (result === 'not-run') return 'not run for this report (--no-verify)'
  const read = `${counted(labels, 'label')} read again`
  return result === 'sound' ? `${read}, all as they were written` : `${read}, ${counted(faults, 'fault')}`
}

function* range(name: string, { count: number, first, last, lowest, highest }: Range): Generator<ReportLine> {
  yield pair(`${name}s`, number === 0 ? 'none recorded' : number)
  if (first === undefined || last === undefined) return
  yield pair('  in the order of the list', `${first} – ${last}`)
  if (lowest !== first || highest !== last) yield pair('  lowest and highest', `${lowest} – ${highest}`)
}

function* printed({ printing }: JobReport): Generator<ReportLine> {
  const { sent, neverSent, again, confirmed, uncertain, sessions } = printing
  yield* section('Printing')
  yield pair('Labels sent to a printer', sent)
  yield pair('Never sent', neverSent)
  yield pair('Sent again', again)
  yield pair('Confirmed as printed', confirmed.printed)
  if (confirmed.delivered > 0) yield pair('Taken by a queue or file', confirmed.delivered)
  if (uncertain > 0) yield pair('Uncertain', uncertain)
  for (const { at, by, printer } of sessions) yield plain(`${at} by ${by} at ${printer}`)
}

function* aboutRun(run: JobRun): Generator<ReportLine> {
  yield* section(run.run === 1 ? 'The list' : `Addition ${run.run}`)
  for (const { name, bytes, digest } of run.inputs)
    yield pair('File', `${name}, ${count(bytes)} bytes, keyed digest ${digest}`)
  yield pair('Started', run.startedAt)
  if (run.finishedAt !== undefined) yield pair('Finished', run.finishedAt)
  yield pair('Rows read', run.read)
  yield pair('Labelled', run.labelled)
  yield pair('Read back', run.verified)
  yield pair('Refused', run.refused)
  yield pair('Repeats of another row', run.repeated)
  if (run.run === 1) return
  yield pair('Labelled before', run.before)
  yield pair('Labelled, not in this list', run.vanished)
}
