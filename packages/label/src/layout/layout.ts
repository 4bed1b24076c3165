import type { ErrorCorrection } from '@claimtag/qr'
import type { AnyFace, Turn } from '../font/atlas.ts'
import type { Pattern } from '../template/pattern.ts'
import type {
  Code128Element,
  DataMatrixElement,
  ImageElement,
  LineElement,
  BoxElement,
  QrElement,
  Template,
  TextElement,
} from '../template/template.ts'

/** A template at one resolution: everything in whole dots, all texts parsed, nothing drawn yet. */
export interface Layout {
  readonly template: Template
  readonly dpi: number
  readonly perMm: number
  readonly width: number
  readonly height: number
  readonly elements: readonly LaidOut[]
}

export type LaidOut = QrLayout | TextLayout | BarcodeLayout | ImageLayout | InkLayout

interface LaidOutBase {
  /** Its name in messages. */
  readonly name: string
  readonly x: number
  readonly y: number
  readonly when: string | undefined
  /** The template that it is of: what is suggested has to go with everything else there. */
  readonly template: Template
}

export interface QrLayout extends LaidOutBase {
  readonly type: 'qr'
  readonly element: QrElement
  /** Side of the square for symbol and quiet zone. */
  readonly room: number
  readonly floor: ErrorCorrection
  readonly version: number | undefined
  /** `undefined` stands for the device's code. */
  readonly pattern: Pattern | undefined
}

export interface TextLayout extends LaidOutBase {
  readonly type: 'text'
  readonly element: TextElement
  readonly pattern: Pattern
  /** `undefined` for a font that was not loaded. */
  readonly face: AnyFace | undefined
  readonly capDots: number
  readonly minCapDots: number
  readonly turn: Turn
  /** Space along the line of writing. */
  readonly room: number
  /** Height of capitals plus the descenders of g, p and y below them, of all lines. */
  readonly lineDots: number
  /** The most lines, and the dots from one base line to the next. */
  readonly lines: number
  readonly pitchDots: number
}

export interface BarcodeLayout extends LaidOutBase {
  readonly type: 'barcode'
  readonly element: Code128Element | DataMatrixElement
  readonly pattern: Pattern
  /** Space along it, with its quiet zones; of a square, also across. */
  readonly room: number
  /** Height of the bars; of a square, its side. */
  readonly height: number
  readonly turn: Turn
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

/** Height of the descenders, as a part of the height of a capital. */
export const DESCENT = 0.3
/** From one base line to the next, as a multiple of the height of a capital. */
export const PITCH = 1.6
/** With fewer dots than this, 8 and B look the same. */
export const LEAST_CAP_DOTS = 6
