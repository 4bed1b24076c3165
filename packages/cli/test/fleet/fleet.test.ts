import { encode, thingpark } from '@claimtag/core'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { hasRedis, startRedis } from '../../../provisioning/test/redis-server.mjs'
import { claimtag, emptyFolder, type Setting } from '../command.ts'
import { CODES, contentsOf, DEVICES, ENV, FIRST, openPortal, tokensIn } from '../provisioning/portal.ts'

const [A = '', B = '', C = ''] = DEVICES.map(({ devEui }) => devEui)
const CONFIG = ['--config', 'portal.json']
const SQLITE = ['--queue', 'queue.sqlite']
const WORK = ['work', '--until-empty', '--rate', '2000', ...CONFIG]

function commands(cwd: string, queue: readonly string[]) {
  const run = (argv: readonly string[], more: Partial<Setting> = {}) =>
    claimtag([...argv, ...queue], { cwd, env: ENV, ...more })
  return {
    add: (codes: readonly string[], more: readonly string[] = []) =>
      run(['provision', ...codes, ...CONFIG, ...more]),
    fleet: (...args: readonly string[]) => run(['fleet', ...args]),
    status: async () =>
      JSON.parse((await run(['fleet', 'status', '--json'])).out) as {
        readonly mode: string
        readonly counts: Readonly<Record<string, number>>
        readonly servers: readonly { readonly server: string; readonly blockedMs: number }[]
        readonly deadDevices: readonly {
          readonly devEui: string
          readonly reason: { readonly message: string }
        }[]
      },
    run,
  }
}

const kinds: readonly (readonly [string, () => Promise<readonly string[]>])[] = [
  ['a file', async () => SQLITE],
  ...(hasRedis() ? [['Redis', async () => ['--queue', (await ofRedis()).url]] as const] : []),
]
let redis: ReturnType<typeof startRedis> | undefined
const ofRedis = () => (redis ??= startRedis())
afterAll(async () => (await redis)?.close())

describe.each(kinds)('a queue in %s', (_, where) => {
  test('takes devices in without asking a server, and workers provision them', async () => {
    const { cwd, simulator, times } = await openPortal()
    const { add, fleet, status, run } = commands(cwd, await where())
    const added = await add(CODES, ['--priority', '5'])
    expect(added).toEqual({
      code: 0,
      out: '',
      err: '3 devices added to the queue. claimtag fleet work provisions them.\n',
    })
    expect(simulator.log).toEqual([])
    expect((await add([FIRST])).err).toContain('0 devices added to the queue, 1 were in it.')
    expect(tokensIn(contentsOf(cwd) + added.err)).toEqual([])
    expect(await status()).toMatchObject({
      mode: 'running',
      counts: { waiting: 3, done: 0 },
      deadDevices: [],
    })

    const workers = await Promise.all([fleet(...WORK), fleet(...WORK)])
    expect(workers.map(({ code }) => code)).toEqual([0, 0])
    expect([times('claim'), times('network-server'), times('as-key')]).toEqual([3, 3, 1])
    expect([...simulator.world.applicationServer.keys()].sort()).toEqual([A, B, C])
    expect((await status()).counts).toEqual({ waiting: 0, delayed: 0, active: 0, done: 3, dead: 0 })
    expect(tokensIn(contentsOf(cwd) + workers.map(({ err, out }) => err + out).join())).toEqual([])
    for (const { key } of simulator.world.asKeys.values()) expect(contentsOf(cwd)).not.toContain(key)
    const released = await run(['release', A, ...CONFIG])
    expect(released.err).toContain(`${A}  taken back from the Application Server`)
  })
})

test('a queue keeps what cannot be provisioned with its reason, until it is tried again', async () => {
  const { cwd } = await openPortal()
  const { add, fleet, status } = commands(cwd, [...SQLITE, '--realm', 'dead'])
  const wrong = encode(
    { devEui: B, joinEui: '70B3D57ED0000002', ownerToken: 'AAAAAAAAAAAAAAAAAAAAAA==' },
    thingpark,
  )
  await add([FIRST, wrong])
  const worked = await fleet(...WORK)
  expect(worked).toMatchObject({ code: 3 })
  expect(worked.err).toContain(`${B}  ✗ Claiming the device: `)
  expect(worked.err).toContain('1 device provisioned, 0 given back, 1 dead')
  expect(await status()).toMatchObject({
    counts: { done: 1, dead: 1 },
    deadDevices: [
      { devEui: B, attempts: 1, reason: { code: 'claim-refused', message: expect.any(String) as string } },
    ],
  })
  const seen = await fleet('status')
  expect(seen.out).toContain('running: 0 waiting, 0 delayed, 0 active, 1 done, 1 dead\n')
  expect(seen.out).toContain(`${B}  ✗ Claiming the device: `)
  expect(await fleet('retry', A)).toMatchObject({ code: 3, err: '0 devices will be tried again.\n' })
  expect(await fleet('retry')).toMatchObject({ code: 0, err: '1 device will be tried again.\n' })
  expect((await status()).counts).toMatchObject({ waiting: 1, dead: 0 })
})

test('a queue is paused, resumed and drained for all who share it', async () => {
  const { cwd, times } = await openPortal()
  const { add, fleet, status, run } = commands(cwd, SQLITE)
  await add(CODES)
  expect((await fleet('pause')).code).toBe(0)
  const stop = new AbortController()
  const waiting = run(['fleet', ...WORK], { signal: stop.signal })
  expect((await status()).mode).toBe('paused')
  expect(times('claim')).toBe(0)
  expect((await fleet('drain')).code).toBe(0)
  expect((await waiting).code).toBe(0)
  const refused = await add([FIRST])
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('claimtag fleet resume') as string })
  expect((await run(['fleet', 'status', '--watch'])).out).toContain('draining: 0 waiting')
  await fleet('resume')
  expect((await add([FIRST])).code).toBe(0)
  stop.abort()
  const stopped = await run(['fleet', ...WORK], { signal: stop.signal })
  expect(stopped.code).toBe(130)
})

test('a server that asks to wait is left alone by all, and shown so', async () => {
  const { cwd, simulator } = await openPortal()
  const { add, run, status } = commands(cwd, SQLITE)
  await add([FIRST])
  simulator.inject('claim', { kind: 'status', status: 429, retryAfterSeconds: 3600 })
  const stop = new AbortController()
  const working = run(['fleet', ...WORK], { signal: stop.signal })
  await expect
    .poll(async () => (await status()).servers[0]?.blockedMs ?? 0, { interval: 500 })
    .toBeGreaterThan(3_500_000)
  expect((await run(['fleet', 'status'])).out).toMatch(/left alone for 3[56]\d\d s/)
  stop.abort()
  expect((await working).code).toBe(130)
  expect((await status()).counts.dead).toBe(0)
})

test('without the key, devices of the queue do not open, and a worker says so before it takes any', async () => {
  const { cwd } = await openPortal()
  const { add, fleet, status } = commands(cwd, SQLITE)
  await add([FIRST])
  expect(readFileSync(join(cwd, 'portal.states', 'queue.keys'), 'utf8')).toMatch(/^1 \S+\nindex \S+\n$/)
  const elsewhere = await fleet(...WORK, '--state', 'other.states')
  expect(elsewhere).toMatchObject({
    code: 2,
    err: expect.stringContaining('queue.keys is not there') as string,
  })
  expect((await status()).counts.waiting).toBe(1)
})

test('a queue that does not answer is no fault of ours, and its address is not repeated', async () => {
  const { cwd } = await openPortal()
  const { fleet } = commands(cwd, ['--queue', 'postgres://operator:geheim@127.0.0.1:1/portal'])
  const failed = await fleet('status')
  expect(failed).toMatchObject({
    code: 5,
    err: expect.stringContaining('does not answer, or refuses (ECONNREFUSED)') as string,
  })
  expect(failed.err).not.toContain('geheim')
})

test('a page for operators is served to this machine alone, until it is stopped', async () => {
  const { cwd } = await openPortal()
  const { add, run } = commands(cwd, SQLITE)
  await add([FIRST])
  const signal = AbortSignal.abort()
  const served = await run(['fleet', '--listen', '127.0.0.1:0'], { signal })
  expect(served).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^The fleet is at http:\/\/127\.0\.0\.1:\d+\/\n$/),
  })
  expect(
    await run(['fleet', '--listen', '0.0.0.0:0'], { signal: new AbortController().signal }),
  ).toMatchObject({
    code: 2,
    err: expect.stringContaining('--expose') as string,
  })
  expect(await run(['fleet'])).toMatchObject({ code: 2, err: expect.stringContaining('serve') as string })
})

test.each([[['status']], [['--listen', '127.0.0.1:0']], [['pause']]])(
  'fleet %j ends when it is stopped, while Redis is away',
  async (args) => {
    const stop = new AbortController()
    const away = createServer((socket) => {
      socket.destroy()
      stop.abort()
    })
    await new Promise<void>((resolve) => away.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void away.close())
    const { port } = away.address() as AddressInfo
    const queue = `redis://:secret-word@127.0.0.1:${port}`
    const { code, out, err } = await claimtag(['fleet', ...args, '--queue', queue], {
      cwd: emptyFolder(),
      signal: stop.signal,
    })
    expect(code).toBe(args.length === 2 ? 0 : 130)
    expect(out + err).not.toContain('secret-word')
  },
)
