import type { LineReport } from '@claimtag/batch'
import { isThere, openHandleToRead, readAppendLog } from '@claimtag/disk'
import { createHash } from 'node:crypto'
import { basename, join, resolve } from 'node:path'
import { LineError } from '../issue.ts'
import { type LineEntry, labelOf } from '../ledger/entry.ts'
import { LINE_LOG, parseEntry } from '../ledger/line-log.ts'
import { createLineState, type LineState } from '../ledger/line-state.ts'
import type { Totals } from '../ledger/totals.ts'

type Station = LineReport['stations'][number]
type Shift = Station['shifts'][number]

/** The most of each kind that are listed. */
const LISTED = 1000

interface List<T> {
  count: number
  readonly listed: T[]
}

/**
 * Adds up the log of a station, which may be open meanwhile: what it writes later is not in it.
 *
 * @throws LineError `log-missing`
 * @throws DiskError `log-damaged`
 */
export async function readStation(
  folder: string,
): Promise<{ readonly station: Station; readonly state: LineState }> {
  const path = join(folder, LINE_LOG)
  if (!isThere(path)) throw new LineError({ code: 'log-missing', folder })
  const state = createLineState()
  const tally = createTally(state)
  const { length } = readAppendLog<LineEntry>(path, { parse: parseEntry, take: tally.take })
  const { unfinished } = state
  const station: Station = {
    folder: basename(resolve(folder)),
    ...tally.result(),
    ...(unfinished === undefined ? {} : { unfinished }),
    file: { bytes: length, sha256: await digestOf(path, length) },
  }
  return { station, state }
}

/** Counts what the state of a station does not keep. */
function createTally(state: LineState) {
  const operators = new Set<string>()
  const printers = new Map<string, number>()
  const confirmed = { printed: 0, delivered: 0 }
  const shifts: Shift[] = []
  const [voids, reprints] = [emptyList<Station['voids']>(), emptyList<Station['reprints']>()]
  const [mixUps, answers] = [emptyList<Station['mixUps']>(), emptyList<Station['answers']>()]
  let [from, to, checked] = ['', '', 0]
  let by = new Set<string>()

  function endShift(): void {
    const isEmpty = Object.values(countsOf(state.shift)).every((number) => number === 0)
    if (!isEmpty && shifts.length < LISTED)
      shifts.push({ from: state.shiftSince ?? from, to, by: [...by], totals: copied(state.shift) })
    by = new Set()
  }

  function take(entry: LineEntry): void {
    const { at, by: name, printer } = entry
    if (entry.result === 'shift') endShift()
    if (from === '') from = at
    to = at
    operators.add(name)
    by.add(name)
    if (entry.result === 'sending' || entry.result === 'packing') {
      printers.set(printer, (printers.get(printer) ?? 0) + 1)
      const label = entry.result === 'sending' ? entry.devEui : entry.pack
      const { attempt, reason = '' } = entry
      if (attempt > 1) add(reprints, { at, by: name, label, printer, reason })
    } else if (entry.result === 'printed') confirmed[entry.confirms] += 1
    else if (entry.result === 'voided')
      add(voids, { at, by: name, devEui: entry.devEui, reason: entry.reason })
    else if (entry.result === 'answered')
      add(answers, { at, by: name, label: labelOf(entry), answer: entry.answer })
    else if (entry.result === 'checked') {
      const { devEui, scan, scanned = '' } = entry
      if (scan === 'good') checked += 1
      if (scan === 'other-device') add(mixUps, { at, by: name, devEui, scanned })
    }
    state.take(entry)
  }

  function result(): Omit<Station, 'folder' | 'file' | 'unfinished'> {
    endShift()
    return {
      from,
      to,
      operators: [...operators],
      printers: [...printers].map(([printer, sent]) => ({ printer, sent })),
      confirmed,
      checked,
      totals: copied(state.total),
      shifts,
      voids,
      reprints,
      mixUps,
      answers,
    }
  }

  return { take, result }
}

function emptyList<T extends { readonly listed: readonly unknown[] }>(): List<T['listed'][number]> {
  return { count: 0, listed: [] }
}

function add<T>(list: List<T>, entry: T): void {
  list.count += 1
  if (list.listed.length < LISTED) list.listed.push(entry)
}

function countsOf({ refused, ...counts }: Totals): Readonly<Record<string, number>> {
  return { ...counts, ...refused, unreadable: counts.unreadable + refused.unreadable }
}

function copied(totals: Totals): Station['totals'] {
  return { ...totals, refused: { ...totals.refused } }
}

async function digestOf(path: string, length: number): Promise<string> {
  const hash = createHash('sha256')
  const handle = await openHandleToRead(path)
  if (length === 0) await handle.close()
  else
    for await (const part of handle.createReadStream({ start: 0, end: length - 1 }))
      hash.update(part as Buffer)
  return hash.digest('hex')
}
