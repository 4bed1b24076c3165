import type { Zoom } from './state.ts'

/** Light, zoom and focus of a running camera. */
export interface Controls {
  /** Whether the light is on; undefined where there is none. */
  readonly torch: boolean | undefined
  readonly zoom: Zoom
  setTorch(isOn: boolean): Promise<void>
  setZoom(factor: number): Promise<void>
  /** Asks for 1280 × 720, for devices that are too slow for more. */
  shrink(): Promise<void>
}

/** W3C MediaStream Image Capture, 3; not in TypeScript's library. */
interface CaptureSettings {
  readonly torch?: boolean
  readonly zoom?: number
  readonly focusMode?: string
}

interface CaptureCapabilities {
  readonly torch?: boolean
  readonly zoom?: { readonly min: number; readonly max: number }
  readonly focusMode?: readonly string[]
}

/** What a person gains by magnifying in software: above it, pixels only get larger. */
const WINDOW_MOST = 2

/** Takes hold of a track that has just started, and sets it to focus by itself where it can. */
export async function takeControls(track: MediaStreamTrack): Promise<Controls> {
  const { torch: hasTorch = false, zoom: range, focusMode = [] } = capabilitiesOf(track)
  const start = (track.getSettings() as CaptureSettings).zoom ?? range?.min ?? 1
  const lensMost = range === undefined ? 1 : range.max / start
  const isByLens = lensMost >= WINDOW_MOST
  let wanted: CaptureSettings = focusMode.includes('continuous') ? { focusMode: 'continuous' } : {}
  let factor = 1
  let torch = hasTorch ? false : undefined
  await apply({})

  /**
   * All that was asked for goes into each request, since a request takes the place of the one before; in one set,
   * since Chromium looks at the first alone.
   */
  async function apply(change: CaptureSettings): Promise<boolean> {
    const next = { ...wanted, ...change }
    if (Object.keys(next).length === 0) return true
    try {
      await track.applyConstraints({ advanced: [next as MediaTrackConstraintSet] })
    } catch {
      // The track offered it and does not do it: it stays as it was.
      return false
    }
    wanted = next
    return true
  }

  return {
    get torch() {
      return torch
    },
    get zoom() {
      return {
        factor,
        most: isByLens ? lensMost : WINDOW_MOST,
        by: isByLens ? ('lens' as const) : ('window' as const),
      }
    },
    async setTorch(isOn) {
      if (torch !== undefined && (await apply({ torch: isOn }))) torch = isOn
    },
    async setZoom(to) {
      const next = Math.min(Math.max(to, 1), isByLens ? lensMost : WINDOW_MOST)
      if (!isByLens || (await apply({ zoom: start * next }))) factor = next
    },
    async shrink() {
      try {
        await track.applyConstraints({ width: { ideal: 1280 }, height: { ideal: 720 } })
      } catch {
        return
      }
      await apply({})
    },
  }
}

/** Firefox has had `getCapabilities` since version 132. */
function capabilitiesOf(track: MediaStreamTrack): CaptureCapabilities {
  const { getCapabilities } = track as Partial<MediaStreamTrack>
  return (getCapabilities?.call(track) ?? {}) as CaptureCapabilities
}
