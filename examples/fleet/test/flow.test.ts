import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { type BatchOptions, planShards, runBatch } from '@claimtag/batch'
import { Queue } from 'bullmq'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { csvOf, sampleDevices } from '../../../packages/batch/test/devices.ts'
import { hasRedis, startRedis } from '../../../packages/provisioning/test/redis-server.mjs'
import type { RedisServer } from '../../../packages/provisioning/test/redis-server.mjs'
import { cancelFlow, connect, flowState, MERGES, SHARDS, startWorkers, submitFlow } from '../src/index.ts'

const ROWS = 240
const OF = 6
const OPTIONS: Omit<BatchOptions, 'input' | 'out'> = {
  as: ['svg', 'zpl'],
  pack: 'zip',
  verify: 'none',
  workers: 0,
  chunkRows: 5,
}
const NAMES = { plan: 'plan', input: 'devices.csv', shards: 'shards', out: 'labels' }

/** Ends a process by SIGKILL in its fiftieth write, which is in the middle of a shard, whatever the machine does. */
const KILLED_HALF_WAY = `data:text/javascript,${encodeURIComponent(`
  import fs from 'node:fs'
  import { syncBuiltinESMExports } from 'node:module'
  const { writeSync } = fs
  let writes = 0
  fs.writeSync = (...args) => {
    if (++writes === 50) process.kill(process.pid, 'SIGKILL')
    return writeSync(...args)
  }
  syncBuiltinESMExports()
`)}`

type Program = ChildProcessByStdio<null, Readable, null>

function program(
  name: 'worker' | 'submit',
  url: string,
  args: readonly string[],
  node: string[] = [],
): Program {
  const path = fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url))
  const child = spawn(process.execPath, [...node, path, ...args], {
    env: { ...process.env, REDIS_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function exitOf(child: Program): Promise<{ readonly code: number | null; readonly text: string }> {
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, text }
}

async function planned(): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'claimtag-fleet-'))
  onTestFinished(() => rmSync(work, { recursive: true, force: true }))
  writeFileSync(join(work, NAMES.input), csvOf(sampleDevices(ROWS)))
  await planShards({ ...OPTIONS, input: join(work, NAMES.input), of: OF, out: join(work, NAMES.plan) })
  return work
}

async function expectWhatOneMakes(work: string): Promise<void> {
  const one = join(work, 'one')
  mkdirSync(join(one, '.claimtag'), { recursive: true, mode: 0o700 })
  writeFileSync(join(one, '.claimtag', 'key'), readFileSync(join(work, NAMES.plan, 'shards.key')), {
    mode: 0o600,
  })
  await runBatch({ ...OPTIONS, input: join(work, NAMES.input), out: one })
  for (const name of ['labels.zip', 'labels.zpl', 'manifest.ndjson'])
    expect(readFileSync(join(work, NAMES.out, name)).equals(readFileSync(join(one, name)))).toBe(true)
}

describe.skipIf(!hasRedis())('a flow of shards on Redis', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.close())

  test('is what one machine makes, though a worker is killed and Redis too', async () => {
    const work = await planned()
    const args = ['--work', work, '--lock-ms', '1500']
    const submitted = program('submit', redis.url, ['--work', work, '--detach'])
    expect((await exitOf(submitted)).text).toBe(`${OF} shards and a merge are queued\n`)
    const killed = program('worker', redis.url, args, ['--import', KILLED_HALF_WAY])
    expect((await exitOf(killed)).code).toBeNull()

    const worker = program('worker', redis.url, args)
    const lines: string[] = []
    for await (const line of createInterface({ input: worker.stdout })) {
      lines.push(line)
      if (line.startsWith('done: shard-')) break
    }
    await redis.crash()
    const followed = await exitOf(program('submit', redis.url, ['--work', work]))
    expect(followed.code).toBe(0)
    expect(followed.text).toContain(`merged: ${ROWS} labels in labels\n`)
    worker.kill('SIGTERM')
    expect(await once(worker, 'exit')).toEqual([0, null])
    await expectWhatOneMakes(work)

    const connection = connect(redis.url)
    const jobs = await Promise.all(
      [SHARDS, MERGES].map(async (name) => {
        const queue = new Queue(name, { connection })
        const found = await queue.getJobs()
        await queue.close()
        return found.map(({ data }) => data as unknown)
      }),
    )
    connection.disconnect()
    const payloads = JSON.stringify(jobs)
    expect(jobs.map((found) => found.length)).toEqual([OF, 1])
    for (const { ownerToken, devEui } of sampleDevices(ROWS))
      for (const secret of [ownerToken, devEui]) expect(payloads).not.toContain(secret)
  })

  test('is given up when it is cancelled, and goes on when it is submitted again', async () => {
    const work = await planned()
    const connection = connect(redis.url)
    const seal = await submitFlow(connection, { work, ...NAMES })
    let cancelled: Promise<void> | undefined
    const onLine = (line: string): void => {
      if (line.startsWith('done:')) cancelled ??= cancelFlow(connection, seal)
    }
    const workers = startWorkers(connection, { work, threads: 0, onLine })
    await expect
      .poll(async () => (await flowState(connection, seal, OF))?.state, { timeout: 60_000 })
      .toBe('failed')
    const given = await flowState(connection, seal, OF)
    expect(given).toMatchObject({ reason: 'cancelled' })
    expect(given?.shards.done).toBeLessThan(OF)
    await submitFlow(connection, { work, ...NAMES })
    await expect
      .poll(async () => (await flowState(connection, seal, OF))?.state, { timeout: 60_000 })
      .toBe('done')
    await workers.close()
    connection.disconnect()
    await expectWhatOneMakes(work)
  })

  test('ends at once, with the reason, when a worker has another plan', async () => {
    const [work, other] = [await planned(), await planned()]
    const connection = connect(redis.url)
    const seal = await submitFlow(connection, { work, ...NAMES })
    const workers = startWorkers(connection, { work: other, threads: 0 })
    await expect
      .poll(async () => await flowState(connection, seal, OF), { timeout: 60_000 })
      .toMatchObject({ state: 'failed', reason: expect.stringContaining('plan of this worker') as string })
    await workers.close()
    connection.disconnect()
  })
})
