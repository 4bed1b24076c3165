import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { defaultTemplate } from '@claimtag/label'
import {
  type BatchEvent,
  type BatchOptions,
  type BatchSummary,
  runBatch,
  verifyFolder,
} from '../../src/index.ts'
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'

const devices = sampleDevices(60)
const first = csvOf(devices.slice(0, 40))
const grown = csvOf(devices)

function batch(options: Partial<BatchOptions> & { readonly out: string }): Promise<BatchSummary> {
  return runBatch({ input: temporaryFile(grown), chunkRows: 7, workers: 0, ...options })
}

async function finished(options: Partial<BatchOptions> = {}): Promise<string> {
  const out = join(temporaryFolder(), 'labels')
  await batch({ input: temporaryFile(first), out, ...options })
  return out
}

function filesOf(out: string): ReadonlyMap<string, string> {
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).sort()
  const files = paths.filter((path) => !path.startsWith('.claimtag') && statSync(join(out, path)).isFile())
  return new Map(files.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(out, path), 'latin1')]))
}

function recordOf(out: string): { readonly additions?: readonly object[]; readonly state: string } {
  return JSON.parse(readFileSync(join(out, 'job.json'), 'utf8')) as ReturnType<typeof recordOf>
}

function manifestOf(
  out: string,
): readonly { readonly devEui: string; readonly addition?: number; readonly line: number }[] {
  const lines = readFileSync(join(out, 'manifest.ndjson'), 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as ReturnType<typeof manifestOf>[number])
}

const withNotes = (notesOf: (index: number) => string, count: number) =>
  csvOf(devices.slice(0, count))
    .trimEnd()
    .split('\n')
    .map((line, index) => `${line},${index === 0 ? 'Note' : notesOf(index)}`)
    .join('\n')

function unchanging(
  files: ReadonlyMap<string, string>,
  ...but: readonly string[]
): readonly (readonly [string, string])[] {
  return [...files].filter(([file]) => !but.includes(file))
}

const sound = { records: [], volumes: [], faults: [], additional: [] }

const OUTPUTS: readonly (readonly [string, Partial<BatchOptions>, readonly string[]])[] = [
  ['files and streams', { as: ['png', 'zpl', 'csv'] }, ['addition-2/labels.csv', 'addition-2/labels.zpl']],
  ['an archive', { as: ['png', 'svg'], pack: 'zip' }, ['addition-2/labels.zip']],
  [
    'PDFs and a stream',
    { as: ['pdf', 'tspl'], volume: 15 },
    ['addition-2/labels-00001.pdf', 'addition-2/labels-00002.pdf', 'addition-2/labels.tspl'],
  ],
]

describe.each(OUTPUTS)('%s', (_, kinds, named) => {
  test.each([0, 2])('grow by the new rows alone, with %i threads', async (workers) => {
    const out = await finished(kinds)
    const before = filesOf(out)
    expect(await batch({ out, ...kinds, add: true, workers })).toMatchObject({
      state: 'done',
      read: 60,
      labelled: 60,
      added: 20,
      vanished: 0,
      verified: 60,
      resumed: 40,
      withheld: 0,
      folder: join(out, 'addition-2'),
    })
    const after = filesOf(out)
    const growing = ['job.json', 'manifest.ndjson', 'volumes.ndjson']
    for (const [file, bytes] of unchanging(before, ...growing))
      expect([file, after.get(file)]).toEqual([file, bytes])
    expect(after.get('manifest.ndjson')?.startsWith(before.get('manifest.ndjson') ?? 'none')).toBe(true)
    const added = [...after.keys()].filter((file) => !before.has(file) && /labels/.test(file))
    expect(added).toEqual(named)
    expect(manifestOf(out).map(({ devEui }) => devEui)).toEqual(devices.map(({ devEui }) => devEui))
    expect(manifestOf(out).slice(39, 41)).toMatchObject([{ line: 41 }, { line: 42, addition: 2 }])
    expect(manifestOf(out)[39]).not.toHaveProperty('addition')
    expect(await verifyFolder(out)).toEqual({ labels: 60, ...sound })
  })

  test('are byte for byte the same however often an addition is cut off', async () => {
    const out = await finished(kinds)
    const whole = join(temporaryFolder(), 'whole')
    cpSync(out, whole, { recursive: true })
    const input = temporaryFile(grown)
    await batch({ input, out: whole, ...kinds, add: true })
    let summary: BatchSummary
    let runs = 0
    do {
      const stop = new AbortController()
      const onEvent = ({ type }: BatchEvent) => type === 'progress' && stop.abort()
      summary = await batch({ input, out, ...kinds, add: true, signal: stop.signal, onEvent })
      // Bytes after the last commit do not count.
      if (summary.state === 'interrupted') appendFileSync(join(out, 'manifest.ndjson'), '{"row":')
      runs++
    } while (summary.state !== 'done')
    expect(runs).toBeGreaterThan(2)
    expect(unchanging(filesOf(out), 'job.json')).toEqual(unchanging(filesOf(whole), 'job.json'))
    expect(await verifyFolder(out)).toEqual({ labels: 60, ...sound })
  })
})

test('each addition has a number, and its own entry in the record', async () => {
  const out = await finished({ as: ['zpl'] })
  const part = temporaryFile(csvOf(devices.slice(0, 50)))
  await batch({ input: part, out, as: ['zpl'], add: true })
  expect(await batch({ out, as: ['zpl'], add: true })).toMatchObject({ added: 10, labelled: 60 })
  expect(recordOf(out)).toMatchObject({
    state: 'done',
    rows: { read: 40 },
    labelled: 60,
    additions: [
      { number: 2, labelled: 10, before: 40, rows: { read: 50, sound: 10 }, finishedAt: expect.any(String) },
      { number: 3, labelled: 10, before: 50, rows: { read: 60, sound: 10 }, finishedAt: expect.any(String) },
    ],
  })
  expect(readdirSync(out)).toEqual(expect.arrayContaining(['addition-2', 'addition-3', 'labels.zpl']))
  // All three lists are known, with --add and without.
  for (const input of [temporaryFile(first), part, temporaryFile(grown)]) {
    expect(await batch({ input, out, as: ['zpl'] })).toMatchObject({ state: 'done' })
    expect(await batch({ input, out, as: ['zpl'], add: true })).toMatchObject({ state: 'done', added: 0 })
  }
  expect(recordOf(out).additions).toHaveLength(2)
  expect(await verifyFolder(out)).toEqual({ labels: 60, ...sound })
})

test('the first run of all is made with it, too', async () => {
  const out = join(temporaryFolder(), 'labels')
  const summary = await batch({ out, add: true })
  expect(summary).toMatchObject({ state: 'done', labelled: 60 })
  expect(summary).not.toHaveProperty('added')
  expect(existsSync(join(out, 'addition-2'))).toBe(false)
})

describe('a list that changed', () => {
  test('is not begun again without a word about new rows', async () => {
    const out = await finished()
    await expect(batch({ out })).rejects.toMatchObject({
      code: 'job-changed',
      issue: { newRows: 20 },
      message: expect.stringMatching(/20 new rows now: --add labels them alone/),
    })
    await expect(batch({ input: temporaryFile(csvOf(devices.slice(1, 40))), out })).rejects.toMatchObject({
      issue: { newRows: 0 },
    })
  })

  // A changed token changes the code; a changed note is only printed.
  const notes = defaultTemplate.elements.map((element) =>
    element.id === 'serialNumber' ? { ...element, text: '{Note}' } : element,
  )
  test.each([
    ['token', { ...sampleDevice(4), ownerToken: sampleDevice(99).ownerToken }, 6],
    ['serial number', { ...sampleDevice(39), serialNumber: 'another' }, 41],
  ])('refuses a row with another %s, and names both lines', async (_, changed, line) => {
    const out = await finished()
    const rows = devices.map((device) => (device.devEui === changed.devEui ? changed : device))
    // The new list has one more row at its top.
    const input = temporaryFile(csvOf([sampleDevice(70), ...rows]))
    expect(await batch({ input, out, add: true })).toMatchObject({
      state: 'refused',
      read: 61,
      labelled: 39,
      refused: 1,
      withheld: 21,
      refusals: [{ code: 'labelled-otherwise', line: line + 1, lines: [line] }],
    })
    expect(readdirSync(join(out, 'addition-2'))).toEqual(['refused.csv'])
    expect(await verifyFolder(out)).toEqual({ labels: 40, ...sound })
    expect(await batch({ input, out, add: true, skipBadRows: true })).toMatchObject({
      state: 'done',
      labelled: 60,
      added: 21,
      refused: 1,
    })
    expect(readFileSync(join(out, 'addition-2', 'refused.csv'), 'utf8')).toContain('labelled-otherwise')
    expect(await verifyFolder(out)).toEqual({ labels: 61, ...sound })
  })

  test('refuses a row with another printed column, and takes one that is not printed', async () => {
    const template = { ...defaultTemplate, elements: notes }
    const out = await finished({ template, input: temporaryFile(withNotes(() => 'A', 40)) })
    const input = temporaryFile(withNotes((index) => (index === 7 ? 'B' : 'A'), 60))
    expect(await batch({ input, out, template, add: true })).toMatchObject({
      state: 'refused',
      refusals: [{ code: 'labelled-otherwise', line: 8, lines: [8] }],
    })
    const plain = await finished({ input: temporaryFile(withNotes(() => 'A', 40)) })
    expect(await batch({ input, out: plain, add: true })).toMatchObject({
      state: 'done',
      added: 20,
      refused: 0,
    })
  })

  test('may be in another order, another kind of file, and hold the new rows alone', async () => {
    const out = await finished()
    const events: BatchEvent[] = []
    const rows = devices
      .slice(38, 50)
      .reverse()
      .map((device) => JSON.stringify(device))
    const input = temporaryFile(`${rows.join('\n')}\n`)
    const onEvent = (event: BatchEvent) => void events.push(event)
    expect(await batch({ input, out, add: true, onEvent })).toMatchObject({
      state: 'done',
      read: 12,
      labelled: 12,
      added: 10,
      vanished: 38,
    })
    const named = devices.slice(0, 10).map(({ devEui }) => devEui)
    expect(events).toContainEqual({ type: 'vanished', count: 38, devEuis: named })
    expect(await verifyFolder(out)).toEqual({ labels: 50, ...sound })
  })
})

test('other labels are none that could be added', async () => {
  const out = await finished()
  await expect(batch({ out, add: true, dpi: 300 })).rejects.toMatchObject({
    code: 'job-changed',
    issue: { names: ['the resolution'] },
  })
  await expect(batch({ out, add: true, pack: 'zip' })).rejects.toMatchObject({
    issue: { names: ['the packing'] },
  })
  const csv = await finished({ as: ['csv'] })
  const input = temporaryFile(grown.replaceAll('\n', ',\n').replace('serialNumber,', 'serialNumber,Note'))
  await expect(batch({ input, out: csv, as: ['csv'], add: true })).rejects.toMatchObject({
    issue: { names: ['the columns'] },
  })
})

test('an addition that is not finished goes on with its own input alone', async () => {
  const out = await finished()
  const stop = new AbortController()
  const onEvent = ({ type }: BatchEvent) => type === 'progress' && stop.abort()
  await batch({ out, add: true, signal: stop.signal, onEvent })
  await expect(verifyFolder(out)).rejects.toMatchObject({ code: 'job-unfinished' })
  const later = temporaryFile(csvOf(sampleDevices(70)))
  await expect(batch({ input: later, out, add: true })).rejects.toMatchObject({
    code: 'addition-unfinished',
    issue: { addition: 2, names: ['the input'] },
  })
  await expect(batch({ out })).rejects.toMatchObject({ code: 'addition-unfinished', issue: { names: [] } })
  expect(await batch({ out, add: true })).toMatchObject({ state: 'done', added: 20 })
  expect(await batch({ input: later, out, add: true })).toMatchObject({
    state: 'done',
    added: 10,
    labelled: 70,
  })
})

test('nothing is added to a job whose records were changed, nor onto files of others', async () => {
  const out = await finished()
  mkdirSync(join(out, 'addition-2'))
  writeFileSync(join(out, 'addition-2', 'own.txt'), 'own work')
  await expect(batch({ out, add: true })).rejects.toMatchObject({ code: 'output-exists' })
  const changed = await finished()
  appendFileSync(join(changed, 'manifest.ndjson'), readFileSync(join(changed, 'manifest.ndjson')))
  await expect(batch({ out: changed, add: true })).rejects.toMatchObject({ code: 'job-damaged' })
})

test('a dry run says what would be added, and adds nothing', async () => {
  const out = await finished()
  const before = filesOf(out)
  expect(await batch({ out, add: true, dryRun: true })).toMatchObject({
    state: 'checked',
    labelled: 40,
    withheld: 20,
  })
  expect(filesOf(out)).toEqual(before)
})
