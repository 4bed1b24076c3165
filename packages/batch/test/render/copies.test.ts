import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { printEpl2 } from '../../../label/test/printers/epl2-printer.ts'
import { printTspl } from '../../../label/test/printers/tspl-printer.ts'
import { printZpl } from '../../../label/test/printers/zpl-printer.ts'
import { cartonPresets, defaultTemplate } from '@claimtag/label'
import {
  type BatchOptions,
  labelFile,
  mergeShards,
  planShards,
  printFolder,
  readLabel,
  runBatch,
  runShard,
  verifyFolder,
} from '../../src/index.ts'
import { copiesIn, withCopiesColumn } from '../../src/render/copies.ts'
import { sampleDevices } from '../devices.ts'

const devices = sampleDevices(4)

/** Devices with a number of copies each; the heading stands first. */
function listOf(heading: string, ...cells: readonly string[]): string {
  const rows = cells.map((cell, at) => {
    const { devEui, appEui, ownerToken } = devices[at]!
    return `${devEui},${appEui},${ownerToken},${cell}\n`
  })
  return `devEui,appEui,ownerToken,${heading}\n${rows.join('')}`
}

async function made(list: string, options: Partial<BatchOptions> = {}) {
  const out = join(temporaryFolder(), 'labels')
  const input = temporaryFile(list)
  const given = {
    input,
    out,
    as: ['zpl'],
    workers: 0,
    verify: 'none',
    printing: { copies: {} },
    ...options,
  } as const
  return { out, input, given, summary: await runBatch(given) }
}

const streamOf = (out: string, kind: string) => readFileSync(join(out, `labels.${kind}`))
const manifestOf = (out: string) =>
  readFileSync(join(out, 'manifest.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { copies?: number; devices?: number })

const column = (name: string) => ({ name, field: undefined })
const copiesOf = (labels: readonly { copies: number }[]) => labels.map(({ copies }) => copies)

const named = (copies: { column?: string }, ...names: readonly string[]) =>
  withCopiesColumn({ copies, speed: 2 }, names.map(column), defaultTemplate)

function issueOf(...names: readonly string[]): unknown {
  try {
    return named({}, ...names)
  } catch (error) {
    return (error as { issue: unknown }).issue
  }
}

describe('the column', () => {
  test.each(['Copies', 'QTY', 'quantity', ' Menge '])('is known by the heading %s', (heading) => {
    expect(named({}, 'sku', heading)).toEqual({ copies: { column: heading }, speed: 2 })
  })

  test('is the one that was named, in any case of its letters', () => {
    expect(named({ column: 'pieces' }, 'qty', 'Pieces')).toMatchObject({ copies: { column: 'Pieces' } })
    expect(named({ column: 'n' }, 'N', 'n')).toMatchObject({ copies: { column: 'n' } })
  })

  test('is not guessed', () => {
    expect(issueOf('sku', 'note')).toEqual({ code: 'copies-column', column: '', names: ['sku', 'note'] })
    expect(issueOf('sku', 'qty', 'Copies')).toEqual({ code: 'copies-unclear', names: ['qty', 'Copies'] })
    expect(() => named({ column: 'Qty' }, 'qty', 'QTY')).toThrow(/^Say which of qty, QTY has the copies/)
    expect(() => named({})).toThrow(/no column that is known to hold copies: add one, or give one number/)
    expect(() => named({ column: 'pieces' }, 'qty')).toThrow(/no column pieces: say which of qty/)
    expect(withCopiesColumn({ copies: 2 }, [], defaultTemplate)).toEqual({ copies: 2 })
    expect(withCopiesColumn(undefined, [], defaultTemplate)).toBeUndefined()
  })

  test.each([
    ['3', 3],
    [' 12 ', 12],
    ['1000', 1000],
    ['1001', undefined],
    ['0', undefined],
    ['', undefined],
    ['-1', undefined],
    ['2.0', undefined],
    ['1e2', undefined],
    ['two', undefined],
  ])('with %j means %s', (text, copies) => {
    expect(copiesIn({ columns: { qty: text } }, { column: 'qty' })).toBe(copies)
    expect(copiesIn({ columns: {} }, { column: 'constructor' })).toBeUndefined()
  })
})

test('each label has the command of the language with its number, and is one label all the same', async () => {
  const { out, summary } = await made(listOf('Qty', '3', '1', '12'), {
    as: ['zpl', 'tspl', 'epl2', 'png'],
    verify: 'all',
  })
  expect(summary).toMatchObject({ labelled: 3, verified: 3, unused: [] })
  expect(copiesOf(printZpl(streamOf(out, 'zpl')))).toEqual([3, 1, 12])
  expect(copiesOf(printTspl(streamOf(out, 'tspl'), 8))).toEqual([3, 1, 12])
  expect(copiesOf(printEpl2(streamOf(out, 'epl2')))).toEqual([3, 1, 12])
  expect(manifestOf(out).map(({ copies }) => copies)).toEqual([3, 1, 12])
  expect(await verifyFolder(out)).toMatchObject({ labels: 3, faults: [], volumes: [], records: [] })
  expect(JSON.parse(readFileSync(join(out, 'job.json'), 'utf8'))).toMatchObject({
    printing: { copies: { column: 'Qty' } },
  })
})

test('a language without a command has the label as often in its stream', async () => {
  const { out } = await made(listOf('Qty', '2', '1'), { as: ['escpos'] })
  const single = await made(listOf('Qty', '1', '1'), { as: ['escpos'] })
  expect([...labelFile(streamOf(out, 'escpos'))!.labels()]).toHaveLength(2)
  expect(streamOf(out, 'escpos').length).toBeGreaterThan(1.4 * streamOf(single.out, 'escpos').length)
  expect(manifestOf(out).map(({ copies }) => copies)).toEqual([2, 1])
})

test('a cell that is no such number refuses its row, and says the column and no value', async () => {
  const list = listOf('Qty', '2', '0', '1001', 'many')
  const { summary } = await made(list)
  expect(summary.state).toBe('refused')
  expect(summary.refusals.map(({ line, field, code }) => [line, field, code])).toEqual([
    [3, 'Qty', 'bad-copies'],
    [4, 'Qty', 'bad-copies'],
    [5, 'Qty', 'bad-copies'],
  ])
  expect(summary.refusals[2]?.reason).toBe('Qty has no number of copies: write one from 1 to 1000.')
  const { summary: skipped, out } = await made(list, { skipBadRows: true })
  expect(skipped).toMatchObject({ labelled: 1, refused: 3 })
  expect(printZpl(streamOf(out, 'zpl'))).toMatchObject([{ copies: 2 }])
})

test('the label of a carton is printed once', async () => {
  const cartons = { size: 2, template: cartonPresets['carton-100x50']! }
  const { out } = await made(listOf('Qty', '3', '2'), { cartons, verify: 'none' })
  expect(printZpl(streamOf(out, 'zpl')).map(({ copies }) => copies)).toEqual([3, 2, 1])
})

test('a label keeps its number when it is printed from its picture, or drawn anew', async () => {
  const list = listOf('Qty', '3', '1')
  const whole = await made(list)
  const { out, input } = await made(list, { as: ['png', 'zpl'] })
  const path = join(temporaryFolder(), 'printer.bin')
  await printFolder({ out, to: `file://${path}`, language: 'tspl' })
  expect(printTspl(readFileSync(path), 8).map(({ copies }) => copies)).toEqual([3, 1])
  const { devEui } = devices[0]!
  const origin = { input, columns: {} }
  const label = await readLabel({ out: whole.out, devEui, as: 'zpl', to: 'test', origin })
  expect(printZpl(label)).toMatchObject([{ copies: 3 }])
})

test('more rows have their own numbers, and another number for an old row is another label', async () => {
  const { given } = await made(listOf('Qty', '3', '1'))
  const input = temporaryFile(listOf('Qty', '3', '1', '5'))
  expect(await runBatch({ ...given, input, add: true })).toMatchObject({ state: 'done', added: 1 })
  const other = temporaryFile(listOf('Qty', '4', '1', '5'))
  const { state, refusals } = await runBatch({ ...given, input: other, add: true })
  expect([state, refusals[0]?.code]).toEqual(['refused', 'labelled-otherwise'])
})

test('shards have the numbers of their rows', async () => {
  const list = listOf('Qty', '3', '1', '2', '7')
  const { out, input, given } = await made(list, { chunkRows: 2 })
  const place = temporaryFolder()
  const { plan } = await planShards({ ...given, of: 2, out: join(place, 'plan') })
  for (const shard of [1, 2]) await runShard({ plan, shard, input, out: join(place, 'shards'), workers: 0 })
  await mergeShards({ plan, shards: [join(place, 'shards')], out: join(place, 'merged') })
  expect(streamOf(join(place, 'merged'), 'zpl').equals(streamOf(out, 'zpl'))).toBe(true)
  expect(manifestOf(join(place, 'merged')).map(({ copies }) => copies)).toEqual([3, 1, 2, 7])
})

test('a job that has nothing for a printer is refused, and so is a row of labels', async () => {
  await expect(made(listOf('Qty', '2'), { as: ['png', 'pdf'] })).rejects.toMatchObject({
    code: 'printer-cannot',
  })
  const sheet = {
    page: { width: 104, height: 25 },
    columns: 2,
    rows: 1,
    left: 0,
    top: 0,
    columnGap: 2,
    rowGap: 0,
  }
  const template = { ...defaultTemplate, sheet }
  await expect(made(listOf('Qty', '2'), { template })).rejects.toThrow(/row of 2 labels is printed as one/)
})
