import { thingpark } from '@claimtag/core'
import { defaultTemplate } from '@claimtag/label'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createThreadPool } from '../../src/pool/thread-pool.ts'
import { createLocalPool } from '../../src/pool/local-pool.ts'
import type { Pool } from '../../src/pool/pool.ts'
import type { ChunkTask, JobOutput, JobSource } from '../../src/plan/job-plan.ts'
import { cutInputs, openInputs } from '@claimtag/devices/parts'
import { csvOf, sampleDevices } from '../devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'

const ROWS = 20
const AS = ['csv'] as const
const pools: Pool[] = []

afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close()
})

async function sourceOf(content: string): Promise<JobSource> {
  const { inputs, files } = await openInputs(temporaryFile(content))
  const { document: format } = thingpark
  return {
    inputs,
    files,
    format,
    template: defaultTemplate,
    art: undefined,
    dpi: 203,
    media: undefined,
    native: false,
  }
}

function opened(pool: Pool): Pool {
  pools.push(pool)
  return pool
}

function outputInto(out: string): JobOutput {
  const key = new Uint8Array(32).fill(7)
  return { as: AS, verify: 'all', out, perFolder: 0, pack: undefined, key, digests: 3, cartonsBefore: 0 }
}

async function tasksOf({ inputs }: JobSource): Promise<ChunkTask[]> {
  const tasks: ChunkTask[] = []
  for await (const cut of cutInputs(inputs, ROWS)) {
    const index = tasks.length * ROWS
    tasks.push({
      number: tasks.length,
      stretch: { ...cut, index },
      excluded: [],
      labelsBefore: index,
      labels: ROWS,
      labelsInAll: 0,
      cartonParts: [],
    })
  }
  return tasks
}

/** All chunks at once, each written behind the one before. */
async function madeBy(pool: Pool, source: JobSource) {
  const out = temporaryFolder()
  const path = join(out, 'labels.csv')
  closeSync(openSync(path, 'w'))
  const chunks = await Promise.all((await tasksOf(source)).map((task) => pool.make(outputInto(out), task)))
  let end = 0
  const manifests = chunks.map(async ({ sizes, write }) => {
    const begin = end
    end += sizes['labels.csv'] ?? 0
    const { manifest, verified, faults } = await write({ 'labels.csv': { path, begin, end } })
    return { manifest: Buffer.from(manifest).toString('utf8'), verified, faults }
  })
  return { written: await Promise.all(manifests), labels: readFileSync(path, 'utf8') }
}

test('threads make what one makes', async () => {
  const source = await sourceOf(csvOf(sampleDevices(7 * ROWS)))
  const alone = await madeBy(createLocalPool(source), source)
  expect(await madeBy(opened(createThreadPool(source, 2, AS)), source)).toEqual(alone)
  expect(alone.written).toHaveLength(7)
  expect(alone.written[6]).toMatchObject({ verified: ROWS, faults: [] })
})

test('threads see what one sees', async () => {
  const source = await sourceOf(`${csvOf(sampleDevices(50))}zz,,AAAA,S1\n`)
  const many = opened(createThreadPool(source, 2, AS))
  for await (const cut of cutInputs(source.inputs, ROWS)) {
    expect(await many.survey(cut, [1, 2])).toEqual(await createLocalPool(source).survey(cut, [1, 2]))
  }
})

test('what fails in a thread fails here, with what the system said', async () => {
  const source = await sourceOf(csvOf(sampleDevices(5)))
  const [task] = await tasksOf(source)
  const pool = opened(createThreadPool(source, 1, AS))
  const out = temporaryFolder()
  const { write } = await pool.make(outputInto(out), task!)
  const places = { 'labels.csv': { path: join(out, 'nowhere', 'labels.csv'), begin: 0, end: 1 } }
  await expect(write(places)).rejects.toMatchObject({ code: 'ENOENT', syscall: 'open' })
})

test('a chunk that is given up is not written', async () => {
  const source = await sourceOf(csvOf(sampleDevices(5)))
  const [task] = await tasksOf(source)
  const out = temporaryFolder()
  const path = join(out, 'labels.csv')
  const { drop, write } = await opened(createThreadPool(source, 1, AS)).make(outputInto(out), task!)
  drop()
  await expect(write({ 'labels.csv': { path, begin: 0, end: 1 } })).rejects.toThrow('chunk 0 is not here')
  expect(existsSync(path)).toBe(false)
})

test('nobody waits for a thread that is gone', async () => {
  const source = await sourceOf(csvOf(sampleDevices(500)))
  const [task] = await tasksOf(source)
  const pool = createThreadPool(source, 1, AS)
  const begun = pool.make(outputInto(temporaryFolder()), task!)
  const [ended] = await Promise.allSettled([begun, pool.close()])
  expect(ended).toMatchObject({ reason: { message: 'a thread ended before its work was done' } })
  await expect(pool.make(outputInto(temporaryFolder()), task!)).rejects.toThrow('a thread ended')
})
