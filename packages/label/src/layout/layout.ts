import type { ErrorCorrection } from '@claimtag/qr'
import type { FaceName, Turn } from '../font/atlas.ts'
import type { Pattern } from '../template/pattern.ts'
import type {
  ImageElement,
  LineElement,
  BoxElement,
  QrElement,
  Template,
  TextElement,
} from '../template/template.ts'

/** A template at one resolution: everything in whole dots, every text taken apart, nothing drawn yet. */
export interface Layout {
  readonly template: Template
  readonly dpi: number
  readonly perMm: number
  readonly width: number
  readonly height: number
  readonly elements: readonly LaidOut[]
}

export type LaidOut = QrLayout | TextLayout | ImageLayout | InkLayout

interface LaidOutBase {
  /** What messages call it. */
  readonly name: string
  readonly x: number
  readonly y: number
  readonly when: string | undefined
}

export interface QrLayout extends LaidOutBase {
  readonly type: 'qr'
  readonly element: QrElement
  /** Side of the square for symbol and quiet zone. */
  readonly room: number
  readonly floor: ErrorCorrection
  /** Undefined: the device's code. */
  readonly pattern: Pattern | undefined
}

export interface TextLayout extends LaidOutBase {
  readonly type: 'text'
  readonly element: TextElement
  readonly pattern: Pattern
  readonly face: FaceName
  readonly capDots: number
  readonly minCapDots: number
  readonly turn: Turn
  /** Room along the line of writing. */
  readonly room: number
  /** Capital height and the room below it for g, p and y. */
  readonly lineDots: number
}

export interface ImageLayout extends LaidOutBase {
  readonly type: 'image'
  readonly element: ImageElement
  readonly width: number
  readonly height: number
}

/** A filled rectangle, or a frame when `thickness` is not 0. */
interface InkLayout extends LaidOutBase {
  readonly type: 'ink'
  readonly element: LineElement | BoxElement
  readonly width: number
  readonly height: number
  readonly thickness: number
  readonly radius: number
}

/** Room below the base line, as a part of the height of a capital. */
export const DESCENT = 0.3
/** Fewer dots than this cannot tell 8 from B. */
export const LEAST_CAP_DOTS = 6
