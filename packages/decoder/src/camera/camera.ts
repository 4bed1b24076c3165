import type { Decoder } from '../strict-decoder.ts'
import type { FoundSymbol } from '../scan/index.ts'
import { createSightings, type Sighting } from '../watch/sightings.ts'
import { type FrameReader, startReader, type WorkerSource } from './frames/frame-reader.ts'
import { browserHost, type CameraHost } from './session/host.ts'
import { createFrameTaker } from './frames/frame-taker.ts'
import { startPump } from './frames/frame-pump.ts'
import type { Lens, LensMemory } from './session/lens.ts'
import { createSession } from './session/session.ts'
import type { CameraState } from './session/state.ts'

export interface CameraOptions {
  /** Shows the picture; `muted` and `playsinline` are set, since iPhones play no other. */
  readonly video: HTMLVideoElement
  readonly decoder: Pick<Decoder, 'decode'>
  /**
   * Where the bundled `@claimtag/decoder/camera/worker` is, on this page's own origin; or what starts it. An address
   * passes the Trusted Types policy `claimtag`.
   */
  readonly worker: WorkerSource
  /** Where `@claimtag/decoder/zxing_reader.wasm` is, or its bytes. */
  readonly wasm: string | URL | ArrayBuffer
  /** A code has come into view. */
  readonly onCode: (sighting: Sighting) => void
  readonly onState?: (state: CameraState) => void
  /** Each frame that was searched, for drawing on the picture. */
  readonly onFrame?: (frame: CameraFrame) => void
  /** How long a code has to be out of view until it counts as come into view again, in milliseconds; 3,000. */
  readonly forgetMs?: number
  /** Where the person's choice of a lens is kept; `lensMemory(localStorage)` keeps it between visits. */
  readonly memory?: LensMemory
  /** The browser, for tests. */
  readonly host?: CameraHost
}

/** A frame that was searched. */
export interface CameraFrame {
  /** Every symbol that was read or is damaged, with corners in pixels of the video. */
  readonly symbols: readonly FoundSymbol[]
  /** How long the search took, in the worker. */
  readonly milliseconds: number
}

/** A camera that reads codes. */
export interface Camera {
  readonly state: CameraState
  /** Turns the camera on, or wakes it. The first time, the browser may ask the person. */
  start(): void
  /** Turns the camera off. Its light goes out. */
  stop(): void
  /** Takes another lens, now or when the camera starts, and remembers it. */
  useLens(lens: Lens): void
  setTorch(isOn: boolean): Promise<void>
  /** @param factor 1 to `zoom.most` of the running state; what is more or less is brought within */
  setZoom(factor: number): Promise<void>
  /**
   * Reads a photo or a file, whatever state the camera is in.
   *
   * @returns every code in it; these are not told to `onCode`
   * @throws ScanError as `scan` does; `scanner-closed` when the reader has failed
   */
  readPhoto(photo: Blob): Promise<readonly Sighting[]>
  /** Turns the camera off for good, and ends the worker. */
  close(): void
}

/** Side of the square in the middle of the picture that is searched first, in pixels of the video. */
const WINDOW = 720

/**
 * Makes a camera that reads codes, and starts its worker, so that it is ready before the person has given permission.
 *
 * @example
 * ```ts no-run
 * import { createDecoder } from '@claimtag/decoder'
 * import { createCamera } from '@claimtag/decoder/camera'
 *
 * const camera = createCamera({
 *   video: document.querySelector('video')!,
 *   decoder: createDecoder(),
 *   worker: '/scan-worker.js',
 *   wasm: '/zxing_reader.wasm',
 *   onCode: ({ result }) => console.log(result.ok),
 * })
 * camera.start()
 * ```
 */
export function createCamera(options: CameraOptions): Camera {
  const { video, decoder, forgetMs, onFrame } = options
  const host = options.host ?? browserHost()
  const once = forgetMs === undefined ? { decoder } : { decoder, forgetMs }
  const sightings = createSightings(once)
  const taker = createFrameTaker(video)
  let reader: FrameReader | undefined = openReader()
  const session = createSession({
    host,
    memory: options.memory,
    show,
    onState: (state) => options.onState?.(state),
  })

  function openReader(): FrameReader {
    const { worker, wasm } = options
    return startReader({
      worker,
      wasm,
      host,
      onFailure(issue) {
        reader = undefined
        session.fail(issue)
      },
    })
  }

  function show(stream: MediaStream): () => void {
    // Without these, iPhones play it full screen or not at all.
    video.muted = true
    video.playsInline = true
    video.srcObject = stream
    // Refused or interrupted, no picture comes, which the session notices.
    video.play().catch(() => undefined)
    const stopPump = startPump({
      video,
      taker,
      read: async (frame, window) => reader?.read(frame, window),
      window: () => (session.zoom.by === 'window' ? Math.round(WINDOW / session.zoom.factor) : WINDOW),
      onPicture: () => session.picture(taker.isBlind()),
      onAnswer({ symbols, milliseconds, load }, shownAt) {
        if (load === 'smaller-frames') session.shrink()
        onFrame?.({ symbols, milliseconds })
        for (const sighting of sightings.see(symbols, shownAt)) options.onCode(sighting)
      },
    })
    return () => {
      stopPump()
      video.srcObject = null
    }
  }

  return {
    get state() {
      return session.state
    },
    start() {
      reader ??= openReader()
      session.start()
    },
    stop: session.stop,
    useLens: session.useLens,
    setTorch: session.setTorch,
    setZoom: session.setZoom,
    async readPhoto(photo) {
      reader ??= openReader()
      // A photo is looked at for itself: what the camera has just seen counts again.
      return createSightings(once).see(await reader.readPhoto(photo), 0)
    },
    close() {
      session.close()
      reader?.close()
    },
  }
}
