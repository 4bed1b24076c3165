import { memoryQueue, memoryRates, type ProvisioningQueue } from '@claimtag/provisioning/queue'
import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { devEuiOf } from '../../../provisioning/test/batch/fleet.ts'
import { createLooks } from '../../src/fleet/look.ts'
import { serveFleet } from '../../src/fleet/serve-fleet.ts'

const RECORD = 'c2VhbGVkLXJlY29yZC1vZi1hLWRldmljZQ=='
const CLAIM = { holder: 'worker', leaseMs: 60_000 }
const REFUSED = {
  ok: false,
  step: 'claim',
  code: 'claim-refused',
  retryable: false,
  server: 'join-server',
} as const

/** A queue of so many devices, the first of which are dead. */
async function queueOf(count: number, dead: number): Promise<ProvisioningQueue> {
  const queue = memoryQueue()
  const devices = Array.from({ length: count }, (_, index) => devEuiOf(index))
  const choice = { routingProfileId: 'busit' }
  await queue.add(devices.map((devEui) => ({ devEui, record: RECORD, choice, priority: 100 })))
  for (const claim of await queue.claim({ ...CLAIM, most: dead }))
    await queue.bury(claim, { ...REFUSED, devEui: claim.devEui })
  return queue
}

function away(): Promise<never> {
  return Promise.reject(new Error('postgres://user:secret@db'))
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}

async function serve(queue: ProvisioningQueue, answerMs?: number) {
  const rates = memoryRates()
  const served = await serveFleet({ queue, rates }, '127.0.0.1:0', {
    realm: 'tenant-1',
    mayExpose: false,
    answerMs,
  })
  onTestFinished(() => served.close())
  const get = async (path: string) => (await fetch(new URL(path, served.url))).json() as Promise<unknown>
  const act = async (
    body: unknown,
    headers: Readonly<Record<string, string>> = { 'x-claimtag-fleet': '1' },
  ): Promise<{ readonly status: number; readonly answer: unknown }> => {
    const reply = await fetch(new URL('act', served.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    return { status: reply.status, answer: reply.ok ? await reply.json() : undefined }
  }
  return { url: served.url, rates, get, act }
}

test('the page says what the queue does, and nothing of a record', async () => {
  const { get, rates, url } = await serve(await queueOf(60, 52))
  await rates.take({ server: 'https://tpe.example.com', everyMs: 1, most: 1 })
  await rates.block('https://tpe.example.com', 30_000)
  const counts = { waiting: 8, delayed: 0, active: 0, done: 0, dead: 52 }
  const servers = [{ server: 'https://tpe.example.com', blockedMs: expect.any(Number) as number }]
  expect(await get('look')).toEqual({ realm: 'tenant-1', mode: 'running', counts, servers })
  const first = (await get('devices?state=dead&from=0')) as { readonly devices: readonly object[] }
  expect(first).toMatchObject({ isMore: true })
  expect(first.devices).toHaveLength(50)
  expect(first.devices[0]).toEqual({
    devEui: devEuiOf(0),
    attempts: 1,
    sentence: expect.stringContaining('claim') as string,
  })
  expect(await get('devices?state=dead&from=50')).toMatchObject({ devices: [{}, {}], isMore: false })
  for (const path of ['', 'fleet.css', 'fleet.js', 'look', 'devices?state=waiting&from=0'])
    expect(await (await fetch(new URL(path, url))).text()).not.toContain(RECORD.slice(0, 12))
})

test('it pauses, resumes and drains the queue, and tries dead devices again', async () => {
  const queue = await queueOf(6, 4)
  const { act, get } = await serve(queue)
  for (const mode of ['paused', 'draining', 'running'] as const) {
    expect(await act({ type: 'mode', mode })).toEqual({ status: 200, answer: { mode } })
    expect(await queue.mode()).toBe(mode)
    expect(await get('look')).toMatchObject({ mode })
  }
  expect((await act({ type: 'retry', devEuis: [devEuiOf(1)] })).answer).toEqual({ requeued: 1 })
  expect((await act({ type: 'retry' })).answer).toEqual({ requeued: 3 })
  expect((await queue.counts()).waiting).toBe(6)
})

test('pages of others can neither see nor do anything, and what is no action is none', async () => {
  const queue = await queueOf(3, 1)
  const { act, url } = await serve(queue)
  const pause = { type: 'mode', mode: 'paused' }
  expect((await act(pause, {})).status).toBe(403)
  expect((await act(pause, { 'x-claimtag-fleet': '1', origin: 'https://evil.example.com' })).status).toBe(403)
  const bad = [
    { type: 'mode', mode: 'gone' },
    { type: 'retry', devEuis: ['x'] },
    { type: 'retry', devEuis: [] },
    {},
    7,
  ]
  for (const body of bad) expect((await act(body)).status).toBe(400)
  const headersOf = { host: 'fleet.example.com', 'sec-fetch-site': 'cross-site' }
  const statuses = await Promise.all(
    Object.entries(headersOf).map(
      ([name, value]) =>
        new Promise((resolve) => {
          request(new URL('look', url), { headers: { [name]: value } }, (reply) =>
            resolve(reply.resume().statusCode),
          ).end()
        }),
    ),
  )
  expect(statuses).toEqual([421, 403])
  for (const path of ['devices?state=lost&from=0', 'devices?state=dead&from=-1', 'devices'])
    expect((await fetch(new URL(path, url))).status).toBe(400)
  expect(await queue.mode()).toBe('running')
})

test('a queue that does not answer is said, without its words, and asked again', async () => {
  const queue = await queueOf(1, 0)
  let isAway = true
  const counts = () => (isAway ? away() : queue.counts())
  const requeue = () => (isAway ? away() : queue.requeue())
  const { url, act } = await serve({ ...queue, counts, requeue })
  const refused = await fetch(new URL('look', url))
  expect([refused.status, await refused.text()]).toEqual([503, ''])
  expect((await act({ type: 'retry' })).status).toBe(503)
  isAway = false
  expect((await fetch(new URL('look', url))).status).toBe(200)
})

test('a queue that never answers, as Redis while it is away, is said too', async () => {
  const { url, act } = await serve(
    { ...(await queueOf(1, 0)), counts: never, list: never, setMode: never },
    20,
  )
  const paths = ['look', 'devices?state=dead&from=0']
  const replies = await Promise.all(paths.map((path) => fetch(new URL(path, url))))
  expect(replies.map(({ status }) => status)).toEqual([503, 503])
  expect((await act({ type: 'mode', mode: 'paused' })).status).toBe(503)
})

test('what another page saw while the queue was steered is not shown afterwards', async () => {
  const queue = await queueOf(1, 0)
  let meanwhile: (() => Promise<unknown>) | undefined
  const { act, get } = await serve({
    ...queue,
    async setMode(mode) {
      await meanwhile?.()
      await queue.setMode(mode)
    },
  })
  meanwhile = () => get('look')
  await act({ type: 'mode', mode: 'paused' })
  expect(await get('look')).toMatchObject({ mode: 'paused' })
})

test('how fast devices are done is that of the window', async () => {
  const queue = await queueOf(10, 0)
  let time = 0
  const look = createLooks({ queue, rates: memoryRates() }, 60_000, () => time)
  const finish = async (most: number) => {
    for (const claim of await queue.claim({ ...CLAIM, most })) await queue.finish(claim)
  }
  expect(await look()).not.toHaveProperty('perSecond')
  await finish(5)
  time = 10_000
  expect((await look()).perSecond).toBe(0.5)
  time = 70_000
  await finish(3)
  expect((await look()).perSecond).toBeCloseTo(3 / 60)
  time = 140_000
  expect((await look()).perSecond).toBe(0)
  const device = { devEui: devEuiOf(0), record: RECORD, choice: { routingProfileId: 'busit' }, priority: 100 }
  await queue.add([{ ...device, again: true }])
  time = 141_000
  expect((await queue.counts()).done).toBe(7)
  expect((await look()).perSecond).toBe(0)
})
