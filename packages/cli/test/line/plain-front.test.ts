import { createDecoder } from '@claimtag/decoder'
import { type LabelSource, openStation } from '@claimtag/line'
import { PassThrough } from 'node:stream'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Prose } from '../../src/output/prose.ts'
import { plainFront } from '../../src/line/plain-front.ts'
import type { Session } from '../../src/session.ts'
import { emptyFolder } from '../command.ts'

const devEui = '70B3D57ED00A0004'
const source: LabelSource = {
  name: 'one device',
  devices: 1,
  find: () => ({
    state: 'found',
    device: { devEui, joinEui: '70B3D57ED0000001', serialNumber: undefined, columns: {} },
    product: {},
    label: () => Promise.resolve(Buffer.from('^XA^XZ')),
  }),
  close: () => Promise.resolve(),
}

test('a printer that is away is named at once, and whoever stops then does not wait for it', async () => {
  const station = await openStation({
    folder: join(emptyFolder(), 'station'),
    source,
    to: 'tcp://127.0.0.1:1',
    decoder: createDecoder(),
    operator: 'Ada',
  })
  onTestFinished(() => station.close())
  const stop = new AbortController()
  const said: string[] = []
  const stdin = new PassThrough()
  const paint = { red: String, green: String, bold: String }
  const stdout = { isTTY: false, paint, print: ({ written }: Prose) => said.push(written) }
  const front = plainFront({
    station,
    io: { stdin, stdout } as unknown as Session,
    language: 'en',
    json: false,
    quiet: false,
    signal: stop.signal,
    goesOn: false,
  })
  const away = () => said.filter((line) => line.includes('The printer does not answer.')).length
  await vi.waitFor(() => expect(away()).toBe(1), 5000)
  stdin.write(`${devEui}\n`)
  await vi.waitFor(() => expect(away()).toBe(2), 5000)
  expect(station.view()).toMatchObject({ phase: 'printing', label: devEui })
  stop.abort()
  await front
})
