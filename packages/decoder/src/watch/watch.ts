import type { Clock, StopSignal } from '@claimtag/core'
import type { FoundSymbol, GreyImage, PixelImage } from '../scan/index.ts'
import { createSightings, type Sighting, type SightingOptions } from './sightings.ts'

/** Finds the codes of one frame: a scanner, or a ladder over one. */
export interface FrameScanner<Frame> {
  scan(frame: Frame): Promise<readonly FoundSymbol[]>
}

/** When a frame was taken, in milliseconds from any moment on, as camera modules say. */
export interface Stamped {
  readonly timestamp?: number
}

export interface WatchOptions<Frame> extends SightingOptions {
  readonly scanner: FrameScanner<Frame>
  /** Ends the watch, also while it waits for a frame. */
  readonly signal?: StopSignal
  /** The time of frames that have no timestamp, which may not go back; that of the system when left out. */
  readonly clock?: Pick<Clock, 'now'>
}

/**
 * Watches a stream of frames for codes: yields each once, and again only after it was out of view for `forgetMs`.
 * Takes the next frame when the last one has been searched, so that a source that drops frames in between keeps up.
 *
 * @param frames grey or RGBA pixels, from a camera module, a file or anything else
 * @returns the codes that come into view, ours and foreign ones; ends with the frames or when the signal is aborted
 * @throws ScanError as `scan`; the errors of the source of frames
 *
 * @example
 * ```ts
 * import { createDecoder } from '@claimtag/decoder'
 * import { createScanner } from '@claimtag/decoder/scan'
 * import { watch } from '@claimtag/decoder/watch'
 *
 * async function* frames() {
 *   yield { grey: new Uint8Array(640 * 480), width: 640, height: 480 }
 * }
 * const options = { scanner: createScanner(), decoder: createDecoder() }
 * for await (const { result } of watch(frames(), options)) console.log(result.ok)
 * ```
 */
export async function* watch<Frame extends GreyImage | PixelImage>(
  frames: AsyncIterable<Frame & Stamped>,
  { scanner, signal, clock = Date, ...options }: WatchOptions<Frame>,
): AsyncGenerator<Sighting, void, undefined> {
  const sightings = createSightings(options)
  const iterator = frames[Symbol.asyncIterator]()
  // Settles the wait for a frame; one listener for all frames, since a promise of the abort would keep every wait
  // alive.
  let stop: (() => void) | undefined
  const onAbort = (): void => stop?.()
  signal?.addEventListener('abort', onAbort)
  try {
    for (;;) {
      const next = signal?.aborted === true ? undefined : await nextFrame()
      if (next === undefined || next.done === true) return
      const symbols = await scanner.scan(next.value)
      if (signal?.aborted === true) return
      yield* sightings.see(symbols, next.value.timestamp ?? clock.now())
    }
  } finally {
    signal?.removeEventListener('abort', onAbort)
    // A source that waits for its next frame answers only then, and the watch need not.
    iterator.return?.().catch(() => undefined)
  }

  function nextFrame(): Promise<IteratorResult<Frame & Stamped> | undefined> {
    return new Promise((resolve, reject) => {
      stop = () => resolve(undefined)
      iterator.next().then(resolve, reject)
    })
  }
}
