import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../disk/test/temporary.ts'
import { downloadFile, downloadFolder, parseAddress, uploadFolder } from '../src/index.ts'
import { harness } from './harness.ts'

const to = parseAddress('s3://factory/2026/47')
const FILES = ['.claimtag/key', '.claimtag/journal.ndjson', 'labels/a b.png', 'labels/c.png', 'job.json']

function folder(): string {
  const path = temporaryFolder()
  mkdirSync(join(path, '.claimtag'))
  mkdirSync(join(path, 'labels'))
  for (const name of FILES) writeFileSync(join(path, name), `content of ${name}`)
  writeFileSync(join(path, '.claimtag', 'lock'), 'of a process')
  return path
}

describe.each([
  ['as it is', undefined],
  ['encrypted', randomBytes(32)],
])('a folder, %s', (_, key) => {
  test('goes there with its record last, and comes back', async () => {
    const { server, client } = await harness()
    const from = folder()
    const names: string[] = []
    const onFile = (name: string): void => void names.push(name)
    expect(await uploadFolder(client, from, to, { key, onFile })).toEqual({ sent: 5, there: 0 })
    expect(names.at(-1)).toBe('job.json')
    const ending = key === undefined ? '' : '.enc'
    expect([...server.objects.keys()].sort()).toEqual(FILES.map((name) => `2026/47/${name}${ending}`).sort())
    for (const { body } of server.objects.values())
      expect(body.includes('content of')).toBe(key === undefined)

    const back = join(temporaryFolder(), 'back')
    expect(await downloadFolder(client, to, back, { key })).toBe(5)
    for (const name of FILES) {
      expect(readFileSync(join(back, name), 'utf8')).toBe(`content of ${name}`)
      expect(statSync(join(back, name)).mode & 0o777).toBe(0o600)
    }
  })

  test('goes on where an upload was cut off, and sends nothing twice', async () => {
    const { server, client } = await harness()
    const from = folder()
    server.fault = (line) => (/^PUT.*c\.png/.test(line) ? { status: 403, code: 'AccessDenied' } : undefined)
    await expect(uploadFolder(client, from, to, { key })).rejects.toMatchObject({ code: 'storage-failed' })
    expect([...server.objects.keys()].some((name) => name.includes('job.json'))).toBe(false)
    server.fault = () => undefined
    expect(await uploadFolder(client, from, to, { key })).toEqual({ sent: 2, there: 3 })
    expect(await uploadFolder(client, from, to, { key })).toEqual({ sent: 0, there: 5 })
    writeFileSync(join(from, 'labels/c.png'), 'other')
    await expect(uploadFolder(client, from, to, { key })).rejects.toMatchObject({ code: 'object-differs' })
  })
})

test('a name that leads out of the folder, an empty folder and a wrong key are refused', async () => {
  const { server, client } = await harness()
  const back = temporaryFolder()
  await expect(downloadFolder(client, to, back)).rejects.toMatchObject({ code: 'object-missing' })
  server.objects.set('2026/47/../../x', { body: Buffer.from('x'), sha256: undefined })
  await expect(downloadFolder(client, to, back)).rejects.toMatchObject({ code: 'storage-address' })
  server.objects.clear()
  await uploadFolder(client, folder(), to, { key: randomBytes(32) })
  await expect(downloadFolder(client, to, back, { key: randomBytes(32) })).rejects.toMatchObject({
    code: 'encryption-damaged',
  })
  await expect(downloadFolder(client, to, back)).rejects.toMatchObject({ code: 'encryption-key' })
  expect(readdirSync(back, { recursive: true }).filter((name) => String(name).includes('.p'))).toEqual([])
})

test('one file', async () => {
  const { server, client } = await harness()
  server.objects.set('devices.csv', { body: Buffer.from('devEui\n'), sha256: undefined })
  const path = join(temporaryFolder(), 'in', 'devices.csv')
  await downloadFile(client, parseAddress('s3://factory/devices.csv'), path)
  expect(readFileSync(path, 'utf8')).toBe('devEui\n')
})
