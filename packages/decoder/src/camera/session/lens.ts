import type { CameraDevices } from './host.ts'

/** One of the cameras of a device. */
export interface Lens {
  readonly id: string
  /** As the browser names it, in the person's language or in none: `camera2 0, facing back`. */
  readonly label: string
}

/** Where the person's choice is kept between visits. */
export interface LensMemory {
  load(): Lens | undefined
  save(lens: Lens): void
}

/** 1080p: with less, a 12 mm label does not read from a hand's width away; many cameras give 640 × 480 unasked. */
const SIZE = { width: { ideal: 1920 }, height: { ideal: 1080 } } as const

/**
 * What to ask for. A lens that was chosen is asked for by its id alone: with `facingMode` beside it, browsers go by
 * that and the choice has no effect.
 */
export function constraintsFor(lens: Lens | undefined): MediaStreamConstraints {
  const which =
    lens === undefined ? { facingMode: { ideal: 'environment' } } : { deviceId: { exact: lens.id } }
  return { video: { ...which, ...SIZE }, audio: false }
}

/**
 * The cameras, best first: those at the back before others, and of them those that focus by themselves. Names are empty
 * until the camera has run once.
 */
export async function listLenses(devices: Pick<CameraDevices, 'enumerateDevices'>): Promise<readonly Lens[]> {
  const infos = (await devices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput')
  return infos
    .map((info, index) => ({ lens: { id: info.deviceId, label: info.label }, merit: meritOf(info), index }))
    .sort((a, b) => b.merit - a.merit || a.index - b.index)
    .map(({ lens }) => lens)
}

/** The remembered lens among those that there are: by its id or, when the browser has renewed its ids, by its name. */
export function findLens(lenses: readonly Lens[], wanted: Lens): Lens | undefined {
  return (
    lenses.find(({ id }) => id === wanted.id) ??
    lenses.find(({ label }) => label !== '' && label === wanted.label)
  )
}

/**
 * Keeps the choice in a `Storage`, such as `localStorage`. One that is full or forbidden keeps nothing.
 *
 * @example
 * ```ts no-run
 * import { lensMemory } from '@claimtag/decoder/camera'
 *
 * const memory = lensMemory(localStorage)
 * ```
 */
export function lensMemory(storage: Pick<Storage, 'getItem' | 'setItem'>, key = 'claimtag-lens'): LensMemory {
  return {
    load() {
      try {
        const kept: unknown = JSON.parse(storage.getItem(key) ?? 'null')
        return isLens(kept) ? { id: kept.id, label: kept.label } : undefined
      } catch {
        return undefined
      }
    },
    save(lens) {
      try {
        storage.setItem(key, JSON.stringify(lens))
      } catch {
        // The choice holds for this visit.
      }
    },
  }
}

function isLens(value: unknown): value is Lens {
  if (typeof value !== 'object' || value === null) return false
  const { id, label } = value as Partial<Record<keyof Lens, unknown>>
  return typeof id === 'string' && typeof label === 'string'
}

interface LensCapabilities {
  readonly facingMode?: readonly string[]
  readonly focusMode?: readonly string[]
}

/** Chromium and Safari tell what a device can do without opening it; else its name has to do. */
function meritOf(info: MediaDeviceInfo): number {
  const { facingMode = [], focusMode = [] } = capabilitiesOf(info)
  const isRear = facingMode.length > 0 ? facingMode.includes('environment') : REAR.test(info.label)
  return (isRear ? 2 : 0) + (focusMode.includes('continuous') ? 1 : 0)
}

function capabilitiesOf(info: MediaDeviceInfo): LensCapabilities {
  const { getCapabilities } = info as Partial<InputDeviceInfo>
  return getCapabilities?.call(info) ?? {}
}

const REAR = /back|rear|environment|rück|arrière|trasera|traseira|posteriore|achter|背面|后置|後置|후면/i
