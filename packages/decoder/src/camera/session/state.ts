import type { CameraIssue } from '../camera-issue.ts'
import type { CameraHost } from './host.ts'
import type { Lens } from './lens.ts'

/** How far a camera can magnify: by its lens, or by searching and showing a smaller part of its picture. */
export interface Zoom {
  /** 1 is the whole picture. */
  readonly factor: number
  readonly most: number
  readonly by: 'lens' | 'window'
}

/**
 * What the camera does, or why it does not. Each but `starting` and `running` is a rest: it lasts until the person or
 * the page does something, so an app shows a button with each.
 */
export type CameraState =
  /** `isAsking`: the browser is asking the person for permission, for as long as they like. Otherwise it ends soon. */
  | { readonly name: 'starting'; readonly isAsking: boolean }
  | {
      readonly name: 'running'
      readonly lens: Lens | undefined
      /** The best first. */
      readonly lenses: readonly Lens[]
      /** Whether the light is on; undefined where there is none. */
      readonly torch: boolean | undefined
      readonly zoom: Zoom
    }
  /** Not started, stopped by the app, the page is hidden, no picture came for 3 s, or the system took the camera. */
  | { readonly name: 'asleep'; readonly reason: SleepReason }
  /** By the person or the system; the camera starts by itself once it is allowed, where the browser tells. */
  | { readonly name: 'refused' }
  /** The page is not allowed to ask: its Permissions-Policy, or a frame without `allow="camera"`. */
  | { readonly name: 'refused-by-page-policy' }
  | { readonly name: 'no-camera' }
  /** Another program or page has it, or the hardware fails. */
  | { readonly name: 'in-use' }
  /** Browsers give a camera to https pages and to localhost alone. */
  | { readonly name: 'insecure-page' }
  /** The browser gives noise for pixels, so that pages cannot recognise it; a photo still reads. */
  | { readonly name: 'pixels-hidden' }
  /** The worker or its WebAssembly could not be loaded: a fault of the page, not of the person. */
  | { readonly name: 'reader-failed'; readonly issue: CameraIssue }

export type SleepReason = 'not-started' | 'stopped' | 'hidden' | 'no-picture' | 'ended'

/**
 * What a failed `getUserMedia` means (Media Capture and Streams, 10.2).
 *
 * @param error what it threw
 */
export function stateOfFailure(error: unknown, host: Pick<CameraHost, 'document'>): CameraState {
  switch (nameOf(error)) {
    // Old names are those of Chrome and of embedded browsers before 2018.
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return { name: 'no-camera' }
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return { name: 'in-use' }
    case 'SecurityError':
      return { name: 'refused-by-page-policy' }
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      return { name: isAllowedByPage(host) ? 'refused' : 'refused-by-page-policy' }
    default:
      return { name: 'in-use' }
  }
}

/** The state of a browser that has no `getUserMedia` at all. */
export function stateWithoutDevices({ isSecureContext }: Pick<CameraHost, 'isSecureContext'>): CameraState {
  return { name: isSecureContext ? 'no-camera' : 'insecure-page' }
}

/** Firefox and Safari do not tell; there, a page without the right looks like a person who refused. */
function isAllowedByPage({ document }: Pick<CameraHost, 'document'>): boolean {
  const policy = document.permissionsPolicy ?? document.featurePolicy
  return policy === undefined || policy.allowsFeature('camera')
}

function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : ''
}
