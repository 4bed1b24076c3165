import { appendFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runBatch, verifyFolder, type OutputKind } from '../../src/index.ts'
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'

interface Case {
  readonly file: string
  readonly as: OutputKind
  readonly pack?: 'zip'
}

const ARCHIVE: Case = { file: 'labels.zip', as: 'png', pack: 'zip' }
const PAYLOADS: Case = { file: 'labels.csv', as: 'csv' }
const CASES: readonly Case[] = [
  { file: 'labels.zpl', as: 'zpl' },
  { file: 'labels.native.zpl', as: 'zpl-native' },
  { file: 'labels.escpos', as: 'escpos' },
  PAYLOADS,
  ARCHIVE,
]

async function finished({ as, pack }: Omit<Case, 'file'>): Promise<string> {
  const out = temporaryFolder()
  await runBatch({
    input: temporaryFile(csvOf(sampleDevices(9))),
    out,
    as: [as],
    pack,
    workers: 0,
    chunkRows: 4,
  })
  return out
}

describe.each(CASES)('$file', ({ file, ...made }) => {
  test('is as it was written', async () => {
    const out = await finished(made)
    expect(await verifyFolder(out)).toEqual({
      labels: 9,
      records: [],
      volumes: [],
      faults: [],
      additional: [],
    })
  })

  test('has a label too many at its end', async () => {
    const out = await finished(made)
    appendFileSync(join(out, file), readFileSync(join(out, file)).subarray(-60))
    expect(await verifyFolder(out)).toMatchObject({
      volumes: [{ file, labels: 9, fault: 'additional' }],
      faults: [],
    })
  })
})

/** Turns a bit of a file over. */
function turn(path: string, at: number): void {
  const bytes = readFileSync(path)
  const place = at < 0 ? bytes.length + at : at
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place)
  writeFileSync(path, bytes)
}

test.each([
  { made: PAYLOADS, at: 3, what: 'the names of the columns' },
  { made: ARCHIVE, at: 14, what: 'the checksum before a label' },
  { made: ARCHIVE, at: -60, what: 'the directory' },
  { made: ARCHIVE, at: -12, what: 'the end' },
])('$made.file shows that $what was changed', async ({ made, at }) => {
  const out = await finished(made)
  turn(join(out, made.file), at)
  const { volumes, faults } = await verifyFolder(out)
  expect([volumes, faults]).toEqual([[{ file: made.file, labels: 9, fault: 'changed' }], []])
})

test('of a label that was changed, its file is not named once more', async () => {
  const out = await finished(ARCHIVE)
  turn(join(out, 'labels.zip'), 200)
  const { volumes, faults } = await verifyFolder(out)
  expect(faults).toMatchObject([{ devEui: sampleDevice(0).devEui, fault: 'changed' }])
  expect(volumes).toEqual([])
})

test('a file that is gone misses every label', async () => {
  const out = await finished({ as: 'zpl' })
  rmSync(join(out, 'labels.zpl'))
  const { volumes, faults } = await verifyFolder(out)
  expect([volumes, faults.map(({ fault }) => fault)]).toEqual([
    [],
    Array.from({ length: 9 }, () => 'missing'),
  ])
})

test('streams, archives and links that the job did not make are additional', async () => {
  const out = await finished({ as: 'zpl' })
  const names = ['copy.zpl', 'copy.zip', 'copy.escpos', 'copy.pdf']
  for (const name of names) writeFileSync(join(out, name), 'x')
  symlinkSync(join(out, 'labels.zpl'), join(out, 'link.zpl'))
  writeFileSync(join(out, 'devices.csv'), 'x')
  writeFileSync(join(out, 'readme.txt'), 'x')
  expect((await verifyFolder(out)).additional).toEqual([...names, 'link.zpl'].sort())
})

test('who stops it does not hear of labels that were not reached', async () => {
  const out = await finished({ as: 'png' })
  const stop = new AbortController()
  const verdict = await verifyFolder(out, { signal: stop.signal, onProgress: () => stop.abort() })
  expect(verdict).toEqual({ labels: 1, records: [], volumes: [], faults: [], additional: [] })
})

test('a summary that speaks of fewer labels than there are is damaged', async () => {
  const out = await finished({ as: 'png' })
  const record = join(out, 'job.json')
  writeFileSync(record, readFileSync(record, 'utf8').replace('"labelled": 9', '"labelled": 8'))
  await expect(verifyFolder(out)).rejects.toMatchObject({ code: 'job-damaged' })
})
