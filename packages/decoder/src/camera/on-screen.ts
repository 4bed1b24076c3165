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

/** Draws the outline of a code over its place on a video, for a moment. */
export interface Outline {
  /** @param magnified by how much the page itself draws the picture larger, from its middle */
  readonly show: (corners: readonly Point[], magnified?: number) => void
  readonly hide: () => void
}

/** So long the outline of a code is shown. */
const OUTLINE_MS = 400

/**
 * An outline for a video with `object-fit: cover`, in a polygon of an SVG that lies on it.
 *
 * @example
 * ```ts no-run
 * import { outlineOn } from '@claimtag/decoder/camera'
 *
 * const outline = outlineOn(document.querySelector('video')!, document.querySelector('polygon')!)
 * outline.show([{ x: 100, y: 100 }, { x: 300, y: 100 }, { x: 300, y: 300 }, { x: 100, y: 300 }])
 * ```
 */
export function outlineOn(video: ShownVideo, polygon: Element): Outline {
  let timer: ReturnType<typeof setTimeout> | undefined
  const hide = (): void => {
    clearTimeout(timer)
    polygon.removeAttribute('points')
  }
  return {
    hide,
    show(corners, magnified = 1) {
      const [x, y] = [video.clientWidth / 2, video.clientHeight / 2]
      const places = corners.map((corner) => {
        const place = onScreen(corner, video)
        return `${x + (place.x - x) * magnified},${y + (place.y - y) * magnified}`
      })
      hide()
      polygon.setAttribute('points', places.join(' '))
      timer = setTimeout(hide, OUTLINE_MS)
    },
  }
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
