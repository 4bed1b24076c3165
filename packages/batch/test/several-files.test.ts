import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type BatchEvent,
  type BatchOptions,
  readLabel,
  runBatch,
  streamBatch,
  verifyFolder,
} from '../src/index.ts'
import { csvOf, sampleDevice, sampleDevices, type SampleDevice } from './devices.ts'
import { temporaryFile, temporaryFolder } from '../../disk/test/temporary.ts'

const devices = sampleDevices(20)

/** Files of these names and contents in one folder. */
function files(contents: Readonly<Record<string, string>>): string[] {
  const folder = temporaryFolder()
  return Object.entries(contents).map(([name, content]) => {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  })
}

const spelled = (of: readonly SampleDevice[]) =>
  csvOf(of).replace(/^.*/, 'DevEUI,JoinEUI,Owner Token,Serial').replaceAll(',', ';')
const asJson = (of: readonly SampleDevice[]) =>
  of.map(({ devEui, appEui, ...rest }) => JSON.stringify({ ids: { devEui, appEui }, ...rest })).join('\n')

/** The devices in three files, each written in its own way, of chunks that end within a file. */
const inThree = () =>
  files({
    'a.csv': csvOf(devices.slice(0, 8)),
    'b.csv': spelled(devices.slice(8, 15)),
    'c.json': asJson(devices.slice(15)),
  })

const AS = ['png', 'zpl', 'csv', 'pdf'] as const

function filesOf(out: string): ReadonlyMap<string, string> {
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).sort()
  const kept = paths.filter((path) => !path.startsWith('.claimtag') && statSync(join(out, path)).isFile())
  return new Map(kept.map((path) => [path, readFileSync(join(out, path), 'latin1')]))
}

/** All that a job has made but for what knows its inputs or its key. */
const labelsIn = (out: string) =>
  [...filesOf(out)].filter(([path]) => !/^(job\.json|(manifest|volumes)\.ndjson)$/.test(path))

const linesOf = (path: string): unknown[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))

async function made(options: Partial<BatchOptions> & Pick<BatchOptions, 'input'>) {
  const out = join(temporaryFolder(), 'labels')
  const summary = await runBatch({ out, as: AS, chunkRows: 3, workers: 0, ...options })
  return { out, summary }
}

test('labels of several files are those of one file with all their rows', async () => {
  const several = await made({ input: inThree() })
  const one = await made({ input: temporaryFile(csvOf(devices)) })
  expect(several.summary).toMatchObject({ state: 'done', read: 20, labelled: 20, verified: 20 })
  expect(labelsIn(several.out)).toEqual(labelsIn(one.out))
  expect(await verifyFolder(several.out)).toMatchObject({ labels: 20, faults: [], records: [], volumes: [] })
})

test('a list of one file is that file', async () => {
  const path = temporaryFile(csvOf(devices.slice(0, 9)))
  const { out } = await made({ input: path, as: ['png'] })
  const manifest = readFileSync(join(out, 'manifest.ndjson'), 'utf8')
  expect(manifest).not.toContain('"input"')
  expect(await runBatch({ input: [path], out, as: ['png'], chunkRows: 3, workers: 0 })).toMatchObject({
    state: 'done',
    resumed: 9,
  })
  expect(readFileSync(join(out, 'manifest.ndjson'), 'utf8')).toBe(manifest)
})

test('the manifest and the record of the job say which files they are about', async () => {
  const input = inThree()
  const { out } = await made({ input, as: ['png'] })
  const entries = linesOf(join(out, 'manifest.ndjson'))
  expect(entries[7]).toMatchObject({ row: 8, line: 9, input: 'a.csv', devEui: devices[7]?.devEui })
  expect(entries[8]).toMatchObject({ row: 9, line: 2, input: 'b.csv', devEui: devices[8]?.devEui })
  expect(entries[15]).toMatchObject({ row: 16, line: 1, input: 'c.json', devEui: devices[15]?.devEui })
  const record = JSON.parse(readFileSync(join(out, 'job.json'), 'utf8')) as { readonly inputs: unknown }
  const digest = expect.stringMatching(/^[0-9a-f]{32}$/) as string
  expect(record.inputs).toEqual(
    input.map((path) => ({ name: path.split('/').at(-1), bytes: statSync(path).size, digest })),
  )
})

const say = ({ line, file = '', reason }: { line: number; file?: string; reason: string }) =>
  `${file} ${line}: ${reason}`

async function refusalsOf(contents: Readonly<Record<string, string>>, options: Partial<BatchOptions> = {}) {
  const events: BatchEvent[] = []
  const { out, summary } = await made({
    input: files(contents),
    as: ['png'],
    ...options,
    onEvent: (event) => events.push(event),
  })
  const heard = events.flatMap((event) => (event.type === 'refused' ? [say(event.issue)] : []))
  const refusals = summary.refusals.map(say)
  expect(heard).toEqual(refusals)
  return { out, summary, refusals, warnings: summary.warnings.map(say) }
}

describe('rows are checked against those of all files', () => {
  const [first, second, third] = devices as [SampleDevice, SampleDevice, SampleDevice]

  test('with the file of each line in every message and in refused.csv', async () => {
    const { out, refusals, warnings, summary } = await refusalsOf({
      // The lines of the second file are below those of the first: files come first in the order.
      'a.csv': `${csvOf([second, first])}zz,70B3D57ED0000001,x,\n`,
      'b.csv': spelled([
        { ...third, ownerToken: first.ownerToken },
        { ...second, serialNumber: 'other' },
      ]),
      'c.json': asJson([{ ...sampleDevice(40), serialNumber: third.serialNumber }, second]),
    })
    expect(refusals).toEqual([
      'a.csv 2: The same devEui with other data stands on line 3 of b.csv and line 2 of c.json.',
      'a.csv 2: The same ownerToken stands on line 3 of b.csv and line 2 of c.json.',
      'a.csv 3: The same ownerToken stands on line 2 of b.csv.',
      'a.csv 4: Character 1 of devEui is not allowed: expected hex digits.',
      'b.csv 2: The same Owner Token stands on line 3 of a.csv.',
      'b.csv 3: The same DevEUI with other data stands on line 2 of a.csv and line 2 of c.json.',
      'b.csv 3: The same Owner Token stands on line 2 of a.csv and line 2 of c.json.',
      'c.json 2: The same ids.devEui with other data stands on line 2 of a.csv and line 3 of b.csv.',
      'c.json 2: The same ownerToken stands on line 2 of a.csv and line 3 of b.csv.',
    ])
    expect(warnings).toEqual([])
    expect(summary.causes.find(({ code }) => code === 'token-conflict')).toMatchObject({
      file: 'a.csv',
      line: 2,
    })
    const [header, row] = readFileSync(join(out, 'refused.csv'), 'utf8').split('\r\n')
    expect(header).toBe('file,line,field,code,reason')
    expect(row).toMatch(/^a\.csv,2,devEui,dev-eui-conflict,/)
  })

  test('repeats and serial numbers too', async () => {
    const { warnings, summary } = await refusalsOf({
      'line 1/devices.csv': csvOf([first, second]),
      'line 2/devices.csv': spelled([
        third,
        second,
        { ...sampleDevice(9), serialNumber: first.serialNumber },
      ]),
    })
    expect(summary).toMatchObject({ read: 5, labelled: 4, repeated: 1, refused: 0 })
    expect(warnings).toEqual([
      'line 2/devices.csv 3: The row repeats line 3 of line 1/devices.csv exactly; it was dropped.',
      'line 2/devices.csv 4: The same Serial stands on line 2 of line 1/devices.csv: two devices can then not be told apart by it.',
    ])
  })

  test('what only a whole file shows is looked for in each: others may have other tokens', async () => {
    const hex = sampleDevices(12).map((_, index) => ({
      ...sampleDevice(index + 10),
      ownerToken: `C91500${index + 10}D`,
    }))
    const { refusals } = await refusalsOf(
      {
        'a.csv': csvOf(sampleDevices(10).map((one) => ({ ...one, ownerToken: `${one.devEui}0A` }))),
        'b.csv': csvOf([...hex, { ...sampleDevice(30), ownerToken: '421' }]),
      },
      { format: (await import('@claimtag/core')).tr005 },
    )
    expect(refusals).toEqual([
      expect.stringMatching(/^b\.csv 14: ownerToken has 3 digits where the others have 9 characters/),
    ])
  })

  test('tokens that look hexadecimal are refused by file', async () => {
    const hex = sampleDevices(3).map((one, index) => ({ ...one, ownerToken: `C915005${index}` }))
    await expect(
      made({ input: files({ 'a.csv': csvOf(devices.slice(5)), 'b.csv': csvOf(hex) }) }),
    ).rejects.toMatchObject({ issue: { code: 'tokens-look-hexadecimal', file: 'b.csv' } })
  })

  test('a column that the format needs is missed in its file', async () => {
    const without = csvOf(devices.slice(0, 3)).replace('ownerToken', 'PIN')
    await expect(
      made({ input: files({ 'a.csv': csvOf(devices.slice(5)), 'b.csv': without }) }),
    ).rejects.toThrow(/^b\.csv: No column holds ownerToken/)
  })
})

describe('resuming', () => {
  test.each([0, 2])(
    'wherever it was stopped, the bytes are those of an undisturbed run (%i threads)',
    async (workers) => {
      const input = inThree()
      const whole = await made({ input })
      for (const stopAfter of [1, 12]) {
        const out = temporaryFolder()
        const stop = new AbortController()
        const onEvent = (event: BatchEvent) => {
          if (event.type === 'progress' && event.labels >= stopAfter) stop.abort()
        }
        const options = { input, out, as: AS, chunkRows: 3, workers, verify: 'none' } as const
        await runBatch({ ...options, signal: stop.signal, onEvent })
        expect(await runBatch(options)).toMatchObject({ state: 'done', labelled: 20 })
        expect(labelsIn(out)).toEqual(labelsIn(whole.out))
      }
    },
  )

  test('is refused when a file is another one, which is named, or when their order is', async () => {
    const input = inThree()
    const { out } = await made({ input, as: ['png'] })
    const options = { out, as: ['png'], chunkRows: 3, workers: 0 } as const
    const names = async (given: readonly string[]) =>
      runBatch({ ...options, input: given }).catch(({ issue }: { issue: { names: unknown } }) => issue.names)
    expect(await names([...input].reverse())).toContain('the input')
    expect(await names(input.slice(0, 2))).toContain('the input')
    const b = readFileSync(input[1] ?? '', 'utf8')
    writeFileSync(input[1] ?? '', b.replace('26W47-00010', '26W47-10010'))
    expect(await names(input)).toEqual(['the file b.csv'])
  })

  test('a file that changes while it is labelled ends the job', async () => {
    const input = inThree()
    const out = temporaryFolder()
    let isChanged = false
    const onEvent = ({ type }: BatchEvent) => {
      if (type !== 'progress' || isChanged) return
      isChanged = true
      appendFileSync(input[2] ?? '', '\n')
    }
    const options = { input, out, as: ['png'], chunkRows: 3, workers: 0 } as const
    await expect(runBatch({ ...options, onEvent })).rejects.toMatchObject({
      issue: { code: 'input-changed', path: input[2] },
    })
  })
})

test('--add labels the new rows of several files alone, and says which row has changed since', async () => {
  const [a = '', b = '', c = ''] = files({
    'a.csv': csvOf(devices.slice(0, 6)),
    'b.csv': spelled(devices.slice(6, 9)),
    'c.csv': csvOf(devices.slice(8, 9).map((one) => ({ ...one, serialNumber: 'other' }))),
  })
  const { out } = await made({ input: a, as: ['png', 'zpl'] })
  const add = { out, as: ['png', 'zpl'], chunkRows: 3, workers: 0, add: true } as const
  expect(await runBatch({ ...add, input: [a, b] })).toMatchObject({ state: 'done', labelled: 9, added: 3 })
  expect(linesOf(join(out, 'manifest.ndjson'))[8]).toMatchObject({
    row: 9,
    line: 4,
    input: 'b.csv',
    addition: 2,
  })
  expect(await verifyFolder(out)).toMatchObject({ labels: 9, faults: [], records: [], additional: [] })
  const { refusals } = await runBatch({ ...add, input: [a, c] })
  expect(refusals).toMatchObject([
    { file: 'c.csv', line: 2, code: 'labelled-otherwise', files: ['b.csv'], lines: [4] },
  ])
  expect(refusals[0]?.reason).toContain('made from line 4 of b.csv of an earlier input with other data')
})

const withNote = (content: string, name: string, value: string) =>
  content
    .trimEnd()
    .split('\n')
    .map((line, at) => `${line},${at === 0 ? name : value}`)
    .join('\n')

const fields = ({ devEui, appEui, serialNumber }: SampleDevice) => [devEui, appEui, serialNumber].join()

test('payload CSV has the columns of the first file, and then what others have beyond', async () => {
  const { out } = await made({
    input: files({
      'a.csv': withNote(csvOf(devices.slice(0, 1)), 'Note', 'x'),
      'b.csv': withNote(csvOf(devices.slice(1, 2)), 'Colour', 'red'),
    }),
    as: ['csv'],
  })
  const lines = readFileSync(join(out, 'labels.csv'), 'utf8').split('\r\n')
  expect(lines.map((line) => line.replace(/LW:.*/, 'LW'))).toEqual([
    'devEui,appEui,serialNumber,Note,Colour,payload',
    `${fields(sampleDevice(0))},x,,LW`,
    `${fields(sampleDevice(1))},,red,LW`,
    '',
  ])
})

test('a stream of several files, and a label that is drawn again from them', async () => {
  const input = inThree()
  const { out } = await made({ input, as: ['zpl'] })
  const parts: Uint8Array[] = []
  const write = async (part: Uint8Array): Promise<void> => void parts.push(Uint8Array.from(part))
  await streamBatch({ input, as: ['zpl'], chunkRows: 3, workers: 0, write })
  expect(Buffer.concat(parts).equals(readFileSync(join(out, 'labels.zpl')))).toBe(true)
  const { devEui } = sampleDevice(17)
  const drawn = await readLabel({ out, devEui, as: 'png', to: 'x.png', origin: { input } })
  expect(Buffer.from(drawn).subarray(1, 4).toString()).toBe('PNG')
  const [a = '', ...others] = input
  await expect(
    readLabel({
      out,
      devEui,
      as: 'png',
      to: 'x.png',
      origin: { input: [...others, a] },
      reprint: { reason: 'x' },
    }),
  ).rejects.toMatchObject({ issue: { code: 'drawn-otherwise', path: 'c.json', line: 3 } })
})
