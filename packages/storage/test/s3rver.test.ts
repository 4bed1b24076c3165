import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import S3rver from 's3rver'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../disk/test/temporary.ts'
import { createClient, downloadFolder, parseAddress, putObject, uploadFolder } from '../src/index.ts'
import { inPieces } from './harness.ts'

// A server that others wrote. It ignores signatures, `If-None-Match`, checksums in headers and the size of parts, so it
// proves nothing about them; our own server does, as far as the documents say how it has to be.
test('a server of others takes and gives a job, in one piece and in parts', async () => {
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: temporaryFolder(),
    configureBuckets: [{ name: 'factory', configs: [] }],
  })
  const { port } = await server.run()
  onTestFinished(() => server.close())
  const environment = {
    AWS_ACCESS_KEY_ID: 'S3RVER',
    AWS_SECRET_ACCESS_KEY: 'S3RVER',
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
  }
  const client = createClient({ environment })
  const [folder, back] = [temporaryFolder(), join(temporaryFolder(), 'back')]
  const names = ['labels (1)+ü.png', 'job.json']
  for (const name of names) writeFileSync(join(folder, name), name)
  const to = parseAddress('s3://factory/2026 47')
  expect(await uploadFolder(client, folder, to)).toEqual({ sent: 2, there: 0 })
  expect(await uploadFolder(client, folder, to)).toEqual({ sent: 0, there: 2 })
  const large = randomBytes((5 << 20) + 1)
  const source = {
    size: large.length,
    sha256: createHash('sha256').update(large).digest('hex'),
    pieces: () => inPieces(large),
  }
  const address = parseAddress('s3://factory/2026 47/labels.zip')
  expect(await putObject(client, address, source, 5 << 20)).toBe('sent')
  expect(await putObject(client, address, source, 5 << 20)).toBe('there')
  expect(await downloadFolder(client, to, back)).toBe(3)
  for (const name of names) expect(readFileSync(join(back, name), 'utf8')).toBe(name)
  expect(readFileSync(join(back, 'labels.zip')).equals(large)).toBe(true)
})
