import type { Point } from '../scan/index.ts'
import type { Size } from '../watch/region.ts'

/** The members of a video element that place its picture. */
export interface ShownVideo {
  readonly videoWidth: number
  readonly videoHeight: number
  readonly clientWidth: number
  readonly clientHeight: number
}

/**
 * The place of a pixel of the camera's picture on a video element with `object-fit: cover`.
 *
 * @returns CSS pixels from the element's top left corner
 *
 * @example
 * ```ts
 * import { onScreen } from '@claimtag/decoder/camera'
 *
 * const video = { videoWidth: 1920, videoHeight: 1080, clientWidth: 960, clientHeight: 540 }
 * console.log(onScreen({ x: 100, y: 200 }, video).x) // 50
 * ```
 */
export function onScreen({ x, y }: Point, video: ShownVideo): Point {
  const { scale, left, top } = placeOf(video)
  return { x: left + x * scale, y: top + y * scale }
}

/**
 * The size on the screen of the square in the middle that is searched first, for drawing a frame to aim with.
 *
 * @example
 * ```ts
 * import { windowOnScreen } from '@claimtag/decoder/camera'
 *
 * const video = { videoWidth: 1920, videoHeight: 1080, clientWidth: 960, clientHeight: 540 }
 * console.log(windowOnScreen(video).width) // 360
 * ```
 */
export function windowOnScreen(video: ShownVideo, side = 720): Size {
  const own = Math.min(side, video.videoWidth, video.videoHeight) * placeOf(video).scale
  return { width: Math.min(own, video.clientWidth), height: Math.min(own, video.clientHeight) }
}

function placeOf({ videoWidth, videoHeight, clientWidth, clientHeight }: ShownVideo): Placement {
  const scale = Math.max(clientWidth / videoWidth, clientHeight / videoHeight)
  return {
    scale,
    left: (clientWidth - videoWidth * scale) / 2,
    top: (clientHeight - videoHeight * scale) / 2,
  }
}

interface Placement {
  readonly scale: number
  readonly left: number
  readonly top: number
}
