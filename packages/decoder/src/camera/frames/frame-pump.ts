import type { Region, Size } from '../../watch/region.ts'
import type { FrameReader } from './frame-reader.ts'
import type { FrameTaker } from './frame-taker.ts'
import type { FrameAnswer } from './message.ts'

export interface PumpOptions {
  readonly video: HTMLVideoElement
  readonly taker: FrameTaker
  readonly read: FrameReader['read']
  /** Side of the square in the middle that is looked at first, in pixels of the video. */
  readonly window: () => number
  /** A frame was shown, looked at or not. */
  readonly onPicture: () => void
  /** @param shownAt milliseconds, by the clock of `performance.now` */
  readonly onAnswer: (answer: FrameAnswer, shownAt: number) => void
}

/** Takes frames of a video as they are shown to the reader, one at a time. @returns what stops it */
export function startPump(options: PumpOptions): () => void {
  const { video, taker, read, onPicture, onAnswer } = options
  let isStopped = false
  let isBusy = false
  let wanted: { readonly region: Region; readonly of: Size; readonly window: number } | undefined
  const next = frameClock(video, onFrame)

  function onFrame(shownAt: number): void {
    if (isStopped) return
    next()
    onPicture()
    if (!isBusy) void look(shownAt)
  }

  async function look(shownAt: number): Promise<void> {
    const window = options.window()
    const of = { width: video.videoWidth, height: video.videoHeight }
    // The part is known beforehand for frames of the same size alone.
    const isSame = wanted?.window === window && wanted.of.width === of.width && wanted.of.height === of.height
    const frame = taker.take(isSame ? wanted?.region : undefined)
    if (frame === undefined) return
    isBusy = true
    const answer = await read(frame, window)
    isBusy = false
    if (isStopped || answer === undefined) return
    if (answer === 'no-pixels') return taker.useCanvas()
    wanted = { region: answer.wanted, of, window }
    onAnswer(answer, shownAt)
  }

  next()
  return () => {
    isStopped = true
  }
}

/** Calls at each new frame that the video shows, once for each time it is asked. */
function frameClock(video: HTMLVideoElement, call: (shownAt: number) => void): () => void {
  const { requestVideoFrameCallback: request } = video as Partial<HTMLVideoElement>
  if (request !== undefined) return () => void request.call(video, call)
  // Firefox before version 132: look at each repaint whether time has gone on.
  let shown = -1
  const look = (now: number): void => {
    if (video.currentTime === shown) return void requestAnimationFrame(look)
    shown = video.currentTime
    call(now)
  }
  return () => void requestAnimationFrame(look)
}
