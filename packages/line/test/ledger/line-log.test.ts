import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../disk/test/temporary.ts'
import type { LineEntry } from '../../src/index.ts'
import { labelOf, type Unstamped } from '../../src/ledger/entry.ts'
import { openLineLog } from '../../src/ledger/line-log.ts'
import { createLineState, type LineState } from '../../src/ledger/line-state.ts'
import { createCounter } from '../../src/ledger/totals.ts'

const [one, two] = ['70B3D57ED00A0001', '70B3D57ED00A0002']
const stamp = { at: '2026-11-28T10:00:00.000Z', by: 'Ada', printer: 'tcp://192.0.2.7:9100' }
const entryOf = (entry: Unstamped): LineEntry => ({ ...stamp, ...entry })

const DAY: readonly LineEntry[] = (
  [
    { result: 'opened' },
    { result: 'refused', because: 'unreadable', detail: 'not-a-code' },
    { result: 'sending', devEui: one, attempt: 1 },
    { result: 'printed', devEui: one, confirms: 'printed', check: true },
    { result: 'checked', devEui: one, scan: 'unreadable' },
    { result: 'checked', devEui: one, scan: 'other-device', scanned: two },
    { result: 'checked', devEui: one, scan: 'good' },
    { result: 'sending', devEui: two, attempt: 1 },
    { result: 'uncertain', devEui: two },
    { result: 'answered', devEui: two, answer: 'not-printed', check: true },
    { result: 'sending', devEui: two, attempt: 2, reason: 'it was not on paper' },
    { result: 'printed', devEui: two, confirms: 'printed', check: false },
    { result: 'packing', pack: 'carton-00001', devEuis: [one, two], onPallet: true, devices: 2, attempt: 1 },
    { result: 'printed', pack: 'carton-00001', confirms: 'printed', check: false },
    { result: 'packing', pack: 'pallet-00001', packs: ['carton-00001'], devices: 2, attempt: 1 },
    { result: 'answered', pack: 'pallet-00001', answer: 'printed', check: false },
    { result: 'voided', devEui: two, reason: 'askew' },
    { result: 'shift' },
  ] as readonly Unstamped[]
).map(entryOf)

function pictureOf(state: LineState) {
  const { doubt, awaited, mixedUp, last, openCarton, openPallet, cartons, pallets, labelled, shift, total } =
    state
  const sent = [one, two, 'carton-00001', 'pallet-00001'].map((label) => state.timesSent(label))
  const reasons = [one, two].map((devEui) => [state.isLabelled(devEui), state.reasonFor(devEui)])
  const what = {
    doubt,
    awaited,
    mixedUp,
    last,
    openCarton,
    openPallet,
    cartons,
    pallets,
    labelled,
    sent,
    reasons,
  }
  return structuredClone({ ...what, shift, total })
}

test('a log that was read again, from any of its lines on, adds up to the same', async () => {
  const live = createLineState()
  for (const [number, entry] of DAY.entries()) {
    live.take(entry)
    const folder = temporaryFolder()
    const text = DAY.slice(0, number + 1).map((line) => `${JSON.stringify(line)}\n`)
    writeFileSync(join(folder, 'line.ndjson'), text.join(''), { mode: 0o600 })
    // The mains failed while the next line was written.
    appendFileSync(join(folder, 'line.ndjson'), JSON.stringify(DAY[number + 1] ?? entry).slice(0, 40))
    const log = await openLineLog(folder)
    expect(pictureOf(log.state)).toEqual(pictureOf(live))
    log.close()
    expect(readFileSync(join(folder, 'line.ndjson'), 'utf8')).toBe(text.join(''))
  }
  expect(pictureOf(live)).toMatchObject({
    labelled: 1,
    sent: [1, 2, 1, 1],
    reasons: [
      [true, undefined],
      [false, 'askew'],
    ],
    total: { labelled: 2, reprinted: 1, voided: 1, mixUps: 1, unreadable: 1, cartons: 1, pallets: 1 },
    shift: { labelled: 0 },
  })
})

test('one process at a time has a folder open, and a line that is no entry is damage', async () => {
  const folder = temporaryFolder()
  const log = await openLineLog(folder)
  onTestFinished(() => log.close())
  await expect(openLineLog(folder)).rejects.toMatchObject({ code: 'locked' })
  for (const entry of DAY) log.append(entry)
  expect(log.contents(['carton-00001', 'pallet-00001', 'carton-00009'])).toEqual(
    new Map([
      ['carton-00001', { devEuis: [one, two], packs: [] }],
      ['pallet-00001', { devEuis: [], packs: ['carton-00001'] }],
    ]),
  )
  const spoilt = temporaryFolder()
  writeFileSync(join(spoilt, 'line.ndjson'), `{"result":"printed"}\n${JSON.stringify(DAY[0])}\n`, {
    mode: 0o600,
  })
  await expect(openLineLog(spoilt)).rejects.toMatchObject({ code: 'log-damaged' })
})

test('counts are those of a shift until it is over', () => {
  const counter = createCounter()
  counter.count('mixUps')
  counter.refuse('unknown-device')
  const before = counter.totals()
  counter.clear()
  expect(before).toMatchObject({ mixUps: 1, refused: { 'unknown-device': 1 } })
  expect(counter.totals()).toMatchObject({ mixUps: 0, refused: { 'unknown-device': 0 } })
  expect([labelOf({ devEui: one }), labelOf({ pack: 'carton-00001' })]).toEqual([one, 'carton-00001'])
})
