import type { ErrorCorrection } from '@claimtag/qr'
import type { Turn } from '../font/atlas.ts'

/**
 * A label as a document, in millimetres from its top left corner. The same JSON serves every printer: millimetres are
 * turned into dots when the label is planned.
 */
export interface Template {
  readonly $schema?: string | undefined
  /** Short and stable, as in `device-50x25`. */
  readonly name: string
  /** One line about its use. */
  readonly title?: string | undefined
  readonly stock: Stock
  /** Drawn in this order. */
  readonly elements: readonly Element[]
  /** Present when labels are printed many to a page. */
  readonly sheet?: Sheet | undefined
}

export interface Stock {
  readonly width: number
  readonly height: number
  /** Of the die cut; only drawn as an outline in previews. Default 0. */
  readonly cornerRadius?: number | undefined
  /** Kept free of everything but quiet zones. Default 0. */
  readonly margin?: number | undefined
  /** Distance between labels on the roll. Default 3. */
  readonly gap?: number | undefined
}

export type Element =
  | QrElement
  | TextElement
  | Code128Element
  | DataMatrixElement
  | ImageElement
  | LineElement
  | BoxElement

interface ElementBase {
  /** Its name in messages; without one they say `elements[2]`. */
  readonly id?: string | undefined
  readonly x: number
  readonly y: number
  /** Drawn only when this field has a value: a caption without its value looks like a fault. */
  readonly when?: string | undefined
}

export interface QrElement extends ElementBase {
  readonly type: 'qr'
  /** Side of the square for the symbol and its quiet zone of 4 modules. */
  readonly size: number
  /** Text of the symbol: `{code}`, the device's code, by default; or a pattern like that of a text element. */
  readonly text?: string | undefined
  /** The least error correction; it is raised as long as that costs no dots. Default `M`. */
  readonly errorCorrection?: ErrorCorrection | undefined
  /** The version of the symbol, 1 to 40, if its text needs no larger one. Default: the smallest for each text. */
  readonly version?: number | undefined
  /** One version and size of modules in a whole batch: the largest that any of its rows needs. Default false. */
  readonly sameSize?: boolean | undefined
}

export interface TextElement extends ElementBase {
  readonly type: 'text'
  /** Text with fields in braces: `{devEui}`, `{appEui}`, `{serialNumber}` or any column of the input. */
  readonly text: string
  /** Space along the line of writing. */
  readonly width: number
  /** Height of a capital letter. */
  readonly size: number
  /** Text that is too long for its width is made smaller down to this. Default: `size`, that is never. */
  readonly minSize?: number | undefined
  /**
   * The most lines that the text is broken into: at spaces, behind `-` and `/`, and else anywhere. Default: 1, which
   * is never broken.
   */
  readonly lines?: number | undefined
  /** Writes field values in groups of so many characters, separated by thin spaces. */
  readonly group?: number | undefined
  /** Default `start`. */
  readonly align?: 'start' | 'center' | 'end' | undefined
  /**
   * `mono` for identities, `sans` for words; or a TTF or OTF file, as the caller's loader understands it, for letters
   * that these lack. Default `mono`.
   */
  readonly font?: string | undefined
  /** Quarter turns clockwise; x and y stay the top left corner of the turned text. Default 0. */
  readonly rotate?: Turn | undefined
}

/** Bars for hand scanners. */
export interface Code128Element extends ElementBase {
  readonly type: 'code128'
  /** Text of printable ASCII with fields in braces, as in a text element. */
  readonly text: string
  /** Space along the bar code, with 10 modules of quiet zone on either side. */
  readonly width: number
  /** Of the bars. */
  readonly height: number
  /** Quarter turns clockwise; x and y stay the top left corner of the turned bar code. Default 0. */
  readonly rotate?: Turn | undefined
}

export interface DataMatrixElement extends ElementBase {
  readonly type: 'datamatrix'
  /** Text of printable ASCII with fields in braces, as in a text element. */
  readonly text: string
  /** Side of the square for the symbol and its quiet zone of 2 modules. */
  readonly size: number
}

export interface ImageElement extends ElementBase {
  readonly type: 'image'
  readonly width: number
  readonly height: number
  /** SVG or PNG file, as the caller's loader understands it. The same on every label. */
  readonly source: string
}

export interface LineElement extends ElementBase {
  readonly type: 'line'
  readonly direction: 'horizontal' | 'vertical'
  readonly length: number
  readonly thickness: number
}

export interface BoxElement extends ElementBase {
  readonly type: 'box'
  readonly width: number
  readonly height: number
  /** Of the frame, drawn inside; 0 fills the box. */
  readonly thickness: number
  readonly radius?: number | undefined
}

/** Labels on a page, counted row by row from the top left. All in mm. */
export interface Sheet {
  readonly page: { readonly width: number; readonly height: number }
  readonly columns: number
  readonly rows: number
  /** Top left corner of the first label. */
  readonly left: number
  readonly top: number
  readonly columnGap: number
  readonly rowGap: number
}

export type { LabelFields } from '@claimtag/core'
