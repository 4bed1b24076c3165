import { createDecoder } from '@claimtag/decoder'
import { type LabelSource, openStation } from '@claimtag/line'
import { getEventListeners } from 'node:events'
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

/** A station that is worked over stdin. */
async function openFront(to: string) {
  const station = await openStation({
    folder: join(emptyFolder(), 'station'),
    source,
    to,
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
  return { station, stop, said, stdin, front }
}

test('a printer that is away is named at once, and whoever stops then does not wait for it', async () => {
  const { station, stop, said, stdin, front } = await openFront('tcp://127.0.0.1:1')
  const away = () => said.filter((line) => line.includes('The printer does not answer.')).length
  await vi.waitFor(() => expect(away()).toBe(1), 5000)
  stdin.write(`${devEui}\n`)
  await vi.waitFor(() => expect(away()).toBe(2), 5000)
  expect(station.view()).toMatchObject({ phase: 'printing', label: devEui })
  stop.abort()
  await front
})

test('a line that was obeyed leaves nothing behind, however many come', async () => {
  const { stop, said, stdin, front } = await openFront(`file://${join(emptyFolder(), 'printer.bin')}`)
  const listeners = () => getEventListeners(stop.signal, 'abort').length
  await vi.waitFor(() => expect(said).toHaveLength(1))
  stdin.write('nonsense\n')
  await vi.waitFor(() => expect(said).toHaveLength(2))
  const before = listeners()
  stdin.write('nonsense\n'.repeat(5))
  await vi.waitFor(() => expect(said).toHaveLength(7))
  expect(listeners()).toBe(before)
  stdin.end()
  await front
  expect(listeners()).toBe(0)
})
