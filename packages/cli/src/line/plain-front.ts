import { readOrder, type Station, type StationEvent } from '@claimtag/line'
import { createInterface } from 'node:readline'
import { prose } from '../output/prose.ts'
import type { Session } from '../session.ts'
import { type Front, type FrontOptions, isNews, pictureOf } from './front.ts'

/**
 * A station without a terminal, or with `--json`: a line of stdin is a device, or an order in words; a line of stdout
 * is what happened. The lines of a pipe are taken one by one, however fast they come.
 */
export const plainFront: Front = async (options) => {
  const { station, io, json, goesOn, signal } = options
  const unwatch = station.watch((event) => {
    if (json) io.stdout.json(event)
    else if (isNews(event) || isLeftWaiting(event, station)) say(options)
  })
  // A label of which it is not known whether it is on paper is asked about at once.
  if (json) io.stdout.json({ type: 'view', view: station.view() })
  else say(options)
  const lines = createInterface({ input: io.stdin, crlfDelay: Infinity })
  const stop = (): void => lines.close()
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const line of lines) {
      // A label may wait for paper without end: who wants to stop does not wait with it.
      const goesOnReading = await orAborted(obey(line, options), signal)
      if (signal.aborted || goesOnReading === false) return
    }
    if (goesOn) await aborted(signal)
  } finally {
    signal.removeEventListener('abort', stop)
    lines.close()
    unwatch()
  }
}

/** The printer was away before: a label that begins to wait for it is news. */
function isLeftWaiting({ type }: StationEvent, { view }: Pick<Station, 'view'>): boolean {
  return type === 'printing' && view().printer.wait !== undefined
}

/** @returns false when the station is to be closed */
async function obey(line: string, { station, io, json, language }: FrontOptions): Promise<boolean> {
  const order = readOrder(line)
  if (order.type === 'quit') return false
  if (order.type === 'act') await station.act(order.action)
  if (order.type === 'arrive') await station.arrive(order.text)
  if (order.type !== 'totals') return true
  const { totals, facts } = pictureOf(station, language)
  const { shift, total } = station.view()
  if (json) io.stdout.json({ type: 'totals', shift, total })
  else {
    io.stdout.print(prose`${facts[0]?.[0] ?? ''} / ${facts[1]?.[0] ?? ''}\n`)
    for (const [name, ofShift, all] of totals)
      io.stdout.print(prose`${String(ofShift).padStart(8)} ${String(all).padStart(8)}  ${name}\n`)
  }
  return true
}

function say({ station, io, language, quiet }: FrontOptions): void {
  const { tone, isLoud, mark, headline, sentence } = pictureOf(station, language)
  if (isLoud && io.stdout.isTTY) io.stdout.ring()
  if (quiet && !isLoud) return
  const paint = painterOf(io, tone === 'good', isLoud)
  io.stdout.print(prose`${paint(`${mark} ${headline}`)}: ${sentence}\n`)
}

function painterOf({ stdout: { paint } }: Session, isGood: boolean, isBad: boolean) {
  if (isBad) return paint.red
  return isGood ? paint.green : paint.bold
}

/** Waits for the work, but not longer than the signal allows. Lines are many, and none leaves a listener behind. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const done = new AbortController()
  try {
    return await Promise.race([work, aborted(signal, done.signal)])
  } finally {
    done.abort()
  }
}

/** @param until no longer listened to when it is aborted */
function aborted(signal: AbortSignal, until?: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else
      signal.addEventListener('abort', () => resolve(undefined), {
        once: true,
        ...(until && { signal: until }),
      })
  })
}
