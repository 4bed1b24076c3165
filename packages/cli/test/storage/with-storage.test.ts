import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { csvOf, sampleDevices } from '../../../batch/test/devices.ts'
import { SECRET, startS3, type S3Server } from '../../../storage/test/s3-server.ts'
import { claimtag, emptyFolder, type Ended } from '../command.ts'

const COMMAND = fileURLToPath(new URL('../../bin/claimtag.js', import.meta.url))

interface Place {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly server: S3Server
  readonly run: (line: string) => Promise<Ended>
}

async function place(server?: S3Server): Promise<Place> {
  const cwd = emptyFolder()
  const s3 = server ?? (await startS3())
  if (server === undefined) onTestFinished(() => s3.close())
  const env = {
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: SECRET,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
  }
  return { cwd, env, server: s3, run: (line) => claimtag(line.split(' '), { cwd, env }) }
}

const devices = sampleDevices(9)
const OPTIONS = '--as zpl,csv --chunk 2 --verify none --workers 0'

function put(server: S3Server, name: string, text: string): void {
  server.objects.set(name, { body: Buffer.from(text), sha256: undefined })
}

test('a job is made of what is in object storage, goes there, and is verified there', async () => {
  const { cwd, server, run } = await place()
  put(server, 'in/devices.csv', csvOf(devices))
  const line = `generate s3://factory/in/devices.csv --out s3://factory/labels ${OPTIONS}`
  const first = await run(line)
  expect([first.code, first.err]).toEqual([
    0,
    expect.stringMatching(/files sent to s3:\/\/factory\/labels\n/),
  ])
  const names = [...server.objects.keys()].filter((name) => name.startsWith('labels/'))
  expect(names).toEqual(
    expect.arrayContaining(['labels/job.json', 'labels/labels.zpl', 'labels/.claimtag/key']),
  )
  // The devices were only passing through.
  expect(existsSync(join(cwd, 'claimtag-storage', 'in', 'factory', 'in', 'devices.csv'))).toBe(false)
  // An answer that was lost, or a process that was killed, is made up for by the same command.
  server.objects.delete('labels/job.json')
  const again = await run(line)
  expect([again.code, again.err]).toEqual([
    0,
    expect.stringContaining(`1 file sent to s3://factory/labels; `),
  ])

  const elsewhere = await place(server)
  expect((await elsewhere.run('verify s3://factory/labels')).code).toBe(0)
  expect(await elsewhere.run(line)).toMatchObject({
    code: 2,
    err: expect.stringContaining('is another one') as string,
  })
  put(server, 'labels/labels.zpl', 'other')
  expect((await elsewhere.run('verify s3://factory/labels')).code).toBe(4)
})

test('a process that is killed while it uploads is made up for by the same command, which sends nothing twice', async () => {
  const { cwd, env, server, run } = await place()
  writeFileSync(join(cwd, 'devices.csv'), csvOf(devices))
  const line = `generate devices.csv --out s3://factory/labels ${OPTIONS}`
  const child = spawn(process.execPath, [COMMAND, ...line.split(' ')], {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'ignore',
  })
  let puts = 0
  server.fault = (request) => {
    if (request.startsWith('PUT') && ++puts === 3) child.kill('SIGKILL')
    return undefined
  }
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
  expect(server.objects.has('labels/job.json')).toBe(false)
  const before = new Map(server.objects)
  expect(before.size).toBeGreaterThan(1)
  const asked = server.requests.length
  const again = await run(line)
  expect([again.code, again.err]).toEqual([0, expect.stringContaining(' were there')])
  const sent = server.requests
    .slice(asked)
    .flatMap(({ line: request }) => /^PUT \/factory\/(.*)/.exec(request)?.[1] ?? [])
  expect(sent).toContain('labels/job.json')
  for (const name of before.keys()) expect(sent).not.toContain(name)
  expect((await run('verify s3://factory/labels')).code).toBe(0)
})

test('shards of machines that share only object storage are merged from there, encrypted', async () => {
  const { cwd, server, run } = await place()
  const [second, third] = [await place(server), await place(server)]
  for (const one of [cwd, second.cwd, third.cwd])
    writeFileSync(join(one, 'labels.key'), `${Buffer.alloc(32, 9).toString('base64')}\n`)
  const key = '--encrypt-key labels.key'
  writeFileSync(join(cwd, 'devices.csv'), csvOf(devices))
  put(server, 'in/devices.csv', csvOf(devices))
  expect((await run(`plan-shards devices.csv --of 2 --out s3://factory/plan ${key} ${OPTIONS}`)).code).toBe(0)
  const shard = (number: number) =>
    `generate s3://factory/in/devices.csv --plan s3://factory/plan/shards.json --shard ${number}/2 --out s3://factory/shards --workers 0 ${key}`
  expect((await second.run(shard(1))).code).toBe(0)
  expect((await third.run(shard(2))).code).toBe(0)
  // A scheduler may run a shard twice, on another machine.
  const twice = await third.run(shard(1))
  expect([twice.code, twice.err]).toEqual([0, expect.stringMatching(/0 files sent .*; \d+ were there/)])
  for (const [name, { body }] of server.objects) {
    if (name.startsWith('in/')) continue
    expect(name).toMatch(/\.enc$/)
    for (const { devEui } of devices) expect(body.includes(devEui)).toBe(false)
  }
  const merge = `merge s3://factory/shards/shard-* --plan s3://factory/plan --out labels ${key}`
  expect((await run(merge)).code).toBe(0)
  rmSync(join(cwd, 'claimtag-storage'), { recursive: true })
  expect((await run(`generate devices.csv --out one ${OPTIONS}`)).code).toBe(0)
  const [merged, one] = ['labels', 'one'].map((name) => readFileSync(join(cwd, name, 'labels.zpl'), 'utf8'))
  expect(merged).toBe(one)
  expect((await run(merge.replace('labels.key', 'devices.csv'))).err).toContain('is not a key of 32 bytes')
})

test('what goes wrong has an exit code, and no message has a secret', async () => {
  const { cwd, server, run } = await place()
  const none = await run(`generate s3://factory/none.csv --out labels ${OPTIONS}`)
  expect([none.code, none.err]).toEqual([
    2,
    expect.stringContaining('There is no object s3://factory/none.csv'),
  ])
  server.fault = () => ({ status: 403, code: 'AccessDenied' })
  const refused = await run('verify s3://factory/labels')
  expect([refused.code, refused.err]).toEqual([5, expect.stringContaining('403 AccessDenied')])
  expect(refused.err + none.err).not.toContain(SECRET)
  expect((await run('verify labels --work x')).code).toBe(2)
  writeFileSync(join(cwd, 'claimtag.config.json'), '{ "out": "s3://factory/labels" }')
  writeFileSync(join(cwd, 'devices.csv'), csvOf(devices))
  expect((await run('generate devices.csv')).err).toContain('with --out')
  expect((await run('verify s3://F')).err).toContain('is not an address')
})
