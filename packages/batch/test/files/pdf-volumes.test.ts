import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createDecoder } from '@claimtag/decoder'
import { presets, sheetPlaces, type Template } from '@claimtag/label'
import { beforeAll, describe, expect, test } from 'vitest'
import { requireTool } from '../../../../test/tools.ts'
import type { BatchEvent, BatchOptions, BatchSummary } from '../../src/index.ts'
import { runBatch, verifyFolder } from '../../src/index.ts'
import type { ManifestEntry } from '../../src/ledger/manifest/manifest.ts'
import { jobFolder } from '../../src/ledger/folder.ts'
import { readJobRecord, writeJobRecord } from '../../src/ledger/record.ts'
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'

const hasReaders = requireTool('pdftoppm', '-v') && requireTool('zbarimg')

const LABELS = 60
const content = csvOf(sampleDevices(LABELS))
const sheet = presets['sheet-a4-l7160'] as Template
const DPI = 300

function batch(options: Partial<BatchOptions> = {}): Promise<BatchSummary> {
  const { input = Readable.from([content]), out = temporaryFolder() } = options
  return runBatch({ as: ['pdf'], chunkRows: 7, dpi: DPI, ...options, input, out })
}

function manifestOf(out: string): readonly ManifestEntry[] {
  const lines = readFileSync(join(out, 'manifest.ndjson'), 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as ManifestEntry)
}

const pdfsIn = (out: string): readonly string[] =>
  readdirSync(out)
    .filter((name) => name.endsWith('.pdf'))
    .sort()

interface Picture {
  readonly width: number
  readonly height: number
  readonly data: Buffer
}

/** The pages of a PDF as Poppler draws them. */
function pagesOf(pdf: string): readonly Picture[] {
  const folder = temporaryFolder()
  const said = execFileSync('pdftoppm', ['-r', String(DPI), '-gray', pdf, join(folder, 'page')], {
    encoding: 'utf8',
  })
  expect(said).toBe('')
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, name))
      const [head = '', width, height] =
        /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 40)) ?? []
      return { width: Number(width), height: Number(height), data: bytes.subarray(head.length) }
    })
}

/** A part of a page, from mm. */
function cut({ width, data }: Picture, x: number, y: number, wide: number, high: number): Picture {
  const [left, top, across, down] = [x, y, wide, high].map((mm) => Math.round((mm / 25.4) * DPI)) as [
    number,
    number,
    number,
    number,
  ]
  const rows = Array.from({ length: down }, (_, row) => {
    const begin = (top + row) * width + left
    return data.subarray(begin, begin + across)
  })
  return { width: across, height: down, data: Buffer.concat(rows) }
}

/** What zbar reads of each picture. */
function read(pictures: readonly Picture[]): readonly string[] {
  const folder = temporaryFolder()
  const names = pictures.map(({ width, height, data }, index) => {
    const name = join(folder, `${index}.pgm`)
    writeFileSync(name, Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), data]))
    return name
  })
  const options = { encoding: 'utf8', stdio: 'pipe' } as const
  return execFileSync('zbarimg', ['--quiet', '--raw', ...names], options)
    .trimEnd()
    .split('\n')
}

const devEuiOf = (text: string): string | undefined => {
  const decoded = createDecoder().decode(text)
  return decoded.ok ? decoded.record.devEui : undefined
}

test.skipIf(!hasReaders)(
  'foreign readers find every label on the page and place that the manifest names',
  async () => {
    const out = temporaryFolder()
    const options = { out, template: sheet, volume: 25, sheet: { start: 20, cutMarks: true } }
    expect(await batch(options)).toMatchObject({ state: 'done', labelled: LABELS, verified: LABELS })
    const pages = new Map(pdfsIn(out).map((name) => [name, pagesOf(join(out, name))]))
    // 2 + 21 + 2 labels from the begun sheet on; then whole sheets: 21 + 4, and 10.
    expect([...pages].map(([name, drawn]) => [name, drawn.length])).toEqual([
      ['labels-00001.pdf', 3],
      ['labels-00002.pdf', 2],
      ['labels-00003.pdf', 1],
    ])
    const entries = manifestOf(out)
    const { width, height } = sheet.stock
    const placeOf = sheetPlaces(sheet)
    const labels = entries.map(({ files: [file] }) => {
      const page = pages.get(file?.file ?? '')?.[(file?.page ?? 0) - 1]
      const { x, y } = placeOf((file?.place ?? 0) - 1)
      return cut(page ?? { width: 0, height: 0, data: Buffer.alloc(0) }, x, y, width, height)
    })
    expect(read(labels).map(devEuiOf)).toEqual(entries.map(({ devEui }) => devEui))
    expect(entries[0]?.files[0]).toMatchObject({ file: 'labels-00001.pdf', page: 1, place: 20 })
    expect(entries[25]?.files[0]).toMatchObject({ file: 'labels-00002.pdf', page: 1, place: 1 })
  },
)

test.skipIf(!hasReaders)('without a sheet, every label has a page of its size', async () => {
  const out = temporaryFolder()
  await batch({ out })
  expect(pdfsIn(out)).toEqual(['labels.pdf'])
  const pages = pagesOf(join(out, 'labels.pdf'))
  expect(pages).toHaveLength(LABELS)
  const sizes = new Set(pages.map(({ width, height }) => `${width} × ${height}`))
  // 50 × 25 mm at 300 dpi.
  expect([...sizes]).toEqual(['591 × 296'])
  expect(read(pages).map(devEuiOf)).toEqual(sampleDevices(LABELS).map(({ devEui }) => devEui))
  expect(manifestOf(out)[41]?.files[0]).toMatchObject({ page: 42, place: 1 })
})

/** All files but those that differ between any two runs. */
function treeOf(out: string): Record<string, string> {
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(out, path)).isFile(),
  )
  const kept = paths.filter((path) => !path.startsWith('.claimtag') && path !== 'job.json').sort()
  return Object.fromEntries(kept.map((path) => [path, readFileSync(join(out, path), 'latin1')]))
}

describe('the same bytes come', () => {
  // Volumes that end inside chunks, with them, and several of them in one; and one PDF for all.
  describe.each([25, 14, 3, undefined])('for %s labels a PDF', (volume) => {
    const options = { template: sheet, volume, sheet: { start: 4 } }
    let whole = ''
    beforeAll(async () => {
      whole = mkdtempSync(join(tmpdir(), 'claimtag-test-'))
      await batch({ ...options, out: whole })
      return () => rmSync(whole, { recursive: true })
    })

    function withItsKey(): string {
      const out = temporaryFolder()
      cpSync(join(whole, '.claimtag/key'), join(out, '.claimtag/key'), { recursive: true })
      return out
    }

    test('when the job is stopped after every chunk, with rests of what came later', async () => {
      const out = withItsKey()
      const input = temporaryFile(content)
      let runs = 0
      for (let state = 'interrupted'; state !== 'done'; runs++) {
        const stop = new AbortController()
        const onEvent = ({ type }: BatchEvent): void => {
          if (type === 'progress') stop.abort()
        }
        for (const name of readdirSync(out).filter((one) => one.endsWith('.pdf.part')))
          writeFileSync(join(out, name), '9 0 obj\n<< torn', { flag: 'a' })
        state = (await batch({ ...options, out, input, signal: stop.signal, onEvent })).state
      }
      expect(runs).toBeGreaterThan(4)
      expect(treeOf(out)).toEqual(treeOf(whole))
      expect(pdfsIn(out)).toHaveLength(volume === undefined ? 1 : Math.ceil(LABELS / volume))
    })

    test('when volumes have their names already, but the journal does not know it', async () => {
      const out = withItsKey()
      const input = temporaryFile(content)
      const stop = new AbortController()
      const onEvent = (event: BatchEvent): void => {
        if (event.type === 'progress' && event.labels >= 28) stop.abort()
      }
      await batch({ ...options, out, input, signal: stop.signal, onEvent })
      const journal = join(out, '.claimtag/journal.ndjson')
      const early = readFileSync(journal, 'utf8')
      expect(await batch({ ...options, out, input })).toMatchObject({ resumed: 28 })
      const folder = jobFolder(out)
      const record = await readJobRecord(folder)
      if (record !== undefined)
        writeJobRecord(folder, { ...record, state: 'running' }, readFileSync(folder.key))
      writeFileSync(journal, early)
      expect(await batch({ ...options, out, input })).toMatchObject({ state: 'done', resumed: 28 })
      expect(treeOf(out)).toEqual(treeOf(whole))
    })
  })
})

async function finished(): Promise<string> {
  const out = temporaryFolder()
  await batch({ out, template: sheet, volume: 25 })
  expect(await verifyFolder(out)).toEqual({
    labels: LABELS,
    records: [],
    volumes: [],
    faults: [],
    additional: [],
  })
  return out
}

function change(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'latin1')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to), 'latin1')
}

describe('a second look', () => {
  test('finds a PDF that is missing, one of whose pages was changed, and one too many', async () => {
    const out = await finished()
    rmSync(join(out, 'labels-00001.pdf'))
    change(join(out, 'labels-00002.pdf'), '/MediaBox [0 0 595.276', '/MediaBox [0 0 595.270')
    cpSync(join(out, 'labels-00003.pdf'), join(out, 'other.pdf'))
    expect(await verifyFolder(out)).toEqual({
      labels: LABELS,
      records: [],
      volumes: [
        { file: 'labels-00001.pdf', labels: 25, fault: 'missing' },
        { file: 'labels-00002.pdf', labels: 25, fault: 'changed' },
      ],
      faults: [],
      additional: ['other.pdf'],
    })
  })

  test('names the label that was changed', async () => {
    const out = await finished()
    const [file] = manifestOf(out)[30]?.files ?? []
    const path = join(out, 'labels-00002.pdf')
    const bytes = readFileSync(path)
    const at = (file?.offset ?? 0) + (file?.bytes ?? 0) - 60
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    writeFileSync(path, bytes)
    const { volumes, faults } = await verifyFolder(out)
    expect(volumes).toEqual([{ file: 'labels-00002.pdf', labels: 25, fault: 'changed' }])
    expect(faults).toEqual([
      { line: 32, devEui: sampleDevice(30).devEui, file: 'labels-00002.pdf', fault: 'changed' },
    ])
  })

  test('finds PDFs that have changed their names', async () => {
    const out = await finished()
    const [one, other, aside] = ['labels-00001.pdf', 'labels-00002.pdf', 'aside'].map((name) =>
      join(out, name),
    ) as [string, string, string]
    renameSync(one, aside)
    renameSync(other, one)
    renameSync(aside, other)
    const { volumes } = await verifyFolder(out)
    expect(volumes.map(({ fault }) => fault)).toEqual(['changed', 'changed'])
  })

  test('wants to know which PDFs there were', async () => {
    const out = await finished()
    rmSync(join(out, 'volumes.ndjson'))
    await expect(verifyFolder(out)).rejects.toMatchObject({ code: 'job-damaged' })
  })
})

describe('before the first label', () => {
  test.each<[string, Partial<BatchOptions>]>([
    ['start-off-sheet', { template: sheet, sheet: { start: 22 } }],
    ['no-sheet', { sheet: { start: 2 } }],
  ])('a job is refused for %s', async (code, options) => {
    const out = temporaryFolder()
    await expect(batch({ out, ...options })).rejects.toMatchObject({ code })
    expect(existsSync(join(out, 'labels.pdf.part'))).toBe(false)
  })

  test('another start, volume or mark is another job', async () => {
    const out = temporaryFolder()
    const input = temporaryFile(content)
    await batch({ out, input, template: sheet })
    for (const changed of [{ volume: 20 }, { sheet: { start: 3 } }, { sheet: { cutMarks: true } }]) {
      await expect(batch({ out, input, template: sheet, ...changed })).rejects.toMatchObject({
        code: 'job-changed',
        issue: { names: ['the pages'] },
      })
    }
  })
})
