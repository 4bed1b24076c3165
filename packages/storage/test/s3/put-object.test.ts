import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createClient, parseAddress, putObject, type ObjectSource, StorageError } from '../../src/index.ts'
import { failing, harness, inPieces, SECRET } from '../harness.ts'
import type { Fault } from '../s3-server.ts'

const address = parseAddress('s3://factory/jobs/a b+c/labels.zip')
const KEY = 'jobs/a b+c/labels.zip'
const small = randomBytes(1000)
const large = randomBytes((5 << 20) + 7)
const PART = 5 << 20

function sourceOf(bytes: Uint8Array): ObjectSource {
  return {
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    pieces: () => inPieces(bytes),
  }
}

const slow: Fault = { status: 503, code: 'SlowDown' }
const fault500: Fault = { status: 500, code: 'InternalError' }

test.each([
  ['whole', small],
  ['in parts', large],
])('an object is written %s, once, and what is there is not sent again', async (_, bytes) => {
  const { server, client } = await harness()
  expect(await putObject(client, address, sourceOf(bytes), PART)).toBe('sent')
  expect(server.objects.get(KEY)?.body.equals(bytes)).toBe(true)
  expect(server.uploads.size).toBe(0)
  const before = server.requests.length
  expect(await putObject(client, address, sourceOf(bytes), PART)).toBe('there')
  expect(server.requests.slice(before).map(({ line }) => line.split(' ')[0])).toEqual(['HEAD'])
  const other = sourceOf(randomBytes(1000))
  await expect(putObject(client, address, other, PART)).rejects.toMatchObject({ code: 'object-differs' })
  expect(server.objects.get(KEY)?.body.equals(bytes)).toBe(true)
})

test.each([
  ['whole', small, /^PUT/],
  ['a part', large, /partNumber=2/],
  ['the list of parts', large, /^POST .*uploadId/],
  ['the look before', small, /^HEAD/],
])('500, slow down and a lost answer are tried again: %s', async (_, bytes, pattern) => {
  const { server, client, waits } = await harness()
  server.fault = failing<Fault>(pattern, fault500, slow, 'lost')
  await putObject(client, address, sourceOf(bytes), PART)
  expect(server.objects.get(KEY)?.body.equals(bytes)).toBe(true)
  expect(server.uploads.size).toBe(0)
  // Half of 400, 800 and 1600: full jitter, at an even chance.
  expect(waits).toEqual([200, 400, 800])
})

test('a service that does not know the condition is asked without it', async () => {
  const { server, client } = await harness()
  server.hasConditions = false
  for (const bytes of [small, large]) {
    server.objects.clear()
    expect(await putObject(client, address, sourceOf(bytes), PART)).toBe('sent')
    expect(server.objects.get(KEY)?.body.equals(bytes)).toBe(true)
  }
})

test('an object that another writer makes in the meantime is not overwritten', async () => {
  const { server, client } = await harness()
  const other = { body: Buffer.from('other'), sha256: undefined }
  server.fault = (line) => {
    if (line.startsWith('PUT')) server.objects.set(KEY, other)
    return undefined
  }
  await expect(putObject(client, address, sourceOf(small))).rejects.toMatchObject({ code: 'object-differs' })
  expect(server.objects.get(KEY)).toBe(other)
})

test('parts are aborted when an upload fails, and those that a killed process has left', async () => {
  const { server, client } = await harness()
  server.uploads.set('left', { key: KEY, sha256: undefined, parts: new Map() })
  server.uploads.set('foreign', { key: `${KEY}.other`, sha256: undefined, parts: new Map() })
  server.fault = (line) => (/partNumber=2/.test(line) ? { status: 403, code: 'AccessDenied' } : undefined)
  await expect(putObject(client, address, sourceOf(large), PART)).rejects.toMatchObject({
    code: 'storage-failed',
    issue: { status: 403, detail: 'AccessDenied' },
  })
  expect([...server.uploads.keys()]).toEqual(['foreign'])
})

test('it is given up after eight tries, and says what failed, and no secret', async () => {
  const { server, client, waits } = await harness()
  server.fault = (line) => (line.startsWith('PUT') ? slow : undefined)
  const error: unknown = await putObject(client, address, sourceOf(small)).catch(
    (failure: unknown) => failure,
  )
  expect(error).toBeInstanceOf(StorageError)
  expect(waits).toHaveLength(7)
  const said = JSON.stringify(error) + (error as Error).message
  expect(said).toContain('SlowDown')
  expect(said).not.toContain(SECRET)
  for (const { line, headers } of server.requests)
    expect(line + JSON.stringify(headers)).not.toContain(SECRET)
})

test('a request that is signed with another secret is refused, and not tried again', async () => {
  const { server, waits } = await harness()
  const environment = {
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'another',
    AWS_ENDPOINT_URL_S3: server.endpoint,
  }
  const refused = putObject(createClient({ environment }), address, sourceOf(small))
  await expect(refused).rejects.toMatchObject({ issue: { status: 403 } })
  expect(waits).toEqual([])
})

test('a file that changes while it is sent is not finished', async () => {
  const { server, client } = await harness()
  const source = { ...sourceOf(large), pieces: () => inPieces(randomBytes(large.length)) }
  await expect(putObject(client, address, source, PART)).rejects.toMatchObject({ code: 'object-changed' })
  expect([server.objects.size, server.uploads.size]).toEqual([0, 0])
})
