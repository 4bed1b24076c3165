import { createScanner, type GreyImage, type Scanner, ScanError } from '../../scan/index.ts'
import { createLadder, type Ladder } from '../../watch/ladder.ts'
import { createPace, type Load } from '../../watch/pace.ts'
import { cropped, type Region, type Size } from '../../watch/region.ts'
import type { CameraIssue } from '../camera-issue.ts'
import { createLumaCopier, folded } from './luma.ts'
import type { FramePixels, FromWorker, ToWorker } from './message.ts'

/** The part of a worker's global object that is used. */
export interface WorkerScope {
  postMessage(message: FromWorker): void
  addEventListener(type: 'message', listener: (event: { readonly data: ToWorker }) => void): void
  fetch(address: string): Promise<Response>
  readonly performance: { now(): number }
}

interface Loaded {
  readonly scanner: Scanner
  readonly ladder: Ladder
}

/** A reader that fails on so many frames one after the other will fail on the next, too. */
const MOST_FAILURES = 3

/** Answers the page's messages, one after the other. */
export function serveFrames(scope: WorkerScope): void {
  const pace = createPace()
  const luma = createLumaCopier()
  let loading: Promise<Loaded | undefined> = Promise.resolve(undefined)
  let last: Promise<unknown> = loading
  let load: Load = 'normal'
  let failures = 0
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows, a worker has none
  const tell = (message: FromWorker): void => scope.postMessage(message)

  scope.addEventListener('message', ({ data }) => {
    if (data.type === 'load') loading = loaded(data.wasm)
    else last = last.then(() => answer(data))
  })

  async function loaded(wasm: string | ArrayBuffer): Promise<Loaded | undefined> {
    const bytes = typeof wasm === 'string' ? await fetched(wasm) : wasm
    if (bytes === undefined) return undefined
    try {
      const scanner = createScanner({ wasm: bytes })
      // Compiles now, while the person is asked for the camera, and not with the first frame.
      await scanner.scan({ grey: new Uint8Array(256), width: 16, height: 16 }, { effort: 'low' })
      return { scanner, ladder: createLadder(scanner) }
    } catch {
      return fail({ code: 'wasm-refused' })
    }
  }

  async function fetched(address: string): Promise<ArrayBuffer | undefined> {
    try {
      const response = await scope.fetch(address)
      if (response.ok) return await response.arrayBuffer()
      return fail({ code: 'wasm-not-loaded', status: response.status })
    } catch {
      // The network, or `connect-src` of the page.
      return fail({ code: 'wasm-not-loaded' })
    }
  }

  function fail(issue: CameraIssue): undefined {
    tell({ type: 'failed', issue })
  }

  async function answer(message: Exclude<ToWorker, { readonly type: 'load' }>): Promise<void> {
    const ready = await loading
    if (message.type === 'photo') {
      if (ready !== undefined) tell(await searched(ready.scanner, message.photo))
      return
    }
    try {
      if (ready !== undefined) tell(await read(ready.ladder, message.frame, message.window))
    } finally {
      // A camera has few frames: one that is not closed stops it.
      if ('close' in message.frame) message.frame.close()
    }
  }

  async function read(ladder: Ladder, frame: VideoFrame | FramePixels, window: number): Promise<FromWorker> {
    const start = scope.performance.now()
    const size = sizeOf(frame)
    const options = { window, load }
    let grey: GreyImage
    try {
      grey = await pixelsOf(frame, ladder.wanted(size, options))
    } catch {
      return { type: 'no-pixels' }
    }
    try {
      const symbols = await ladder.read({ ...size, grey: () => grey }, options)
      const milliseconds = scope.performance.now() - start
      load = pace.note(milliseconds)
      failures = 0
      const wanted = ladder.wanted(size, { window, load })
      return { type: 'frame', answer: { symbols, milliseconds, load, wanted } }
    } catch {
      if (++failures === MOST_FAILURES) return { type: 'failed', issue: { code: 'worker-failed' } }
      return { type: 'frame', answer: { symbols: [], milliseconds: 0, load, wanted: wholeOf(size) } }
    }
  }

  async function pixelsOf(frame: VideoFrame | FramePixels, region: Region): Promise<GreyImage> {
    if (!('region' in frame)) return luma.copy(frame, region)
    const { data, region: drawn } = frame
    const grey = folded(new Uint8Array(data), 4 * drawn.width, drawn.width, drawn.height)
    const part = { ...region, x: region.x - drawn.x, y: region.y - drawn.y }
    return cropped({ grey, width: drawn.width, height: drawn.height }, part)
  }
}

async function searched(scanner: Scanner, image: Blob): Promise<FromWorker> {
  try {
    return { type: 'photo', symbols: await scanner.scan(image, { effort: 'high' }) }
  } catch (error) {
    const issue = error instanceof ScanError ? error.issue : ({ code: 'unreadable-image' } as const)
    return { type: 'no-photo', issue }
  }
}

function sizeOf(frame: VideoFrame | FramePixels): Size {
  if ('region' in frame) return { width: frame.width, height: frame.height }
  const { width, height } = frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight }
  return { width, height }
}

function wholeOf({ width, height }: Size): Region {
  return { x: 0, y: 0, width, height }
}
