import { createHash } from 'node:crypto'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tmpdir } from 'node:os'
import { temporaryFolder } from '../../disk/test/temporary.ts'
import {
  BatchError,
  printFolder,
  readLabel,
  runBatch,
  verifyFolder,
  type BatchOptions,
} from '../src/index.ts'
import { csvOf, sampleDevice, sampleDevices } from './devices.ts'

const [A, B] = [sampleDevice(0).devEui, sampleDevice(1).devEui]

/** A finished job, made once; each test damages a copy. */
const made = mkdtempSync(join(tmpdir(), 'claimtag-test-'))
afterAll(() => rmSync(made, { recursive: true, force: true }))

async function make(name: string, options: Partial<BatchOptions>): Promise<void> {
  const input = join(made, 'devices.csv')
  writeFileSync(input, csvOf(sampleDevices(6)))
  await runBatch({ input, out: join(made, name), workers: 0, ...options })
}

beforeAll(async () => {
  await make('files', { as: ['png', 'zpl'] })
  await make('pdf', { as: ['pdf'], volume: 4 })
  await make('spread', { as: ['png'], perFolder: 1 })
  await make('payloads', { as: ['csv'] })
  const [, , second = ''] = readFileSync(join(made, 'payloads', 'labels.csv'), 'utf8').split(/\r?\n/)
  writeFileSync(join(made, 'text-of-b'), second.slice(second.lastIndexOf(',') + 1).replaceAll('"', ''))
})

function copy(name = 'files'): string {
  const out = join(temporaryFolder(), 'labels')
  cpSync(join(made, name), out, { recursive: true })
  return out
}

interface Line {
  devEui: string
  files: { as: string; file: string; offset?: number; bytes: number; digest: string }[]
  symbols: { modules: number; dots: number; x: number }[]
}

function editManifest(out: string, edit: (lines: Line[]) => void): void {
  const path = join(out, 'manifest.ndjson')
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  const parsed = lines.map((line) => JSON.parse(line) as Line)
  edit(parsed)
  writeFileSync(path, parsed.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

type Job = Record<string, unknown>

const RANDOM = '0123456789abcdef01234567'

function editJob(out: string, edit: (job: Job) => void): void {
  const path = join(out, 'job.json')
  const job = JSON.parse(readFileSync(path, 'utf8')) as Job
  edit(job)
  writeFileSync(path, JSON.stringify(job))
}

/** Whether verifying again finds anything, and printing or reading a label refuses what it cannot trust. */
async function isFound(out: string): Promise<boolean> {
  try {
    const { records, volumes, faults, additional } = await verifyFolder(out)
    return records.length + volumes.length + faults.length + additional.length > 0
  } catch (error) {
    return error instanceof BatchError && error.code === 'job-damaged'
  }
}

async function swap(out: string): Promise<void> {
  const [a, b] = [join(out, `${A}.png`), join(out, `${B}.png`)]
  const [first, second] = [readFileSync(a), readFileSync(b)]
  writeFileSync(a, second)
  writeFileSync(b, first)
}

const MANIFEST_EDITS: Readonly<Record<string, (lines: Line[]) => void>> = {
  'the DevEUIs of two lines are exchanged': ([first, second]) => {
    if (first && second) [first.devEui, second.devEui] = [second.devEui, first.devEui]
  },
  'a DevEUI has one flipped bit': ([first]) => {
    if (first) first.devEui = `F${first.devEui.slice(1)}`
  },
  'two lines name the files of each other': ([first, second]) => {
    if (first && second) [first.files, second.files] = [second.files, first.files]
  },
  'a line is replaced by another': (lines) => {
    if (lines[1]) lines[0] = lines[1]
  },
  'two lines are exchanged': (lines) => {
    if (lines[0] && lines[1]) [lines[0], lines[1]] = [lines[1], lines[0]]
  },
  'a line is gone': (lines) => void lines.pop(),
  'all lines are gone': (lines) => void lines.splice(0),
  'a line is there twice': (lines) => void (lines[0] && lines.push(lines[0])),
  'no line names a PNG any more': (lines) => {
    for (const line of lines) line.files = line.files.filter(({ as }) => as !== 'png')
  },
  'a label of a stream begins elsewhere': ([first, second]) => {
    const [a, b] = [first?.files[1], second?.files[1]]
    if (a && b) a.offset = b.offset ?? 0
  },
  'an offset is hostile': ([first]) => {
    if (first?.files[1]) first.files[1].offset = -1
  },
  'an offset is far beyond the file': ([first]) => {
    if (first?.files[1]) first.files[1].offset = 2 ** 52
  },
  'a length is hostile': ([first]) => {
    if (first?.files[0]) first.files[0].bytes = 2 ** 40
  },
  'a count of modules is hostile': ([first]) => {
    if (first?.symbols[0]) first.symbols[0].modules = 1e9
  },
  'a symbol lies far outside': ([first]) => {
    if (first?.symbols[0]) first.symbols[0].x = -5e9
  },
  'a file lies outside of the folder': ([first]) => {
    if (first?.files[0]) first.files[0].file = '../../etc/hostname'
  },
}

describe('verify finds, and printing refuses, that in the manifest', () => {
  test.each(Object.keys(MANIFEST_EDITS))('%s', async (name) => {
    const out = copy()
    editManifest(out, MANIFEST_EDITS[name] ?? (() => undefined))
    expect(await isFound(out)).toBe(true)
    const damaged = { code: 'job-damaged' }
    await expect(readLabel({ out, devEui: A, as: 'png', to: 'x' })).rejects.toMatchObject(damaged)
    await expect(printFolder({ out, to: 'tcp://127.0.0.1:9' })).rejects.toMatchObject(damaged)
  })
})

const JOB_EDITS: Readonly<Record<string, (job: Job) => void>> = {
  'a count is another': (job) => (job['labelled'] = 5),
  'an output is gone': (job) => (job['outputs'] = ['zpl']),
  'the stock is larger': (job) => (job['stock'] = { width: 90, height: 25 }),
  'the digest of the manifest is gone': (job) => delete job['records'],
  'the seal is gone': (job) => delete job['seal'],
  'it passes for one of the first version': (job) => {
    for (const name of ['seal', 'records', 'digests']) delete job[name]
  },
}

describe('verify finds that in job.json', () => {
  test.each(Object.keys(JOB_EDITS))('%s', async (name) => {
    const out = copy()
    editJob(out, JOB_EDITS[name] ?? (() => undefined))
    expect(await isFound(out)).toBe(true)
  })
})

describe('verify finds that in the folder', () => {
  test('two labels are exchanged', async () => {
    const out = copy()
    await swap(out)
    const { faults } = await verifyFolder(out)
    expect(faults.map(({ fault }) => fault)).toEqual(['changed', 'changed'])
  })

  test('two labels and their names in the manifest are exchanged', async () => {
    const out = copy()
    await swap(out)
    editManifest(out, MANIFEST_EDITS['two lines name the files of each other'] ?? (() => undefined))
    expect(await isFound(out)).toBe(true)
  })

  test('all PNGs are gone, from files and lines', async () => {
    const out = copy()
    for (const file of readdirSync(out)) if (file.endsWith('.png')) rmSync(join(out, file))
    editManifest(out, MANIFEST_EDITS['no line names a PNG any more'] ?? (() => undefined))
    expect(await isFound(out)).toBe(true)
  })

  test.runIf(process.platform !== 'win32')(
    'a label is a symbolic link, as is a folder of labels',
    async () => {
      const elsewhere = temporaryFolder()
      const out = copy()
      cpSync(join(out, `${A}.png`), join(elsewhere, 'a.png'))
      rmSync(join(out, `${A}.png`))
      symlinkSync(join(elsewhere, 'a.png'), join(out, `${A}.png`))
      expect((await verifyFolder(out)).faults).toMatchObject([{ devEui: A, fault: 'no-file' }])
      const spread = copy('spread')
      const [folder = ''] = readdirSync(spread).filter((name) => /^\d+$/.test(name))
      cpSync(join(spread, folder), join(elsewhere, folder), { recursive: true })
      rmSync(join(spread, folder), { recursive: true })
      symlinkSync(join(elsewhere, folder), join(spread, folder))
      expect((await verifyFolder(spread)).faults).toMatchObject([{ fault: 'no-file' }])
    },
  )

  test('a label is a folder', async () => {
    const out = copy()
    rmSync(join(out, `${A}.png`))
    mkdirSync(join(out, `${A}.png`))
    expect((await verifyFolder(out)).faults).toMatchObject([{ devEui: A, fault: 'no-file' }])
  })

  test.each([
    'copy.PNG',
    'labels.zpl.part',
    '.claimtag/labels-of-b.csv',
    '.claimtag/a/b',
    'sub/x.Pdf',
    `.claimtag/a/lock.${RANDOM}`,
    '.claimtag/lock.csv',
    `.claimtag/lock.gone-${RANDOM}.csv`,
    '.claimtag/lock.gone-',
  ])('%s is additional', async (file) => {
    const out = copy()
    mkdirSync(join(out, file, '..'), { recursive: true })
    writeFileSync(join(out, file), 'x')
    expect((await verifyFolder(out)).additional).toEqual([file])
  })

  // What processes leave that are killed while they take a lock, remove a dead one, or give theirs up.
  test.each([
    `lock.${RANDOM}`,
    `lock.gone-${RANDOM}`,
    'lock.gone-pid4711',
    'lock.dead-unread-0',
    `lock.dead-${RANDOM}`,
    `lock.dead-${RANDOM}.gone-${RANDOM}`,
    `lock.dead-${RANDOM}.dead-${RANDOM}`,
  ])('.claimtag/%s is none', async (name) => {
    const out = copy()
    writeFileSync(join(out, '.claimtag', name), '')
    expect((await verifyFolder(out)).additional).toEqual([])
  })

  test('the list of PDFs was shortened, with the PDF', async () => {
    const out = copy('pdf')
    const path = join(out, 'volumes.ndjson')
    const [first = ''] = readFileSync(path, 'utf8').split('\n')
    writeFileSync(path, `${first}\n`)
    expect((await verifyFolder(out)).records).toEqual([{ file: 'volumes.ndjson', fault: 'changed' }])
  })

  test('the key is gone, or another', async () => {
    const out = copy()
    writeFileSync(join(out, '.claimtag', 'key'), Buffer.alloc(32, 1))
    expect(await isFound(out)).toBe(true)
    rmSync(join(out, '.claimtag', 'key'))
    expect(await isFound(out)).toBe(true)
  })
})

test('a code of another device is found although all digests agree, as an insider with the key could make them', async () => {
  const out = copy()
  const key = readFileSync(join(out, '.claimtag', 'key'))
  const sign = (words: string, content: string | Uint8Array): string =>
    createHash('sha256').update(key).update(words).update(content).digest('hex').slice(0, 32)
  // Device A gets the label of device B, with digests that are right.
  const png = readFileSync(join(out, `${B}.png`))
  writeFileSync(join(out, `${A}.png`), png)
  const text = readFileSync(join(made, 'text-of-b'), 'utf8')
  editManifest(out, ([first, second]) => {
    if (first === undefined || second === undefined) return
    first.symbols = second.symbols.map((symbol) => ({ ...symbol, digest: sign(`symbol\0${A}\0`, text) }))
    first.files = first.files.slice(0, 1).map((file) => ({
      ...file,
      bytes: png.length,
      digest: sign(`file\0${A}\0png\0${file.file}\0\0\0\0`, png),
    }))
  })
  const { faults, records } = await verifyFolder(out)
  expect(faults).toContainEqual(expect.objectContaining({ devEui: A, fault: 'other-device' }))
  expect(records).toEqual([{ file: 'manifest.ndjson', fault: 'changed' }])
})
