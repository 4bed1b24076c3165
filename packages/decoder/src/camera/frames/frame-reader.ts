import { type FoundSymbol, ScanError } from '../../scan/index.ts'
import type { CameraIssue } from '../camera-issue.ts'
import type { CameraHost } from '../session/host.ts'
import type { FrameAnswer, FramePixels, FromWorker, ToWorker } from './message.ts'
import { scriptUrl, type TrustedScriptUrl } from './script-url.ts'

/** The worker's address on this page's own origin, or what starts it. */
export type WorkerSource = string | URL | TrustedScriptUrl | (() => Worker)

export interface ReaderOptions {
  readonly worker: WorkerSource
  readonly wasm: string | URL | ArrayBuffer
  readonly host: Pick<CameraHost, 'setTimeout' | 'clearTimeout'>
  /** Called once; the reader is closed then. */
  readonly onFailure: (issue: CameraIssue) => void
}

/** The page's end of the worker that searches frames. */
export interface FrameReader {
  /**
   * Searches a frame, and takes it away from the caller. One at a time.
   *
   * @returns `no-pixels` when the browser does not hand out the frame's pixels, undefined when the reader was closed
   */
  read(frame: VideoFrame | FramePixels, window: number): Promise<FrameAnswer | 'no-pixels' | undefined>
  /** @throws ScanError as `scan` does */
  readPhoto(photo: Blob): Promise<readonly FoundSymbol[]>
  close(): void
}

/** The reader itself may have to come over a slow network first. */
const MOST_MS = 60_000

/** Starts the worker at once, so that it is ready when the camera is. */
export function startReader({ worker: source, wasm, host, onFailure }: ReaderOptions): FrameReader {
  /** The worker answers in the order in which it was asked. */
  const waiting: ((answer: FromWorker | undefined) => void)[] = []
  let worker: Worker | undefined
  let isClosed = false
  try {
    const started = typeof source === 'function' ? source() : startWorker(source)
    const onError = (): void => fail({ code: 'worker-failed' })
    started.addEventListener('error', onError)
    started.addEventListener('messageerror', onError)
    started.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => hear(data))
    worker = started
    send({ type: 'load', wasm: wasm instanceof ArrayBuffer ? wasm : new URL(wasm, document.baseURI).href })
  } catch {
    // Another origin, or a policy that the page's CSP does not name. Told when the caller has the reader.
    void Promise.resolve().then(() => fail({ code: 'worker-failed' }))
  }

  function hear(message: FromWorker): void {
    if (message.type === 'failed') fail(message.issue)
    else waiting.shift()?.(message)
  }

  function send(message: ToWorker, transfer: Transferable[] = []): void {
    worker?.postMessage(message, transfer)
  }

  function ask(message: ToWorker, transfer: Transferable[] = []): Promise<FromWorker | undefined> {
    return new Promise((resolve) => {
      // A thread that the system has ended says nothing.
      const timer = host.setTimeout(() => fail({ code: 'worker-failed' }), MOST_MS)
      waiting.push((answer) => {
        host.clearTimeout(timer)
        resolve(answer)
      })
      send(message, transfer)
    })
  }

  function fail(issue: CameraIssue): void {
    if (isClosed) return
    close()
    onFailure(issue)
  }

  function close(): void {
    isClosed = true
    worker?.terminate()
    for (const resolve of waiting.splice(0)) resolve(undefined)
  }

  return {
    async read(frame, window) {
      const isDrawn = 'region' in frame
      if (isClosed) {
        if (!isDrawn) frame.close()
        return undefined
      }
      const answer = await ask({ type: 'frame', frame, window }, [isDrawn ? frame.data : frame])
      return answer?.type === 'frame' ? answer.answer : answer === undefined ? undefined : 'no-pixels'
    },
    async readPhoto(photo) {
      const answer = isClosed ? undefined : await ask({ type: 'photo', photo })
      if (answer?.type === 'photo') return answer.symbols
      throw new ScanError(answer?.type === 'no-photo' ? answer.issue : { code: 'scanner-closed' })
    },
    close,
  }
}

function startWorker(source: string | URL | TrustedScriptUrl): Worker {
  const address = typeof source === 'string' || source instanceof URL ? scriptUrl(source) : source
  return new Worker(address as string, { type: 'module', name: 'claimtag-camera' })
}
