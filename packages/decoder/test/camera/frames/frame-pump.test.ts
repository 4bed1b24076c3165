import { expect, test, vi } from 'vitest'
import { startPump } from '../../../src/camera/frames/frame-pump.ts'
import type { FrameAnswer } from '../../../src/camera/frames/message.ts'
import { settle } from '../fake-browser.ts'

/** A video whose frames the test shows. */
function createVideo() {
  const calls: ((now: number) => void)[] = []
  return {
    videoWidth: 1920,
    videoHeight: 1080,
    requestVideoFrameCallback: (call: (now: number) => void) => calls.push(call),
    show: (now: number) => calls.splice(0).forEach((call) => call(now)),
    asks: () => calls.length,
  }
}

const WANTED = { x: 600, y: 180, width: 720, height: 720 }
const ANSWER: FrameAnswer = { symbols: [], milliseconds: 5, load: 'normal', wanted: WANTED }

function start(video = createVideo()) {
  const answering: ((answer: FrameAnswer | 'no-pixels' | undefined) => void)[] = []
  const asked: unknown[] = []
  const state = { window: 720, pictures: 0, hasFrame: true, usesCanvas: false }
  const answers: number[] = []
  const stop = startPump({
    video: video as unknown as HTMLVideoElement,
    taker: {
      take(wanted) {
        asked.push(wanted)
        return state.hasFrame ? ({} as VideoFrame) : undefined
      },
      useCanvas: () => (state.usesCanvas = true),
      isBlind: () => false,
    },
    read: () => new Promise((resolve) => answering.push(resolve)),
    window: () => state.window,
    onPicture: () => void state.pictures++,
    onAnswer: (_, shownAt) => void answers.push(shownAt),
  })
  const answer = async (what: FrameAnswer | 'no-pixels' | undefined = ANSWER): Promise<void> => {
    answering.shift()?.(what)
    await settle()
  }
  return { video, asked, state, answers, stop, answer }
}

test('one frame is searched at a time; those in between are passed over, and count as pictures', async () => {
  const { video, asked, state, answers, answer } = start()
  video.show(10)
  video.show(20)
  video.show(30)
  expect([asked.length, state.pictures]).toEqual([1, 3])
  await answer()
  video.show(40)
  await answer()
  expect([asked.length, answers]).toEqual([2, [10, 40]])
})

test('the part that is wanted is known for frames of the same size and window alone', async () => {
  const { video, asked, state, answer } = start()
  const next = async (): Promise<void> => {
    video.show(0)
    await answer()
  }
  await next()
  await next()
  state.window = 360
  await next()
  await next()
  Object.assign(video, { videoWidth: 1080, videoHeight: 1920 })
  await next()
  expect(asked).toEqual([undefined, WANTED, undefined, WANTED, undefined])
})

test('no frame yet, or frames that keep their pixels, and it goes on another way', async () => {
  const { video, asked, state, answers, answer } = start()
  state.hasFrame = false
  video.show(0)
  state.hasFrame = true
  video.show(10)
  await answer('no-pixels')
  expect(state.usesCanvas).toBe(true)
  video.show(20)
  await answer()
  expect([asked.length, answers]).toEqual([3, [20]])
})

test('when it is stopped, neither frames nor answers count', async () => {
  const { video, state, answers, stop, answer } = start()
  video.show(0)
  stop()
  await answer()
  video.show(10)
  expect([answers, state.pictures, video.asks()]).toEqual([[], 1, 0])
})

test('without frame callbacks, each repaint at which the video has gone on is a frame', async () => {
  const repaints: ((now: number) => void)[] = []
  vi.stubGlobal('requestAnimationFrame', (call: (now: number) => void) => repaints.push(call))
  const video = { ...createVideo(), requestVideoFrameCallback: undefined, currentTime: 0 }
  const { state } = start(video as unknown as ReturnType<typeof createVideo>)
  const repaint = (now: number): void => repaints.splice(0).forEach((call) => call(now))
  repaint(0)
  repaint(16)
  video.currentTime = 0.05
  repaint(32)
  expect(state.pictures).toBe(2)
  vi.unstubAllGlobals()
})
