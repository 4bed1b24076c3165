import type { FoundSymbol, ScanIssue } from '../../scan/index.ts'
import type { Load } from '../../watch/pace.ts'
import type { Region, Size } from '../../watch/region.ts'
import type { CameraIssue } from '../camera-issue.ts'

/** Pixels of a part of a frame, for browsers without VideoFrame. */
export interface FramePixels extends Size {
  /** RGBA of the region. */
  readonly data: ArrayBuffer
  readonly region: Region
}

/** What the page sends its worker. Answers come in the order of the questions. */
export type ToWorker =
  | { readonly type: 'load'; readonly wasm: string | ArrayBuffer }
  | { readonly type: 'frame'; readonly frame: VideoFrame | FramePixels; readonly window: number }
  | { readonly type: 'photo'; readonly photo: Blob }

/** The codes of a frame, and what the next one should be like. */
export interface FrameAnswer {
  /** With corners in the frame's pixels. */
  readonly symbols: readonly FoundSymbol[]
  /** How long the worker took for it. */
  readonly milliseconds: number
  readonly load: Load
  /** The part of the next frame of this size that will be looked at. */
  readonly wanted: Region
}

export type FromWorker =
  | { readonly type: 'failed'; readonly issue: CameraIssue }
  | { readonly type: 'frame'; readonly answer: FrameAnswer }
  /** The browser does not hand out the pixels of its frames in a form that is known. */
  | { readonly type: 'no-pixels' }
  | { readonly type: 'photo'; readonly symbols: readonly FoundSymbol[] }
  | { readonly type: 'no-photo'; readonly issue: ScanIssue }
