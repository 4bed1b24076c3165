import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { beforeAll, expect, test } from 'vitest'
import { serveFrames } from '../../../src/camera/frames/frame-worker.ts'
import type { FramePixels, FromWorker, ToWorker } from '../../../src/camera/frames/message.ts'
import type { GreyImage } from '../../../src/scan/index.ts'
import { FOREIGN, OURS } from '../../watch/symbols.ts'
import { frameWith } from '../../symbol-frame.ts'

const SIZE = { width: 800, height: 600 }
let wasm: ArrayBuffer
beforeAll(async () => {
  const bytes = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
  wasm = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
})

/** A worker in this thread: what is sent to it, and what it answers. */
function startWorker(fetch: (address: string) => Promise<Response> = async () => new Response(wasm)) {
  const answers: FromWorker[] = []
  const waiting: (() => void)[] = []
  let send: ((message: ToWorker) => void) | undefined
  let now = 0
  const worker = {
    /** How far the clock goes on each time that it is looked at. */
    slowness: 1,
    answers,
    send: (message: ToWorker): void => send?.(message),
    async answered(count: number): Promise<readonly FromWorker[]> {
      while (answers.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
      return answers
    },
  }
  serveFrames({
    fetch,
    performance: { now: () => (now += worker.slowness) },
    postMessage(message) {
      answers.push(message)
      waiting.splice(0).forEach((go) => go())
    },
    addEventListener: (_type, listener) => (send = (data) => listener({ data })),
  })
  return worker
}

/** A frame as a browser without VideoFrame sends it. */
function pixelsOf({ grey, width, height }: GreyImage): FramePixels {
  const data = new Uint8Array(grey.length * 4)
  grey.forEach((value, i) => data.fill(value, 4 * i, 4 * i + 3))
  return { data: data.buffer, region: { x: 0, y: 0, width, height }, width, height }
}

/** A frame as a browser with VideoFrame sends it. */
function videoFrameOf({ grey, width, height }: GreyImage): VideoFrame & { isClosed: boolean } {
  const frame = {
    format: 'I420',
    visibleRect: { x: 0, y: 0, width, height },
    isClosed: false,
    allocationSize: ({ rect }: VideoFrameCopyToOptions) => rect!.width! * rect!.height! * 1.5,
    async copyTo(into: Uint8Array, { rect }: VideoFrameCopyToOptions) {
      const { x = 0, y = 0, width: wide = 0, height: high = 0 } = rect ?? {}
      for (let row = 0; row < high; row++) {
        const from = (y + row) * width + x
        into.set(grey.subarray(from, from + wide), row * wide)
      }
      return [{ offset: 0, stride: wide }]
    },
    close() {
      frame.isClosed = true
    },
  }
  return frame as unknown as VideoFrame & { isClosed: boolean }
}

test('frames of both kinds are read, in their order, and closed; photos in between', async () => {
  const worker = startWorker()
  const image = await frameWith(SIZE, { text: OURS, scale: 4, x: 300, y: 200 })
  const frame = videoFrameOf(image)
  worker.send({ type: 'load', wasm: '/zxing_reader.wasm' })
  worker.send({ type: 'frame', frame, window: 720 })
  worker.send({ type: 'photo', photo: new Blob(['no picture']) })
  worker.send({ type: 'frame', frame: pixelsOf(image), window: 720 })
  const [first, second, third] = await worker.answered(3)
  expect(first).toMatchObject({ type: 'frame', answer: { symbols: [{ text: OURS }], load: 'normal' } })
  expect(second).toEqual({ type: 'no-photo', issue: { code: 'unreadable-image' } })
  expect(third).toMatchObject({ type: 'frame', answer: { symbols: [{ text: OURS }] } })
  expect(frame.isClosed).toBe(true)
})

test('the answer says what the next frame will be asked for, and pixels of that part are enough', async () => {
  const worker = startWorker()
  const image = await frameWith(SIZE, { text: OURS, scale: 4, x: 300, y: 200 })
  worker.send({ type: 'load', wasm })
  worker.send({ type: 'frame', frame: pixelsOf(image), window: 400 })
  const [first] = await worker.answered(1)
  const region = first?.type === 'frame' ? first.answer.wanted : undefined
  expect(region).toEqual({ x: 200, y: 100, width: 400, height: 400 })
  const part = new Uint8Array(400 * 400)
  for (let y = 0; y < 400; y++)
    part.set(image.grey.subarray((100 + y) * 800 + 200, (100 + y) * 800 + 600), y * 400)
  const { data } = pixelsOf({ grey: part, width: 400, height: 400 })
  worker.send({ type: 'frame', frame: { data, region: region!, ...SIZE }, window: 400 })
  const [, second] = await worker.answered(2)
  if (second?.type !== 'frame') throw new Error('no answer')
  const [symbol] = second.answer.symbols
  expect(symbol).toMatchObject({ text: OURS })
  expect(Math.hypot(symbol!.corners[0].x - 300, symbol!.corners[0].y - 200)).toBeLessThan(8)
})

test('pixels of too small a part are not searched, and the whole is asked for', async () => {
  const worker = startWorker()
  const image = await frameWith(SIZE, { text: OURS, scale: 4, x: 300, y: 200 })
  worker.send({ type: 'load', wasm })
  const region = { x: 300, y: 200, width: 100, height: 100 }
  const { data } = pixelsOf({ grey: image.grey.subarray(0, 10_000), width: 100, height: 100 })
  worker.send({ type: 'frame', frame: { data, region, ...SIZE }, window: 400 })
  expect(await worker.answered(1)).toMatchObject([
    { type: 'frame', answer: { symbols: [], wanted: { x: 0, y: 0, ...SIZE } } },
  ])
})

test('a frame that keeps its pixels is told, and closed', async () => {
  const worker = startWorker()
  const frame = videoFrameOf(await frameWith(SIZE))
  frame.copyTo = () => Promise.reject(new TypeError('NotSupportedError'))
  worker.send({ type: 'load', wasm })
  worker.send({ type: 'frame', frame, window: 720 })
  expect(await worker.answered(1)).toEqual([{ type: 'no-pixels' }])
  expect(frame.isClosed).toBe(true)
})

test('a slow device is told, and its frames are searched in fewer ways', async () => {
  const worker = startWorker()
  const image = await frameWith(SIZE)
  worker.slowness = 90
  worker.send({ type: 'load', wasm })
  for (let i = 0; i < 6; i++) worker.send({ type: 'frame', frame: pixelsOf(image), window: 720 })
  const loads = (await worker.answered(6)).map((message) => message.type === 'frame' && message.answer.load)
  expect(loads).toEqual([...Array(2).fill('normal'), ...Array(3).fill('no-sharpening'), 'smaller-frames'])
})

test('a photo is read however hard it is', async () => {
  const worker = startWorker()
  const image = await readFile(new URL('../../../../label/docs/gallery.png', import.meta.url))
  worker.send({ type: 'load', wasm })
  worker.send({ type: 'photo', photo: new Blob([image]) })
  const [answer] = await worker.answered(1)
  expect(answer?.type === 'photo' && answer.symbols.length).toBeGreaterThan(5)
})

test.each([
  [
    'a server that has no such file',
    async () => new Response('', { status: 404 }),
    { code: 'wasm-not-loaded', status: 404 },
  ],
  [
    'a network that fails',
    () => Promise.reject(new TypeError('Failed to fetch')),
    { code: 'wasm-not-loaded' },
  ],
  ['a page in the place of the file', async () => new Response('<!doctype html>'), { code: 'wasm-refused' }],
] as const)('%s is told once, and nothing is answered after it', async (_, fetch, issue) => {
  const worker = startWorker(fetch)
  worker.send({ type: 'load', wasm: '/zxing_reader.wasm' })
  const frame = videoFrameOf(await frameWith(SIZE, { text: FOREIGN, scale: 4, x: 300, y: 200 }))
  worker.send({ type: 'frame', frame, window: 720 })
  await expect.poll(() => frame.isClosed).toBe(true)
  expect(worker.answers).toEqual([{ type: 'failed', issue }])
})
