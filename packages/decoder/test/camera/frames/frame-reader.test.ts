import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CameraIssue } from '../../../src/camera/camera-issue.ts'
import { startReader } from '../../../src/camera/frames/frame-reader.ts'
import type { FramePixels, FromWorker, ToWorker } from '../../../src/camera/frames/message.ts'
import { symbolAt } from '../../watch/symbols.ts'
import { createFakeBrowser, settle } from '../fake-browser.ts'

class FakeWorker extends EventTarget {
  readonly heard: ToWorker[] = []
  readonly transferred: unknown[] = []
  isTerminated = false
  postMessage(message: ToWorker, transfer: readonly unknown[]): void {
    this.heard.push(message)
    this.transferred.push(...transfer)
  }
  terminate(): void {
    this.isTerminated = true
  }
  say(data: FromWorker): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }))
  }
}

function start(worker = new FakeWorker()) {
  const browser = createFakeBrowser([])
  const failures: CameraIssue[] = []
  const reader = startReader({
    worker: () => worker as unknown as Worker,
    wasm: new ArrayBuffer(8),
    host: browser.host,
    onFailure: (issue) => failures.push(issue),
  })
  return { worker, browser, failures, reader }
}

const FRAME: FramePixels = {
  data: new ArrayBuffer(4),
  region: { x: 0, y: 0, width: 1, height: 1 },
  width: 1,
  height: 1,
}
const SYMBOLS = [symbolAt('text')]
const ANSWER = { symbols: SYMBOLS, milliseconds: 5, load: 'normal', wanted: FRAME.region } as const

beforeEach(() => void vi.stubGlobal('document', { baseURI: 'https://portal.test/scan/' }))
afterEach(() => void vi.unstubAllGlobals())

test('the reader is loaded first; frames and photos are answered in their order, and frames handed over', async () => {
  const { worker, reader } = start()
  const frame = reader.read(FRAME, 720)
  const photo = reader.readPhoto(new Blob())
  expect(worker.heard.map(({ type }) => type)).toEqual(['load', 'frame', 'photo'])
  expect(worker.transferred).toEqual([FRAME.data])
  worker.say({ type: 'frame', answer: ANSWER })
  worker.say({ type: 'photo', symbols: SYMBOLS })
  expect([await frame, await photo]).toEqual([ANSWER, SYMBOLS])
})

test('a frame without pixels says so, and a photo that cannot be read is an error with its code', async () => {
  const { worker, reader } = start()
  const frame = reader.read(FRAME, 720)
  const photo = reader.readPhoto(new Blob())
  worker.say({ type: 'no-pixels' })
  worker.say({ type: 'no-photo', issue: { code: 'image-too-large', mostMegapixels: 64 } })
  expect(await frame).toBe('no-pixels')
  await expect(photo).rejects.toMatchObject({ name: 'ScanError', code: 'image-too-large' })
})

test.each(['error', 'messageerror'])(
  'a worker that has an event %s is given up, with what waited for it',
  async (type) => {
    const { worker, reader, failures } = start()
    const frame = reader.read(FRAME, 720)
    worker.dispatchEvent(new Event(type))
    worker.dispatchEvent(new Event(type))
    expect(await frame).toBeUndefined()
    expect([failures, worker.isTerminated]).toEqual([[{ code: 'worker-failed' }], true])
    const close = vi.fn<() => void>()
    expect(await reader.read({ close } as unknown as VideoFrame, 720)).toBeUndefined()
    expect(close).toHaveBeenCalledTimes(1)
    await expect(reader.readPhoto(new Blob())).rejects.toMatchObject({ code: 'scanner-closed' })
  },
)

test('what the worker says of its failure is passed on', async () => {
  const { worker, failures } = start()
  worker.say({ type: 'failed', issue: { code: 'wasm-not-loaded', status: 404 } })
  expect(failures).toEqual([{ code: 'wasm-not-loaded', status: 404 }])
})

test('a worker that has fallen silent is given up after a minute; one that answers is not', async () => {
  const { worker, browser, reader, failures } = start()
  const first = reader.read(FRAME, 720)
  browser.pass(59_999)
  worker.say({ type: 'frame', answer: ANSWER })
  await first
  browser.pass(60_000)
  expect(failures).toEqual([])
  void reader.read(FRAME, 720)
  browser.pass(60_000)
  expect(failures).toEqual([{ code: 'worker-failed' }])
})

test('a worker that cannot be made is told when the caller has the reader', async () => {
  const browser = createFakeBrowser([])
  const failures: CameraIssue[] = []
  const reader = startReader({
    worker() {
      throw new Error('SecurityError')
    },
    wasm: '/reader.wasm',
    host: browser.host,
    onFailure: (issue) => failures.push(issue),
  })
  expect(failures).toEqual([])
  await settle()
  expect(failures).toEqual([{ code: 'worker-failed' }])
  await expect(reader.readPhoto(new Blob())).rejects.toMatchObject({ code: 'scanner-closed' })
})

test('the address of the WebAssembly is that of the page, not of the worker', () => {
  const browser = createFakeBrowser([])
  const worker = new FakeWorker()
  startReader({
    worker: () => worker as unknown as Worker,
    wasm: 'reader.wasm',
    host: browser.host,
    onFailure: () => {},
  })
  expect(worker.heard).toEqual([{ type: 'load', wasm: 'https://portal.test/scan/reader.wasm' }])
})

test('a reader that is closed says nothing', async () => {
  const { worker, reader, failures } = start()
  const frame = reader.read(FRAME, 720)
  reader.close()
  expect([await frame, worker.isTerminated, failures]).toEqual([undefined, true, []])
})
