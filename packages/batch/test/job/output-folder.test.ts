import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runBatch, type BatchEvent, type BatchOptions, type BatchSummary } from '../../src/index.ts'
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'

const content = csvOf(sampleDevices(12))
const dirty = `${content}zz,70B3D57ED0000001,AAAA,S98\n`
const isWindows = process.platform === 'win32'

function batch(options: Partial<BatchOptions> & { readonly out: string }): Promise<BatchSummary> {
  return runBatch({ input: temporaryFile(content), workers: 0, chunkRows: 5, ...options })
}

function having(folder: string, name: string, text = 'own work'): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function openFolder(mode = 0o755): string {
  const out = temporaryFolder()
  chmodSync(out, mode)
  return out
}

const exists = (path: string) => ({ code: 'output-exists', issue: { path } })

describe('a file of others is not overwritten', () => {
  test.each<[string, Partial<BatchOptions>, rows?: string]>([
    ['labels.pdf', { as: ['pdf'] }],
    ['labels.csv', { as: ['csv'] }],
    ['labels.zpl', { as: ['png', 'zpl'] }],
    ['labels.native.zpl', { as: ['zpl-native'] }],
    ['labels.zip', { pack: 'zip' }],
    ['labels.zip.part', { pack: 'zip' }],
    ['labels.csv.part', { as: ['csv'] }],
    ['labels-00001.pdf', { as: ['pdf'], volume: 5 }],
    ['labels-00003.pdf.part', { as: ['pdf'], volume: 5 }],
    ['volumes.ndjson', { as: ['pdf'] }],
    ['manifest.ndjson', {}],
    ['manifest.ndjson.part', {}],
    ['job.json', {}],
    ['audit.ndjson', {}],
    ['refused.csv', {}],
    ['refused.csv', {}, dirty],
    [`${sampleDevice(3).devEui}.png`, {}],
    [`${sampleDevice(3).devEui.toLowerCase()}.PNG`, {}],
    [`${sampleDevice(99).devEui}.svg`, { as: ['svg'] }],
    ['00002', { perFolder: 2, as: ['png'] }],
  ])('%s, by %j', async (name, options, rows = content) => {
    const out = temporaryFolder()
    const path = having(out, name)
    await expect(batch({ out, input: temporaryFile(rows), ...options })).rejects.toMatchObject(exists(path))
    expect(readFileSync(path, 'utf8')).toBe('own work')
    expect(readdirSync(out).filter((left) => left !== '.claimtag')).toEqual([name])
  })

  test.skipIf(isWindows)('nor is anything done when it is a link that leads nowhere', async () => {
    const out = temporaryFolder()
    symlinkSync(join(out, 'precious'), join(out, 'labels.csv.part'))
    await expect(batch({ out, as: ['csv'] })).rejects.toMatchObject({ code: 'output-exists' })
    expect(readdirSync(out)).toEqual(['labels.csv.part'])
  })

  test('nor when it is a folder', async () => {
    const out = temporaryFolder()
    mkdirSync(join(out, 'labels.csv'))
    await expect(batch({ out, as: ['csv'] })).rejects.toMatchObject({ code: 'output-exists' })
    expect(readdirSync(out)).toEqual(['labels.csv'])
  })

  test('files that the job does not write may lie there', async () => {
    const out = temporaryFolder()
    for (const name of ['labels.svg', 'labels.pdf', 'notes.txt', 'devices.csv', '99999', '123'])
      having(out, name)
    having(out, `${sampleDevice(1).devEui}.svg`)
    expect(await batch({ out, as: ['png', 'csv'] })).toMatchObject({ state: 'done' })
    expect(readFileSync(join(out, 'labels.pdf'), 'utf8')).toBe('own work')
  })

  test('a dry run looks at rows alone', async () => {
    const out = temporaryFolder()
    having(out, 'manifest.ndjson')
    expect(await batch({ out, dryRun: true })).toMatchObject({ state: 'checked' })
  })

  test('a file that takes the place while the job runs stays, too', async () => {
    const out = temporaryFolder()
    const onEvent = ({ type }: BatchEvent) => type === 'progress' && having(out, 'labels.csv')
    await expect(batch({ out, as: ['csv'], onEvent })).rejects.toMatchObject(exists(join(out, 'labels.csv')))
    expect(readFileSync(join(out, 'labels.csv'), 'utf8')).toBe('own work')
    rmSync(join(out, 'labels.csv'))
  })
})

describe('the file of devices is not written over', () => {
  test.each<[string, Partial<BatchOptions>]>([
    ['labels.csv', { as: ['csv'] }],
    ['manifest.ndjson', {}],
    ['refused.csv', {}],
    ['labels.csv.part', { as: ['csv'] }],
    ['job.json', {}],
  ])('%s', async (name, options) => {
    const out = temporaryFolder()
    const input = having(out, name, content)
    await expect(batch({ out, input, ...options })).rejects.toMatchObject({
      code: 'output-is-input',
      issue: { path: input },
    })
    expect(readdirSync(out)).toEqual([name])
    expect(readFileSync(input, 'utf8')).toBe(content)
  })

  test.skipIf(isWindows).each([
    ['a symbolic link', symlinkSync],
    ['a hard link', linkSync],
  ])('through %s', async (_, link) => {
    const out = temporaryFolder()
    const input = having(out, 'devices.csv', content)
    link(input, join(out, 'labels.csv'))
    await expect(batch({ out, input, as: ['csv'] })).rejects.toMatchObject({ code: 'output-is-input' })
    expect(readFileSync(input, 'utf8')).toBe(content)
  })

  test('also where a job of ours has begun', async () => {
    const out = temporaryFolder()
    await batch({ out, as: ['csv'] })
    const input = join(out, 'labels.csv')
    const before = readFileSync(input)
    await expect(batch({ out, input, as: ['csv'] })).rejects.toMatchObject({ code: 'output-is-input' })
    expect(readFileSync(input)).toEqual(before)
  })

  test('but may lie in the same folder', async () => {
    const out = temporaryFolder()
    const input = having(out, 'devices.csv', content)
    expect(await batch({ out, input, as: ['csv'] })).toMatchObject({ state: 'done' })
    expect(readFileSync(input, 'utf8')).toBe(content)
  })
})

describe('refused.csv', () => {
  test('of ours is replaced, and goes when the rows were mended', async () => {
    const out = temporaryFolder()
    const more = temporaryFile(`${dirty}yy,70B3D57ED0000001,AAAA,S98\n`)
    await batch({ out, input: temporaryFile(dirty) })
    await batch({ out, input: more })
    expect(readFileSync(join(out, 'refused.csv'), 'utf8')).toContain('\n15,devEui')
    expect(await batch({ out })).toMatchObject({ state: 'done' })
    expect(existsSync(join(out, 'refused.csv'))).toBe(false)
  })

  test.each([
    ['refuses rows', dirty],
    ['refuses none', content],
  ])('that somebody has worked in since is kept by a run that %s', async (_, rows) => {
    const out = temporaryFolder()
    await batch({ out, input: temporaryFile(dirty) })
    const path = join(out, 'refused.csv')
    writeFileSync(path, `${readFileSync(path, 'utf8')}who asks the supplier?\n`)
    await expect(batch({ out, input: temporaryFile(rows) })).rejects.toMatchObject(exists(path))
    expect(readFileSync(path, 'utf8')).toContain('supplier')
  })

  test('of others beside a finished job is left alone, unless it has to be written', async () => {
    const out = temporaryFolder()
    const input = temporaryFile(content)
    await batch({ out, input })
    const path = having(out, 'refused.csv')
    expect(await batch({ out, input })).toMatchObject({ state: 'done', resumed: 12 })
    await expect(batch({ out, input: temporaryFile(dirty) })).rejects.toMatchObject(exists(path))
    expect(readFileSync(path, 'utf8')).toBe('own work')
  })

  test.skipIf(isWindows)('that is a link is none of ours', async () => {
    const out = temporaryFolder()
    await batch({ out, input: temporaryFile(dirty) })
    const path = join(out, 'refused.csv')
    const moved = join(temporaryFolder(), 'moved.csv')
    copyFileSync(path, moved)
    rmSync(path)
    symlinkSync(moved, path)
    await expect(batch({ out })).rejects.toMatchObject(exists(path))
    expect(existsSync(moved)).toBe(true)
  })
})

describe.skipIf(isWindows)('a folder that others may look into', () => {
  test.each([
    ['that makes labels', content],
    ['that refuses rows', dirty],
  ])('is closed by a run %s, and that is said', async (_, rows) => {
    const out = openFolder()
    const events: BatchEvent[] = []
    await batch({ out, input: temporaryFile(rows), onEvent: (event) => events.push(event) })
    expect(events.filter(({ type }) => type === 'folder-open')).toEqual([
      { type: 'folder-open', path: out, closed: true },
    ])
    expect(statSync(out).mode & 0o777).toBe(0o700)
  })

  test('is refused when asked, and stays as it is', async () => {
    const out = openFolder(0o750)
    await expect(batch({ out, strict: true })).rejects.toMatchObject({
      code: 'output-open',
      issue: { path: out },
    })
    expect([statSync(out).mode & 0o777, readdirSync(out)]).toEqual([0o750, []])
    chmodSync(out, 0o700)
    expect(await batch({ out, strict: true })).toMatchObject({ state: 'done' })
  })

  test('is made closed when it is not there', async () => {
    const out = join(temporaryFolder(), 'labels')
    const events: BatchEvent[] = []
    await batch({ out, strict: true, onEvent: (event) => events.push(event) })
    expect(statSync(out).mode & 0o777).toBe(0o700)
    expect(events.some(({ type }) => type === 'folder-open')).toBe(false)
  })

  test('is refused when all users share it, and not closed to them', async () => {
    const out = openFolder(0o1777)
    await expect(batch({ out })).rejects.toMatchObject({ code: 'output-shared', issue: { path: out } })
    expect([statSync(out).mode & 0o7777, readdirSync(out)]).toEqual([0o1777, []])
  })

  test('has no link for our own folder in it', async () => {
    const out = temporaryFolder()
    const other = temporaryFolder()
    symlinkSync(other, join(out, '.claimtag'))
    await expect(batch({ out })).rejects.toMatchObject({ code: 'not-a-folder' })
    expect(readdirSync(other)).toEqual([])
  })
})

test.skipIf(isWindows)(
  'a job that is gone on with closes what was opened meanwhile, and refuses links',
  async () => {
    const input = temporaryFile(content)
    const stop = new AbortController()
    const onEvent = ({ type }: BatchEvent) => type === 'progress' && stop.abort()
    const out = temporaryFolder()
    const options = { out, input, as: ['zpl', 'csv'] as const }
    expect(await batch({ ...options, signal: stop.signal, onEvent })).toMatchObject({ state: 'interrupted' })
    const part = join(out, 'labels.csv.part')
    chmodSync(part, 0o666)
    const other = having(temporaryFolder(), 'precious')
    rmSync(join(out, 'labels.zpl.part'))
    symlinkSync(other, join(out, 'labels.zpl.part'))
    await expect(batch(options)).rejects.toMatchObject({ code: 'file-linked' })
    expect(readFileSync(other, 'utf8')).toBe('own work')
    linkSync(part, join(out, 'backup'))
    rmSync(join(out, 'labels.zpl.part'))
    copyFileSync(other, join(out, 'labels.zpl.part'))
    await expect(batch(options)).rejects.toMatchObject({
      code: expect.stringMatching(/file-linked|job-damaged/) as string,
    })
  },
)
