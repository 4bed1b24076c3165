import type { LabellerOptions } from '../draw/labeller.ts'
import { prepareTemplate } from '../draw/prepare.ts'
import { checkKnown } from '../layout/known-fields.ts'
import { type PlacedLabel, type SymbolPlace, symbolPlaces } from '../layout/placed.ts'
import { encodeBrother } from '../printers/brother.ts'
import type { BrotherMediaName } from '../printers/brother-media.ts'
import { nativeLabel } from '../printers/native-label.ts'
import { encodeNativeZpl } from '../printers/encode-native-zpl.ts'
import { createStreamBuffer } from '../printers/stream-buffer.ts'
import type { WriteText } from '../printers/zpl-field.ts'
import { fillZplFrame, type NativeZplFrame, nativeZplFrame } from '../printers/zpl-frame.ts'
import type { Bitmap } from '../raster/bitmap.ts'
import type { LabelFields, Template } from '../template/template.ts'
import { createShaper } from './shape.ts'

export interface SeriesOptions extends LabellerOptions {
  /**
   * Whether labels are also written in ZPL's own commands: then `check` refuses what these cannot draw. Default
   * false.
   */
  readonly native?: boolean | undefined
  /** The media of a Brother QL. Its edges cannot be printed, so `check` draws every label to see what lies there. */
  readonly media?: BrotherMediaName | undefined
  /** `encodeInto` of the platform's `TextEncoder`: long texts are read and written in less time. */
  readonly writeText?: WriteText | undefined
}

/** A label without its dots. */
export interface Outline {
  readonly symbols: readonly SymbolPlace[]
  /** The texts of the symbols, in their order. They contain the token: never put them anywhere else. */
  readonly codes: readonly string[]
  /** The label in ZPL's own commands, when the series is `native`. Valid until the next label. */
  readonly zpl: Uint8Array | undefined
}

/**
 * Makes very many labels from one template. Labels whose codes take the same number of bits and whose texts have the
 * same lengths have one shape: they are placed alike, so of a million labels only a few have to be placed.
 */
export interface Series {
  readonly template: Template
  readonly dpi: number
  /**
   * Refuses a label that cannot be printed, and fields that no device has. Labels of one shape are checked once.
   *
   * @returns the places of its symbols; none when the label would have none
   * @throws LabelError, EncodeError
   */
  check(text: string, fields: LabelFields): readonly SymbolPlace[]
  /**
   * A label for outputs without dots; it is placed only if its shape is new.
   *
   * @param left its left edge in a row of labels, dots: then `zpl` is the label alone (`createNativeZplRow`)
   */
  outline(text: string, fields: LabelFields, left?: number): Outline
  place(text: string, fields: LabelFields): PlacedLabel
  /** The largest version of each element's symbols so far, in the order of the template; 0 for other elements. */
  versions(): readonly number[]
  /** The raster of a placed label. Valid until the next one is drawn, which uses the same memory. */
  draw(placed: PlacedLabel): Bitmap
}

/** Branches of the tree of shapes. A file with more of them has labels with little in common. */
const MOST_BRANCHES = 20_000

/** What all labels of one shape have in common; none of their texts. */
interface Shape {
  readonly symbols: readonly SymbolPlace[]
  readonly frame: NativeZplFrame | undefined
}

/**
 * Prepares a template for very many labels.
 *
 * @throws LabelError when the template cannot work at this resolution
 *
 * @example
 * ```ts
 * import { defaultTemplate } from '@claimtag/label'
 * import { createSeries } from '@claimtag/label/series'
 *
 * const series = createSeries(defaultTemplate, { dpi: 203 })
 * for (const devEui of ['70B3D57ED00A0004', '70B3D57ED00A000B']) {
 *   console.log(series.check(`LW:D0:70B3D57ED0000002:${devEui}`, { devEui }).length) // 1
 * }
 * ```
 */
export function createSeries(template: Template, options: SeriesOptions): Series {
  const { dpi, native = false, media, writeText } = options
  const { layout, place, codesOf, textsOf, versions, draw } = prepareTemplate(template, options)
  const shapeOf = createShaper(layout, MOST_BRANCHES, writeText)
  // By the number of the shape.
  const checked: (readonly SymbolPlace[] | undefined)[] = []
  /** The same by where the label begins in its row, if labels lie side by side. */
  const shapes = new Map<number | undefined, (Shape | undefined)[]>()
  const buffer = createStreamBuffer()
  // Clearing the raster of the last label takes a twentieth of the time of making a new one.
  let last: Bitmap | undefined
  const drawNext = (placed: PlacedLabel): Bitmap => (last = draw(placed, last))

  function shapeFor(text: string, fields: LabelFields, left: number | undefined): Shape {
    const number = shapeOf(text, fields)
    const shapesHere = shapes.get(left) ?? []
    const known = number === undefined ? undefined : shapesHere[number]
    if (known !== undefined) return known
    const placed = place(text, fields)
    const frame = native ? nativeZplFrame(nativeLabel(placed), {}, left) : undefined
    const shape = { symbols: symbolPlaces(placed), frame }
    if (number !== undefined) shapesHere[number] = shape
    shapes.set(left, shapesHere)
    return shape
  }

  return {
    template,
    dpi,
    check(text, fields) {
      const number = media === undefined ? shapeOf(text, fields) : undefined
      const known = number === undefined ? undefined : checked[number]
      if (known !== undefined) return known
      checkKnown(layout, fields)
      const placed = place(text, fields)
      const symbols = symbolPlaces(placed)
      if (symbols.length > 0) {
        if (media !== undefined) encodeBrother(drawNext(placed), { media })
        if (native) encodeNativeZpl(nativeLabel(placed))
      }
      if (number !== undefined) checked[number] = symbols
      return symbols
    },
    outline(text, fields, left) {
      const codes = codesOf(text, fields)
      const { symbols, frame } = shapeFor(text, fields, left)
      const zpl = frame && fillZplFrame(buffer, frame, { codes, texts: textsOf(text, fields) }, writeText)
      return { symbols, codes, zpl }
    },
    place,
    versions,
    draw: drawNext,
  }
}
