import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseAddress, readObject } from '../../src/index.ts'
import { failing, harness, whole } from '../harness.ts'
import type { Fault } from '../s3-server.ts'

const address = parseAddress('s3://factory/devices.csv')
const body = randomBytes(300_000)
const sha256 = createHash('sha256').update(body).digest('hex')

test('a stream that is cut goes on where it ended', async () => {
  const { server, client } = await harness()
  server.objects.set('devices.csv', { body, sha256 })
  server.fault = failing<Fault>(
    /^GET/,
    { cutAfter: 100_000 },
    { status: 503, code: 'SlowDown' },
    { cutAfter: 1 },
  )
  expect((await whole(readObject(client, address))).equals(body)).toBe(true)
  const ranges = server.requests.map(({ headers }) => headers.range)
  expect(ranges[0]).toBeUndefined()
  expect(ranges.length).toBe(4)
  expect(ranges.slice(1).every((range) => /^bytes=\d+-$/.test(range ?? ''))).toBe(true)
})

test('an object that is changed meanwhile, damaged or missing is refused', async () => {
  const { server, client } = await harness()
  server.objects.set('devices.csv', { body, sha256 })
  server.fault = (line) => {
    if (!line.startsWith('GET') || server.requests.length > 1) return undefined
    queueMicrotask(() => server.objects.set('devices.csv', { body: randomBytes(300_000), sha256 }))
    return { cutAfter: 1000 }
  }
  await expect(whole(readObject(client, address))).rejects.toMatchObject({ code: 'object-changed' })
  server.objects.set('devices.csv', { body, sha256 })
  server.fault = () => 'flipped'
  await expect(whole(readObject(client, address))).rejects.toMatchObject({ code: 'object-damaged' })
  server.fault = () => undefined
  await expect(whole(readObject(client, parseAddress('s3://factory/none')))).rejects.toMatchObject({
    code: 'object-missing',
  })
})
