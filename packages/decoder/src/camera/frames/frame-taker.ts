import type { Region } from '../../watch/region.ts'
import { canReadPixels } from './canary.ts'
import type { FramePixels } from './message.ts'

/** Takes what a video shows. */
export interface FrameTaker {
  /**
   * The picture of now; undefined when there is none yet.
   *
   * @param wanted the part that will be looked at; all of it when left out
   */
  take(wanted?: Region): VideoFrame | FramePixels | undefined
  /** From now on through a canvas, since this browser's frames keep their pixels. */
  useCanvas(): void
  /** Whether the browser gives noise for pixels on the way in use. */
  isBlind(): boolean
}

type FrameMaker = new (video: HTMLVideoElement) => VideoFrame

export function createFrameTaker(video: HTMLVideoElement): FrameTaker {
  let maker = (globalThis as { readonly VideoFrame?: FrameMaker }).VideoFrame
  let canvas: HTMLCanvasElement | undefined
  let blind: boolean | undefined
  const create = (): HTMLCanvasElement => video.ownerDocument.createElement('canvas')

  function take(wanted?: Region): VideoFrame | FramePixels | undefined {
    if (maker === undefined) return draw(wanted)
    try {
      return new maker(video)
    } catch {
      // InvalidStateError: no frame has come yet.
      return undefined
    }
  }

  function draw(wanted?: Region): FramePixels | undefined {
    const { videoWidth: width, videoHeight: height } = video
    if (width === 0 || height === 0) return undefined
    const isStale =
      wanted === undefined || wanted.x + wanted.width > width || wanted.y + wanted.height > height
    const region = isStale ? { x: 0, y: 0, width, height } : wanted
    canvas ??= create()
    // To set a size, even the same one, makes a new picture.
    if (canvas.width !== region.width) canvas.width = region.width
    if (canvas.height !== region.height) canvas.height = region.height
    const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })
    if (context === null) return undefined
    const { x, y } = region
    context.drawImage(video, x, y, region.width, region.height, 0, 0, region.width, region.height)
    const { data } = context.getImageData(0, 0, region.width, region.height)
    return { data: data.buffer, region, width, height }
  }

  return {
    take,
    useCanvas: () => (maker = undefined),
    isBlind: () => maker === undefined && (blind ??= !canReadPixels(create)),
  }
}
