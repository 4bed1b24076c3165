import { builtInFormats, tr005 } from '@claimtag/core'
import { createDecoder } from '@claimtag/decoder'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { defaultTemplate, type Template } from '@claimtag/label'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { BatchEvent, BatchOptions, BatchSummary } from '../src/index.ts'
import { runBatch, verifyFolder } from '../src/index.ts'
import { csvOf, sampleDevice, sampleDevices } from './devices.ts'
import { temporaryFile, temporaryFolder } from '../../disk/test/temporary.ts'

const scanner = createScanner()

const devices = sampleDevices(30)
const content = csvOf(devices)

function batch(options: Partial<BatchOptions> = {}): Promise<BatchSummary> {
  return runBatch({ input: temporaryFile(content), out: temporaryFolder(), chunkRows: 7, ...options })
}

/** All files below a folder by their paths, without what differs between two runs: times, and the random key. */
function treeOf(out: string): Record<string, string> {
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(out, path)).isFile(),
  )
  const kept = paths.filter((path) => !path.startsWith('.claimtag') && path !== 'job.json').sort()
  return Object.fromEntries(kept.map((path) => [path, readFileSync(join(out, path), 'latin1')]))
}

test('labels come back as the records that went in', async () => {
  const out = temporaryFolder()
  const summary = await batch({ out })
  expect(summary).toMatchObject({
    state: 'done',
    read: 30,
    labelled: 30,
    refused: 0,
    withheld: 0,
    verified: 30,
  })
  const decoder = createDecoder()
  for (const { devEui, appEui: joinEui, ownerToken, serialNumber } of devices) {
    const [text = ''] = textsOf(await scanner.scan(readFileSync(join(out, `${devEui}.png`))))
    expect(decoder.decode(text)).toMatchObject({
      ok: true,
      record: { devEui, joinEui, ownerToken, serialNumber },
    })
  }
})

test('a setting that is handed on without a value is the default', async () => {
  const [plain, handedOn] = [temporaryFolder(), temporaryFolder()]
  const nothing = { dpi: undefined, as: undefined, format: undefined, template: undefined, verify: undefined }
  await batch({ out: plain })
  expect(await batch({ out: handedOn, ...nothing })).toMatchObject({ state: 'done', verified: 30 })
  expect(Object.keys(treeOf(handedOn))).toEqual(Object.keys(treeOf(plain)))
})

test('every kind of output is read back', async () => {
  const out = temporaryFolder()
  const as = ['png', 'svg', 'zpl', 'zpl-native', 'tspl', 'escpos', 'epl2', 'brother', 'csv'] as const
  expect(await batch({ out, as, dpi: 300 })).toMatchObject({ state: 'done', verified: 30 })
  expect(await verifyFolder(out)).toEqual({
    labels: 30,
    records: [],
    volumes: [],
    faults: [],
    additional: [],
  })
  const lines = readFileSync(join(out, 'labels.csv'), 'utf8').trimEnd().split('\r\n')
  expect(lines).toHaveLength(31)
  expect(readFileSync(join(out, 'labels.zpl'), 'latin1').split('^XZ')).toHaveLength(31)
  for (const line of lines.slice(1)) {
    const [devEui, , , payload = ''] = line.split(',')
    expect(createDecoder().decode(payload)).toMatchObject({ ok: true, record: { devEui } })
  }
})

test('files are private', async () => {
  const out = temporaryFolder()
  await batch({ out, as: ['png', 'zpl', 'csv'] })
  for (const path of [...Object.keys(treeOf(out)), '.claimtag/key', 'job.json']) {
    expect([path, statSync(join(out, path)).mode & 0o077]).toEqual([path, 0])
  }
})

describe('refused rows', () => {
  const dirty = `${content}zz,70B3D57ED0000001,AAAA,S98\n${sampleDevice(3).devEui},70B3D57ED0000001,AAECAw==,S99\n`

  test('stop everything before the first label', async () => {
    const out = temporaryFolder()
    const events: BatchEvent[] = []
    const summary = await batch({ input: temporaryFile(dirty), out, onEvent: (event) => events.push(event) })
    expect(summary).toMatchObject({ state: 'refused', read: 32, refused: 3, labelled: 0, withheld: 29 })
    expect(readdirSync(out)).toEqual(['.claimtag', 'refused.csv'])
    expect(readFileSync(join(out, 'refused.csv'), 'utf8')).toBe(
      [
        'line,field,code,reason',
        '5,devEui,dev-eui-conflict,The same devEui with other data stands on line 33.',
        '32,devEui,invalid-character,Character 1 of devEui is not allowed: expected hex digits.',
        '33,devEui,dev-eui-conflict,The same devEui with other data stands on line 5.',
        '',
      ].join('\r\n'),
    )
    expect(events.filter(({ type }) => type === 'refused')).toHaveLength(3)
  })

  test('are named no more when they were mended', async () => {
    const out = temporaryFolder()
    await batch({ input: temporaryFile(dirty), out })
    expect(await batch({ out })).toMatchObject({ state: 'done', labelled: 30 })
    expect(existsSync(join(out, 'refused.csv'))).toBe(false)
  })

  test('are those too whose label would have no code', async () => {
    const [symbol, ...others] = defaultTemplate.elements
    const shownWith = (when: string): Template => ({
      ...defaultTemplate,
      elements: [...(symbol === undefined ? [] : [{ ...symbol, when }]), ...others],
    })
    expect(await batch({ template: shownWith('serialNumber'), dryRun: true })).toMatchObject({ refused: 0 })
    const input = temporaryFile(content.replace('26W47-00002', ''))
    expect(await batch({ input, template: shownWith('serialNumber'), dryRun: true })).toMatchObject({
      refused: 1,
      refusals: [{ line: 4, code: 'no-symbol' }],
    })
  })

  test('are not those with an empty cell in a column that the template shows', async () => {
    const template: Template = {
      name: 'hw',
      stock: { width: 50, height: 25 },
      elements: [
        { type: 'qr', x: 0.5, y: 0.5, size: 24 },
        { type: 'text', x: 25.5, y: 11, width: 23.5, size: 1.6, text: 'HW {HW}', when: 'HW' },
        { type: 'text', x: 25.5, y: 19, width: 23.5, size: 1.6, text: 'Rev {Rev}' },
      ],
    }
    const rows = [
      'DevEUI;AppEUI;Owner Token;Serial;HW;Rev',
      '70B3D57ED00A0004;70B3D57ED0000002;ecQSH8YIV9/+/HS5mcyF8Q==;S0;1.1;2',
      '70B3D57ED00A0009;70B3D57ED0000002;rEbIvN9yjnD+bM6GHjPmsA==;S1;;',
    ]
    const json = rows.slice(1).map((row) => {
      const [DevEUI, AppEUI, token, Serial, HW, Rev] = row.split(';')
      return { DevEUI, AppEUI, 'Owner Token': token, Serial, HW: HW || null, Rev }
    })
    for (const text of [rows.join('\n'), JSON.stringify(json)]) {
      const found = await batch({ input: temporaryFile(text), template, dryRun: true })
      expect(found).toMatchObject({ read: 2, refused: 0 })
    }
    const unknown = rows.join('\n').replaceAll('HW', 'Hardware')
    expect(await batch({ input: temporaryFile(unknown), template, dryRun: true })).toMatchObject({
      refused: 2,
    })
  })

  test('are left out when asked', async () => {
    const out = temporaryFolder()
    const options = { input: temporaryFile(dirty), out, skipBadRows: true }
    expect(await batch(options)).toMatchObject({
      state: 'done',
      refused: 3,
      labelled: 29,
      withheld: 0,
      verified: 29,
    })
    expect(Object.keys(treeOf(out)).filter((path) => path.endsWith('.png'))).toHaveLength(29)
    expect(existsSync(join(out, `${sampleDevice(3).devEui}.png`))).toBe(false)
  })
})

test('a dry run writes nothing', async () => {
  const out = join(temporaryFolder(), 'labels')
  expect(await batch({ out, dryRun: true })).toMatchObject({
    state: 'checked',
    read: 30,
    labelled: 0,
    withheld: 30,
  })
  expect(existsSync(out)).toBe(false)
})

test('many labels are spread over folders by row', async () => {
  const out = temporaryFolder()
  expect(await batch({ out, perFolder: 4, verify: { every: 10 } })).toMatchObject({
    labelled: 30,
    verified: 3,
  })
  const folders = readdirSync(out).filter((name) => /^\d+$/.test(name))
  expect(folders).toEqual(['00000', '00001', '00002', '00003', '00004', '00005', '00006', '00007'])
  expect(readdirSync(join(out, '00007'))).toEqual(
    [28, 29].map((index) => `${sampleDevice(index).devEui}.png`),
  )
  expect(await verifyFolder(out)).toEqual({
    labels: 30,
    records: [],
    volumes: [],
    faults: [],
    additional: [],
  })
})

describe('resuming', () => {
  const as = ['png', 'zpl', 'csv'] as const

  async function interrupted(out: string, input: string, afterLabels: number): Promise<BatchSummary> {
    const stop = new AbortController()
    const onEvent = (event: BatchEvent) => {
      if (event.type === 'progress' && event.labels >= afterLabels) stop.abort()
    }
    return runBatch({ input, out, as, chunkRows: 7, signal: stop.signal, onEvent })
  }

  test('goes on where it stopped, and the result is that of an undisturbed run', async () => {
    const input = temporaryFile(content)
    const [whole, parts] = [temporaryFolder(), temporaryFolder()]
    await runBatch({ input, out: whole, as, chunkRows: 7 })
    cpSync(join(whole, '.claimtag/key'), join(parts, '.claimtag/key'), { recursive: true })
    expect(await interrupted(parts, input, 7)).toMatchObject({
      state: 'interrupted',
      labelled: 7,
      withheld: 23,
      resumed: 0,
    })
    expect(await interrupted(parts, input, 14)).toMatchObject({
      state: 'interrupted',
      labelled: 14,
      resumed: 7,
    })
    expect(await runBatch({ input, out: parts, as, chunkRows: 7 })).toMatchObject({
      state: 'done',
      labelled: 30,
      resumed: 14,
    })
    expect(treeOf(parts)).toEqual(treeOf(whole))
  })

  // Like a signal of the system: it waits until the event loop gets a turn.
  function stoppedAt(type: BatchEvent['type']): Promise<BatchSummary> {
    const stop = new AbortController()
    const onEvent = (event: BatchEvent) => event.type === type && setImmediate(() => stop.abort())
    return batch({ as, chunkRows: 1, workers: 0, signal: stop.signal, onEvent })
  }

  test('whoever wants to stop it is heard between two chunks, though one thread does everything', async () => {
    expect(await stoppedAt('progress')).toMatchObject({ state: 'interrupted' })
    await expect(stoppedAt('checking')).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('what lies behind the last commit is made again', async () => {
    const input = temporaryFile(content)
    const out = temporaryFolder()
    await interrupted(out, input, 14)
    const zpl = join(out, 'labels.zpl.part')
    const before = readFileSync(zpl)
    writeFileSync(zpl, Buffer.concat([before, Buffer.from('^XA torn')]))
    rmSync(join(out, '.claimtag/staging'), { recursive: true, force: true })
    expect(await runBatch({ input, out, as, chunkRows: 7 })).toMatchObject({ state: 'done', labelled: 30 })
    expect(await verifyFolder(out)).toEqual({
      labels: 30,
      records: [],
      volumes: [],
      faults: [],
      additional: [],
    })
  })

  test('a finished job has nothing left to do', async () => {
    const input = temporaryFile(content)
    const out = temporaryFolder()
    await runBatch({ input, out, as, chunkRows: 7 })
    const before = treeOf(out)
    expect(await runBatch({ input, out, as, chunkRows: 7 })).toMatchObject({
      state: 'done',
      labelled: 30,
      resumed: 30,
    })
    expect(treeOf(out)).toEqual(before)
  })

  test.each<[string, Partial<BatchOptions>]>([
    ['the input', { input: Readable.from([content.replace('00029', '00030')]) }],
    ['the format', { format: builtInFormats.find(({ id }) => id === 'thingpark-base64') ?? tr005 }],
    ['the resolution', { dpi: 300 }],
    ['the outputs', { as: ['svg'] }],
    ['the verification', { verify: 'none' }],
    ['the treatment of bad rows', { skipBadRows: true }],
  ])('is refused when %s changed', async (name, change) => {
    const input = temporaryFile(content)
    const out = temporaryFolder()
    await interrupted(out, input, 7)
    const before = treeOf(out)
    const again = runBatch({ input, out, as, chunkRows: 7, ...change })
    await expect(again).rejects.toMatchObject({ code: 'job-changed', issue: { names: [name] } })
    await expect(again).rejects.toThrow(name)
    expect(treeOf(out)).toEqual(before)
  })
})

async function finished(): Promise<string> {
  const out = temporaryFolder()
  await batch({ out, as: ['png', 'zpl'] })
  return out
}

const png = (out: string, index: number): string => join(out, `${sampleDevice(index).devEui}.png`)

describe('a second look', () => {
  test('finds a changed, a missing and an additional label', async () => {
    const out = await finished()
    const [changed, missing, swapped] = [png(out, 0), png(out, 1), png(out, 2)]
    const bytes = readFileSync(changed)
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 20) ^ 1, bytes.length - 20)
    writeFileSync(changed, bytes)
    rmSync(missing)
    cpSync(png(out, 5), swapped)
    writeFileSync(join(out, 'other.png'), bytes)
    const { faults, additional } = await verifyFolder(out)
    expect(faults).toEqual([
      { line: 2, devEui: sampleDevice(0).devEui, file: `${sampleDevice(0).devEui}.png`, fault: 'changed' },
      { line: 3, devEui: sampleDevice(1).devEui, file: `${sampleDevice(1).devEui}.png`, fault: 'missing' },
      { line: 4, devEui: sampleDevice(2).devEui, file: `${sampleDevice(2).devEui}.png`, fault: 'changed' },
    ])
    expect(additional).toEqual(['other.png'])
  })

  test('finds a stream that was cut short', async () => {
    const out = await finished()
    const zpl = readFileSync(join(out, 'labels.zpl'))
    writeFileSync(join(out, 'labels.zpl'), zpl.subarray(0, zpl.length - 10))
    expect((await verifyFolder(out)).faults).toMatchObject([
      { devEui: sampleDevice(29).devEui, fault: 'changed' },
    ])
  })

  test('wants a finished job', async () => {
    await expect(verifyFolder(temporaryFolder())).rejects.toMatchObject({ code: 'job-missing' })
    const stop = new AbortController()
    const begun = temporaryFolder()
    await batch({
      out: begun,
      chunkRows: 7,
      signal: stop.signal,
      onEvent: ({ type }) => type === 'progress' && stop.abort(),
    })
    await expect(verifyFolder(begun)).rejects.toMatchObject({ code: 'job-unfinished' })
    const out = await finished()
    writeFileSync(join(out, 'manifest.ndjson'), '')
    await expect(verifyFolder(out)).rejects.toMatchObject({ code: 'job-damaged' })
  })
})

test('nothing but labels holds any part of a token', async () => {
  const out = temporaryFolder()
  const said: string[] = []
  const dirty = `${content}${sampleDevice(3).devEui},70B3D57ED0000001,${sampleDevice(4).ownerToken},S99\n`
  const options = { input: temporaryFile(dirty), out, skipBadRows: true, as: ['png', 'svg'] as const }
  const summary = await batch({ ...options, onEvent: (event) => said.push(JSON.stringify(event)) })
  const errors = await Promise.allSettled([
    batch({ ...options, dpi: 300 }),
    batch({ input: temporaryFile(dirty.replace('\n', 'x\n')) }),
  ])
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' })
  const texts = names
    .filter((name) => /(json|csv|journal)$/.test(name))
    .map((name) => readFileSync(join(out, name), 'utf8'))
  const everything = [
    JSON.stringify(summary),
    ...said,
    ...names,
    ...texts,
    ...errors.map((one) => JSON.stringify(one) + inspect(one)),
  ].join('\n')
  expect(everything.length).toBeGreaterThan(5000)
  for (const { ownerToken } of devices) {
    for (let at = 0; at + 6 <= ownerToken.length; at++)
      expect(everything).not.toContain(ownerToken.slice(at, at + 6))
  }
})

test('a folder that cannot be made is an output that failed', async () => {
  const file = temporaryFile('')
  await expect(batch({ out: join(file, 'labels') })).rejects.toMatchObject({ code: 'output-failed' })
  const dirty = temporaryFile(`${content}zz,,,\n`)
  await expect(batch({ input: dirty, out: join(file, 'labels') })).rejects.toMatchObject({
    code: 'output-failed',
  })
})

describe('threads', () => {
  const [first, second] = [sampleDevice(0), sampleDevice(1)]
  const dirty = csvOf([
    ...devices,
    { ...first, serialNumber: 'other' },
    { ...sampleDevice(31), devEui: 'no EUI' },
    { ...sampleDevice(32), ownerToken: second.ownerToken },
    sampleDevice(5),
    { ...sampleDevice(33), ownerToken: 'AAAAAAAAAAAAAAAAAAAAAA==' },
  ])

  test('find what one thread finds', async () => {
    const input = temporaryFile(dirty)
    const alone = await batch({ input, dryRun: true, workers: 0 })
    const { out: _, ...found } = await batch({ input, dryRun: true, workers: 2 })
    expect(alone).toMatchObject({ read: 35, refused: 5, repeated: 1 })
    expect(alone.warnings.map(({ code }) => code)).toEqual(['identical-repeat', 'weak-token-constant'])
    expect(alone).toMatchObject(found)
  })

  test.each([0, 2])('%i of them say which line a quote was left open on', async (workers) => {
    // Beyond what is read for the header.
    const before = csvOf(sampleDevices(4000))
    const input = temporaryFile(`${before}70B3D57ED00A0F00,,"never closed,\n${'more,\n'.repeat(20_000)}`)
    await expect(batch({ input, dryRun: true, workers, chunkRows: 500 })).rejects.toMatchObject({
      name: 'InputError',
      issue: { code: 'unclosed-quote', line: 4002 },
    })
  })
})

test('30,000 bad rows are named in the order of lines, with what they have in common', async () => {
  const bad = Array.from({ length: 30_000 }, (_, index) => ({
    ...sampleDevice(index),
    ownerToken: `t${index}`,
  }))
  // The device of the first line, twice more and with a token that is whole.
  const repeat = { ...sampleDevice(0), ownerToken: sampleDevice(1).ownerToken }
  const input = temporaryFile(csvOf([...bad, repeat, repeat]))
  const out = join(temporaryFolder(), 'labels')
  const events: string[] = []
  const { refusals, causes, refused } = await runBatch({
    input,
    out,
    workers: 2,
    onEvent: (event) => {
      if (event.type === 'refused') events.push(String(event.issue.line))
    },
  })
  const lines = readFileSync(join(out, 'refused.csv'), 'utf8').trimEnd().split('\r\n').slice(1)
  const named = lines.map((line) => Number(line.split(',')[0]))
  expect(named).toEqual([...named].sort((a, b) => a - b))
  expect(new Set(named).size).toBe(refused)
  expect(events).toEqual(named.map(String))
  expect(refusals.length).toBe(1000)
  expect(causes.reduce((sum, { count }) => sum + count, 0)).toBe(lines.length)
  expect(causes.map(({ code }) => code)).toEqual(['wrong-length', 'dev-eui-conflict', 'token-conflict'])
})

test('workers and rows of a chunk are bounded by what helps', async () => {
  const out = join(temporaryFolder(), 'labels')
  const input = temporaryFile(csvOf(sampleDevices(3)))
  expect(await runBatch({ input, out, workers: 100_000, chunkRows: 1e9, verify: 'none' })).toMatchObject({
    labelled: 3,
  })
})
