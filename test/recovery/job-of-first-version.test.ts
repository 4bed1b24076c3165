import { type BatchOptions, type BatchSummary, printFolder, runBatch, verifyFolder } from '@claimtag/batch'
import type { Template } from '@claimtag/label'
import { startPrinter } from 'claimtag-example-factory-line'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'

// Job folders are kept for years. This one was made by claimtag 0.1.0 with the options below, and two of its three
// labels were printed. Never make it again: every later version must work with it.

const fixture = fileURLToPath(new URL('../data/job-of-first-version/', import.meta.url))
const input = join(fixture, 'devices.csv')

const OPTIONS = {
  input,
  template: JSON.parse(readFileSync(join(fixture, 'template.json'), 'utf8')) as Template,
  as: ['png', 'zpl', 'pdf'],
  volume: 2,
  workers: 0,
} as const satisfies Partial<BatchOptions>

function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'claimtag-first-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function copyOfJob(): string {
  const out = join(temporaryFolder(), 'labels')
  cpSync(join(fixture, 'labels'), out, { recursive: true })
  return out
}

async function newJob(options: Partial<BatchOptions> = {}): Promise<string> {
  const out = join(temporaryFolder(), 'labels')
  await runBatch({ ...OPTIONS, ...options, out })
  return out
}

function filesOf(out: string): Readonly<Record<string, string>> {
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' }).sort()
  const files = names.filter((name) => statSync(join(out, name)).isFile())
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(out, name), 'latin1')]))
}

describe('a job of the first version', () => {
  test('is verified', async () => {
    expect(await verifyFolder(copyOfJob())).toEqual({
      labels: 3,
      records: [],
      volumes: [],
      faults: [],
      additional: [],
    })
  })

  test.each(['70B3D57ED00A0DA5.png', 'labels.zpl', 'labels-00002.pdf'])(
    'has its %s watched',
    async (file) => {
      const out = copyOfJob()
      const bytes = readFileSync(join(out, file))
      bytes[bytes.length >> 1]! ^= 1
      writeFileSync(join(out, file), bytes)
      const { faults, volumes } = await verifyFolder(out)
      expect([...faults, ...volumes].map((fault) => fault.file)).toContain(file)
    },
  )

  test('is done when it is asked for again', async () => {
    const out = copyOfJob()
    const before = filesOf(out)
    const expected: Partial<BatchSummary> = { state: 'done', labelled: 3, verified: 3, resumed: 3 }
    expect(await runBatch({ ...OPTIONS, out })).toMatchObject(expected)
    expect(filesOf(out)).toEqual(before)
  })

  test('has the label printed that was not printed yet', async () => {
    const out = copyOfJob()
    const printer = await startPrinter({ msPerLabel: 1 })
    try {
      const printed = await printFolder({ out, to: printer.url })
      expect(printed).toEqual({
        printed: 1,
        skipped: 2,
        confirms: 'printed',
        interrupted: false,
        uncertain: [],
      })
      expect(printer.printed).toBe(1)
    } finally {
      await printer.close()
    }
  })
})

/** The paths of all members in a JSON value: `files[].digest`. */
function membersOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => membersOf(item, `${path}[]`))
  if (typeof value !== 'object' || value === null) return [path]
  const prefix = path === '' ? '' : `${path}.`
  return Object.entries(value).flatMap(([name, member]) => membersOf(member, prefix + name))
}

function membersIn(out: string, file: string): readonly string[] {
  const text = readFileSync(join(out, file), 'utf8')
  const values = file.endsWith('.json') ? [text] : text.trimEnd().split('\n')
  return [...new Set(values.flatMap((value) => membersOf(JSON.parse(value))))]
}

describe('what programs read of a job keeps its members', () => {
  test.each(['manifest.ndjson', 'volumes.ndjson', 'job.json'])('%s', async (file) => {
    // The members of the identity are only compared with those of the same job, so they may change.
    const members = membersIn(join(fixture, 'labels'), file).filter((name) => !name.startsWith('identity.'))
    expect(members.length).toBeGreaterThan(4)
    expect(membersIn(await newJob(), file)).toEqual(expect.arrayContaining([...members]))
  })

  test('also of an archive, and of what a Brother QL prints', async () => {
    const archived = await newJob({ as: ['png'], pack: 'zip', volume: undefined })
    expect(membersIn(archived, 'manifest.ndjson')).toContain('files[].entry')
    expect(membersIn(archived, 'job.json')).toContain('pack')
    const brother = await newJob({ as: ['brother'], dpi: 300, volume: undefined })
    expect(membersIn(brother, 'job.json')).toContain('media')
  })
})
