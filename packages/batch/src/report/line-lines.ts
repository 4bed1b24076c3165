import { count, counted } from '@claimtag/core'
import type { LineReport } from './line-schema.ts'
import { heading, more, pair, plain, type ReportLine, section } from './report-line.ts'

type Station = LineReport['stations'][number]
type Totals = Station['totals']

/** What the stations of a line did, as people read it. */
export function* lineLines({ labelled, notLabelled, missing, stations }: LineReport): Generator<ReportLine> {
  yield* section('At the line')
  yield pair('Devices of the job labelled there', labelled)
  yield pair('Without a good label from there', notLabelled)
  yield* missing.map(plain)
  yield* more(notLabelled - missing.length, 'line.ndjson and the manifest name')
  for (const station of stations) yield* stationLines(station)
}

function* stationLines(station: Station): Generator<ReportLine> {
  const { folder, from, to, operators, printers, confirmed, checked, shifts, file } = station
  yield* section(`Station ${folder}`)
  yield pair('From and to', `${from} – ${to}`)
  yield pair('Operators', operators.join(', '))
  for (const { printer, sent } of printers)
    yield pair('Printer', `${printer}: ${counted(sent, 'label')} sent`)
  yield pair('Confirmed as printed', confirmed.printed)
  if (confirmed.delivered > 0) yield pair('Taken by a queue or file', confirmed.delivered)
  yield pair('Scanned back on the device', checked)
  yield* totalsLines(station.totals)
  if (station.unfinished !== undefined) yield pair('Not finished', station.unfinished)
  yield* shifts.flatMap((shift) => [
    pair('Shift', `${shift.from} – ${shift.to}, ${shift.by.join(', ')}`),
    plain(`    ${briefly(shift.totals)}`),
  ])
  yield* listed('Spoilt', station.voids, ({ devEui, reason }) => `${devEui}: ${reason}`)
  yield* listed(
    'Printed again at the line',
    station.reprints,
    ({ label, printer, reason }) => `${label} at ${printer}: ${reason}`,
  )
  yield* listed('Mix-ups caught', station.mixUps, ({ devEui, scanned }) => `${scanned} was on ${devEui}`)
  yield* listed('Looked for by a person', station.answers, ({ label, answer }) => `${label}: ${answer}`)
  yield pair('line.ndjson (SHA-256)', `${count(file.bytes)} bytes`)
  yield pair('', file.sha256)
}

function* totalsLines(totals: Totals): Generator<ReportLine> {
  yield pair('Devices labelled', totals.labelled)
  yield pair('Labels spoilt', totals.voided)
  yield pair('Labels printed again', totals.reprinted)
  yield pair('Mix-ups caught', totals.mixUps)
  yield pair('Scans not read', totals.unreadable)
  if (totals.cartons > 0) yield pair('Cartons', totals.cartons)
  if (totals.pallets > 0) yield pair('Pallets', totals.pallets)
  for (const [because, number] of Object.entries(totals.refused))
    if (number > 0) yield pair(`Refused: ${because}`, number)
}

function briefly({ labelled, reprinted, voided, mixUps, refused, cartons, pallets }: Totals): string {
  const refusals = Object.values(refused).reduce((sum, number) => sum + number, 0)
  const parts: readonly (readonly [number: number, what: string])[] = [
    [reprinted, 'again'],
    [voided, 'spoilt'],
    [mixUps, 'mixed up'],
    [refusals, 'refused'],
    [cartons, 'cartons'],
    [pallets, 'pallets'],
  ]
  const others = parts.flatMap(([number, what]) => (number === 0 ? [] : [`${count(number)} ${what}`]))
  return [`${count(labelled)} labelled`, ...others].join(', ')
}

function* listed<T extends { readonly at: string; readonly by: string }>(
  title: string,
  { count: number, listed: entries }: { readonly count: number; readonly listed: readonly T[] },
  say: (entry: T) => string,
): Generator<ReportLine> {
  if (number === 0) return
  yield heading(title)
  for (const entry of entries) yield plain(`${entry.at} by ${entry.by}, ${say(entry)}`)
  yield* more(number - entries.length, 'line.ndjson names')
}
