import { PrinterError } from '@claimtag/printer'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, onTestFinished, test, vi } from 'vitest'
import { temporaryFolder } from '../../../disk/test/temporary.ts'
import { hasPseudoTerminals, plugIn } from '../../../printer/test/transport/pseudo-terminal.ts'
import { folderArrivals } from '../../src/arrival/folder-arrivals.ts'
import { streamArrivals } from '../../src/arrival/stream-arrivals.ts'
import { tcpArrivals } from '../../src/arrival/tcp-arrivals.ts'
import { openArrivals } from '../../src/index.ts'

const onFailed = (error: unknown): never => {
  throw error
}
/** Whose time passes as fast as others get a turn. */
const clock = { now: () => 0, sleep: () => new Promise<void>((resolve) => void setImmediate(resolve)) }

function taker() {
  const taken: string[] = []
  const take = async (text: string) => {
    taken.push(text)
    return { code: 'labelled', devEui: text, checked: false } as const
  }
  return { taken, take }
}

test('devices on TCP are answered one by one, whatever ends their lines', async () => {
  const { taken, take } = taker()
  const arrivals = await tcpArrivals({ host: '127.0.0.1', port: 0 }, take, onFailed)
  onTestFinished(() => arrivals.close())
  const socket = connect(arrivals.port, '127.0.0.1')
  let answers = ''
  socket.on('data', (bytes) => (answers += bytes.toString()))
  socket.write('first\r\n\r\nsec')
  socket.write(`ond\r${'x'.repeat(9000)}\nthird\n`)
  await vi.waitFor(() => expect(answers.split('\n')).toHaveLength(5))
  // What is too long is not passed over in silence.
  expect(taken).toEqual(['first', 'second', '…', 'third'])
  expect(JSON.parse(answers.split('\n')[1]!)).toEqual({ code: 'labelled', devEui: 'second', checked: false })
  await expect(openArrivals(`tcp://127.0.0.1:${arrivals.port}`, take, { onFailed })).rejects.toMatchObject({
    issue: { code: 'arrivals-failed', detail: 'EADDRINUSE' },
  })
  socket.destroy()
})

test('devices of one connection take their turns, and the last one needs no end of line', async () => {
  const taken: string[] = []
  const busy: (() => void)[] = []
  const take = async (text: string) => {
    taken.push(text)
    await new Promise<void>((resolve) => busy.push(resolve))
    return { code: 'labelled', devEui: text, checked: false } as const
  }
  const arrivals = await tcpArrivals({ host: '127.0.0.1', port: 0 }, take, onFailed)
  onTestFinished(() => arrivals.close())
  const socket = connect({ port: arrivals.port, host: '127.0.0.1', allowHalfOpen: true })
  let answers = ''
  socket.on('data', (bytes) => (answers += bytes.toString()))
  const closed = new Promise((resolve) => socket.once('end', resolve))
  socket.end('first\nsecond\nthird')
  for (const count of [1, 2, 3]) {
    await vi.waitFor(() => expect(busy).toHaveLength(count))
    expect(taken).toHaveLength(count)
    busy.at(-1)!()
  }
  await closed
  expect(
    answers
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).devEui),
  ).toEqual(['first', 'second', 'third'])
})

test('a scanner that is unplugged is opened again', async () => {
  const { taken, take } = taker()
  const streams: PassThrough[] = []
  const lost: string[] = []
  const arrivals = streamArrivals(
    () => {
      if (streams.length === 1) {
        streams.push(new PassThrough())
        return Promise.reject(Object.assign(new Error('away'), { code: 'ENOENT' }))
      }
      streams.push(new PassThrough())
      return Promise.resolve(streams.at(-1)!)
    },
    take,
    { clock, onFailed, onLost: (detail) => lost.push(detail) },
  )
  await vi.waitFor(() => expect(streams).toHaveLength(1))
  streams[0]!.write('first\r')
  await vi.waitFor(() => expect(taken).toEqual(['first']))
  streams[0]!.end()
  await vi.waitFor(() => expect(streams).toHaveLength(3))
  streams[2]!.write('second\n')
  await vi.waitFor(() => expect(taken).toEqual(['first', 'second']))
  expect(lost).toEqual(['closed', 'ENOENT'])
  await arrivals.close()
})

test('a port that can never be opened ends the station, and is not tried for ever', async () => {
  const failed: unknown[] = []
  const error = new PrinterError({ code: 'serialport-missing' })
  const arrivals = streamArrivals(() => Promise.reject(error), taker().take, {
    clock,
    onFailed: (reason) => failed.push(reason),
  })
  await vi.waitFor(() => expect(failed).toEqual([error]))
  await arrivals.close()
})

test('files in a folder are taken when they are whole, and moved when they were dealt with', async () => {
  const { taken, take } = taker()
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'done'))
  writeFileSync(join(folder, 'done', 'a.txt'), 'of yesterday')
  writeFileSync(join(folder, 'a.txt'), 'first\nsecond\n')
  writeFileSync(join(folder, 'b.txt.part'), 'unfinished')
  const arrivals = folderArrivals(folder, take, { clock, onFailed })
  await vi.waitFor(() => expect(existsSync(join(folder, 'done', 'a.txt.2'))).toBe(true))
  await arrivals.close()
  expect(taken).toEqual(['first', 'second', ''])
  expect(readdirSync(folder).sort()).toEqual(['b.txt.part', 'done'])
})

test('a device that has to wait for a person is brought again, and a file of anything else is not passed over', async () => {
  const taken: string[] = []
  const take = async (text: string) => {
    taken.push(text)
    if (taken.length < 3) return { code: 'finish-first', label: 'other' } as const
    return text === '…' ? ({ code: 'unreadable' } as const) : undefined
  }
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.txt'), 'first')
  writeFileSync(join(folder, 'b.txt'), 'x'.repeat(70_000))
  const arrivals = folderArrivals(folder, take, { clock, onFailed })
  await vi.waitFor(() => expect(taken).toContain('…'))
  writeFileSync(join(folder, 'c.txt'), 'second')
  await vi.waitFor(() => expect(existsSync(join(folder, 'done', 'c.txt'))).toBe(true))
  await arrivals.close()
  expect(taken).toEqual(['first', 'first', 'first', '…', 'second'])
  expect(readdirSync(folder).sort()).toEqual(['b.txt', 'done'])
})

test.each(['http://127.0.0.1', 'lp://QUEUE', 'file://a'])('%s is no place of arrivals', async (address) => {
  await expect(openArrivals(address, taker().take, { onFailed })).rejects.toMatchObject({
    code: 'arrivals-address',
  })
})

test('a folder that is not there is named', async () => {
  await expect(openArrivals('/nowhere/at/all', taker().take, { onFailed })).rejects.toMatchObject({
    issue: { code: 'arrivals-failed', address: '/nowhere/at/all' },
  })
})

test.skipIf(!hasPseudoTerminals).each(['serial', 'usb'])('a scanner on %s', async (scheme) => {
  const { taken, take } = taker()
  const scanner = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    // What a scanner sent before its port was opened is dropped.
    const sending = setInterval(() => socket.write('70B3D57ED00A0004\r'), 20)
    onTestFinished(() => {
      clearInterval(sending)
      socket.destroy()
    })
  })
  await new Promise<void>((resolve) => scanner.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void scanner.close())
  const { path } = await plugIn((scanner.address() as AddressInfo).port)
  const arrivals = await openArrivals(`${scheme}://${path}`, take, { onFailed })
  await vi.waitFor(() => expect(taken).toContain('70B3D57ED00A0004'), 20_000)
  await arrivals.close()
})
