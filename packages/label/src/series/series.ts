import type { LabellerOptions } from '../draw/labeller.ts'
import { prepareTemplate } from '../draw/prepare.ts'
import { checkKnown } from '../layout/known-fields.ts'
import { type PlacedLabel, type SymbolPlace, symbolPlaces } from '../layout/placed.ts'
import { encodeBrother } from '../printers/brother.ts'
import type { BrotherMediaName } from '../printers/brother-media.ts'
import { nativeLabel } from '../printers/native-label.ts'
import { encodeNativeZpl } from '../printers/encode-native-zpl.ts'
import { createStreamBuffer } from '../printers/stream-buffer.ts'
import { fillZplFrame, type NativeZplFrame, nativeZplFrame } from '../printers/zpl-frame.ts'
import type { Bitmap } from '../raster/bitmap.ts'
import type { LabelFields, Template } from '../template/template.ts'
import { createShaper } from './shape.ts'

export interface SeriesOptions extends LabellerOptions {
  /** Whether labels are also written in ZPL's own commands: `check` refuses what these cannot do. Default false. */
  readonly native?: boolean | undefined
  /** What a Brother QL prints on. Its edges take no ink, so `check` draws every label to see what lies there. */
  readonly media?: BrotherMediaName | undefined
}

/** A label that is not drawn. */
export interface Outline {
  readonly symbols: readonly SymbolPlace[]
  /** What the symbols say, in their order. It holds the token: it goes nowhere else. */
  readonly codes: readonly string[]
  /** The label in ZPL's own commands, when the series is `native`. Valid until the next label. */
  readonly zpl: Uint8Array | undefined
}

/**
 * Makes very many labels from one template. Labels whose codes take as many bits and whose texts are as long are placed
 * alike (one shape), so of a million labels only a few have to be placed to know where everything goes.
 */
export interface Series {
  readonly template: Template
  readonly dpi: number
  /**
   * Refuses what cannot be printed of a label, and fields that no device has. Labels of one shape are checked once.
   *
   * @returns where its symbols are; none when the label would have none
   * @throws LabelError, EncodeError
   */
  check(text: string, fields: LabelFields): readonly SymbolPlace[]
  /** A label for outputs without dots; placed only when its shape is new. */
  outline(text: string, fields: LabelFields): Outline
  place(text: string, fields: LabelFields): PlacedLabel
  /** The raster of a placed label. Valid until the next is drawn, which gets its memory. */
  draw(placed: PlacedLabel): Bitmap
}

/** Shapes that are remembered. A file with more of them has labels with little in common. */
const MOST_SHAPES = 10_000

/** What all labels of one shape have in common; nothing of what they say. */
interface Shape {
  readonly symbols: readonly SymbolPlace[]
  readonly frame: NativeZplFrame | undefined
}

/**
 * Prepares a template for very many labels.
 *
 * @throws LabelError for a template that cannot work at this resolution
 * @example
 * ```ts
 * const series = createSeries(defaultTemplate, { dpi: 203 })
 * for (const { code, fields } of devices) series.check(code, fields)
 * ```
 */
export function createSeries(template: Template, { dpi, art, native = false, media }: SeriesOptions): Series {
  const { layout, place, contentOf, draw } = prepareTemplate(template, dpi, art)
  const shapeOf = createShaper(layout)
  const checked = new Map<string, readonly SymbolPlace[]>()
  const shapes = new Map<string, Shape>()
  const buffer = createStreamBuffer()
  // Clearing the raster of the label before takes a twentieth of the time less than making another.
  let last: Bitmap | undefined
  const drawNext = (placed: PlacedLabel): Bitmap => (last = draw(placed, last))

  function shapeFor(text: string, fields: LabelFields): Shape {
    const name = shapeOf(text, fields)
    const known = name === undefined ? undefined : shapes.get(name)
    if (known !== undefined) return known
    const placed = place(text, fields)
    const frame = native ? nativeZplFrame(nativeLabel(placed)) : undefined
    const shape = { symbols: symbolPlaces(placed), frame }
    if (name !== undefined && shapes.size < MOST_SHAPES) shapes.set(name, shape)
    return shape
  }

  return {
    template,
    dpi,
    check(text, fields) {
      const name = media === undefined ? shapeOf(text, fields) : undefined
      const known = name === undefined ? undefined : checked.get(name)
      if (known !== undefined) return known
      checkKnown(layout, fields)
      const placed = place(text, fields)
      const symbols = symbolPlaces(placed)
      if (symbols.length > 0) {
        if (media !== undefined) encodeBrother(drawNext(placed), { media })
        if (native) encodeNativeZpl(nativeLabel(placed))
      }
      if (name !== undefined && checked.size < MOST_SHAPES) checked.set(name, symbols)
      return symbols
    },
    outline(text, fields) {
      const content = contentOf(text, fields)
      const { symbols, frame } = shapeFor(text, fields)
      return { symbols, codes: content.codes, zpl: frame && fillZplFrame(buffer, frame, content) }
    },
    place,
    draw: drawNext,
  }
}
