import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { BatchOptions, OutputKind, StreamOptions } from '../src/index.ts'
import { runBatch, streamBatch } from '../src/index.ts'
import { csvOf, sampleDevice, sampleDevices } from './devices.ts'
import { temporaryFile, temporaryFolder } from '../../disk/test/temporary.ts'

const content = csvOf(sampleDevices(60))
const SMALL: Partial<BatchOptions> = { workers: 0, chunkRows: 7 }

function collect(): { readonly write: StreamOptions['write']; readonly bytes: () => Buffer } {
  const pieces: Buffer[] = []
  return { write: async (bytes) => void pieces.push(Buffer.from(bytes)), bytes: () => Buffer.concat(pieces) }
}

/** Where temporary files go during a test. */
function ownTemporaryFolder(): string {
  const before = process.env['TMPDIR']
  const path = join(temporaryFolder(), 'tmp')
  mkdirSync(path)
  process.env['TMPDIR'] = path
  onTestFinished(() => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  })
  return path
}

describe('a stream is the file that a job makes', () => {
  const kinds: readonly (readonly [OutputKind, string, Partial<BatchOptions>])[] = [
    ['zpl', 'labels.zpl', {}],
    ['zpl-native', 'labels.native.zpl', {}],
    ['tspl', 'labels.tspl', {}],
    ['escpos', 'labels.escpos', {}],
    ['csv', 'labels.csv', {}],
    ['png', 'labels.zip', { pack: 'zip' }],
  ]
  test.each(kinds)('%s %s %j', async (kind, file, more) => {
    const options = { ...SMALL, as: [kind], ...more }
    const out = temporaryFolder()
    await runBatch({ ...options, input: temporaryFile(content), out })
    const { write, bytes } = collect()
    const summary = await streamBatch({ ...options, input: temporaryFile(content), write })
    expect(summary).toMatchObject({ state: 'done', labelled: 60, verified: 60, out: '-' })
    expect(bytes().equals(readFileSync(join(out, file)))).toBe(true)
  })
})

describe('what is refused', () => {
  const dirty = `${content}${sampleDevice(3).devEui},70B3D57ED0000001,AAECAw==,S99\n`

  test('lets nothing out', async () => {
    const { write, bytes } = collect()
    const summary = await streamBatch({ ...SMALL, as: ['csv'], input: temporaryFile(dirty), write })
    expect(summary).toMatchObject({ state: 'refused', refused: 2, labelled: 0, withheld: 59 })
    expect(bytes()).toHaveLength(0)
  })

  test('is left out when asked', async () => {
    const { write, bytes } = collect()
    const options = { ...SMALL, as: ['csv'], skipBadRows: true } as const
    await streamBatch({ ...options, input: temporaryFile(dirty), write })
    expect(bytes().toString().trim().split('\r\n')).toHaveLength(1 + 59)
    expect(bytes().toString()).not.toContain(sampleDevice(3).devEui)
  })

  test.each([
    [{ as: ['png'] }],
    [{ as: ['zpl', 'csv'] }],
    [{ as: ['png', 'zpl'], pack: 'zip' }],
    [{ as: [] }],
  ] as const)('several files are no stream: %j', async (options) => {
    const { write } = collect()
    await expect(
      streamBatch({ ...SMALL, ...options, input: temporaryFile(content), write }),
    ).rejects.toMatchObject({ code: 'not-one-stream' })
  })
})

describe('a reader', () => {
  test('who is slow is waited for', async () => {
    let [inside, most] = [0, 0]
    const pieces: Buffer[] = []
    const made: number[] = []
    await streamBatch({
      ...SMALL,
      as: ['zpl'],
      input: temporaryFile(content),
      async write(bytes) {
        most = Math.max(most, ++inside)
        await sleep(20)
        pieces.push(Buffer.from(bytes))
        inside--
      },
      onEvent: (event) => event.type === 'progress' && made.push(event.labels - pieces.length * 7),
    })
    expect(most).toBe(1)
    // No label counts before its chunk is out.
    expect(Math.max(...made)).toBeLessThanOrEqual(0)
    expect(pieces).toHaveLength(9)
  })

  test('who goes away ends the batch, and leaves no file behind', async () => {
    let [taken, during] = [0, 0]
    const input = temporaryFile(content)
    const temporary = ownTemporaryFolder()
    const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' })
    const streaming = streamBatch({
      ...SMALL,
      as: ['zpl'],
      input,
      write() {
        during = readdirSync(temporary).length
        return ++taken > 3 ? Promise.reject(gone) : Promise.resolve()
      },
    })
    await expect(streaming).rejects.toMatchObject({ code: 'output-failed', issue: { detail: 'EPIPE' } })
    // On Linux, its files have no names.
    const most = process.platform === 'linux' ? 0 : 3
    expect(during).toBeLessThanOrEqual(most)
    expect({ taken, after: readdirSync(temporary) }).toEqual({ taken: 4, after: [] })
  })
})

test('a reader that stopped reading does not keep the run alive after the signal', async () => {
  const input = temporaryFile(content)
  const temporary = ownTemporaryFolder()
  const stop = new AbortController()
  let taken = 0
  const summary = await streamBatch({
    ...SMALL,
    as: ['zpl'],
    input,
    signal: stop.signal,
    graceMs: 10,
    write() {
      if (++taken < 3) return Promise.resolve()
      stop.abort()
      return new Promise<void>(() => undefined)
    },
  })
  expect(summary.state).toBe('interrupted')
  expect(summary.labelled).toBeLessThan(60)
  expect(readdirSync(temporary)).toEqual([])
})

test('a signal ends the stream after whole labels', async () => {
  const stop = new AbortController()
  const { write, bytes } = collect()
  const summary = await streamBatch({
    ...SMALL,
    as: ['csv'],
    input: temporaryFile(content),
    signal: stop.signal,
    write,
    onEvent: (event) => event.type === 'progress' && event.labels >= 14 && stop.abort(),
  })
  expect(summary.state).toBe('interrupted')
  expect(summary.labelled).toBeLessThan(60)
  expect(bytes().toString().trim().split('\r\n')).toHaveLength(1 + summary.labelled)
})
