import { type Art, artKey } from '../art/art.ts'
import type { Atlases } from '../font/atlases.ts'
import { labelError } from '../issue/label-error.ts'
import type { BarcodeLayout, LaidOut, QrLayout, TextLayout } from '../layout/layout.ts'
import type { PlacedBarcode, PlacedItem, PlacedSymbol, PlacedText } from '../layout/placed.ts'
import { placeAlike, placeText, placeWords } from '../layout/text/place-text.ts'
import { placeBarcode } from '../layout/place-barcode.ts'
import { checkDots } from '../layout/plan-symbol.ts'
import { codeOf, createWords, isShown, wordsOf } from '../layout/content.ts'
import { createFitter, QUIET_ZONE } from '../layout/symbol-fit.ts'
import type { BarcodeEncoder } from '../template/barcode-modules.ts'
import type { LabelFields } from '../template/template.ts'

/** What an element shows: one item, or the lines of a text. */
export type Placed = PlacedItem | readonly PlacedText[]

/** Places one element on one label after another. */
export interface Placer {
  /** Of a symbol: the largest version so far, 0 before the first. */
  readonly version?: () => number
  /** The items, when they are the same on every label. */
  readonly always: Placed | undefined
  /** The items for one device; `undefined` when it has nothing to show. */
  place(text: string, fields: LabelFields): Placed | undefined
  /** The code of these items, or their text, line by line; undefined when there are none or they have no text. */
  contentOf(text: string, fields: LabelFields): string | readonly string[] | undefined
}

/** What placing needs besides the layout. */
export interface PlacingTools {
  readonly atlases: Atlases
  readonly art: Art | undefined
  readonly barcodes: BarcodeEncoder | undefined
}

interface LinePlacer extends Placer {
  contentOf(text: string, fields: LabelFields): string | undefined
}

export function createPlacer(
  laidOut: LaidOut,
  perMm: number,
  { atlases, art, barcodes }: PlacingTools,
): Placer {
  if (laidOut.type === 'qr') {
    const placeSymbol = createSymbolPlacer(laidOut, perMm)
    let largest = 0
    const placer = variable(
      laidOut,
      (text, fields) => codeOf(laidOut, text, fields),
      (text) => {
        const placed = placeSymbol(text)
        if (placed.version > largest) largest = placed.version
        return placed
      },
    )
    return { ...placer, version: () => largest }
  }
  if (laidOut.type === 'barcode') {
    let last: PlacedBarcode | undefined
    return variable(
      laidOut,
      (_, fields) => laidOut.pattern.fill(fields),
      (text) => (last = last?.text === text ? last : placeBarcode(text, laidOut, barcodes, perMm)),
    )
  }
  if (laidOut.type === 'text' && laidOut.lines > 1) return wrapped(laidOut, perMm, atlases)
  if (laidOut.type === 'text' && laidOut.pattern.fields.length > 0) {
    // The AppEUI, a batch or a product is often the same as on the label before, and other texts are often as long.
    let last: PlacedText | undefined
    const words = createWords(laidOut)
    return variable(
      laidOut,
      (_, fields) => words(fields),
      (text) => {
        if (last?.text === text) return last
        return (last = (last && placeAlike(text, last)) ?? placeText(text, laidOut, atlases, perMm))
      },
    )
  }
  const item = fixedItem(laidOut, perMm, atlases, art)
  const words = item.type === 'text' ? item.text : undefined
  return {
    always: laidOut.when === undefined ? item : undefined,
    place: (_, fields) => (isShown(laidOut, fields) ? item : undefined),
    contentOf: (_, fields) => (isShown(laidOut, fields) ? words : undefined),
  }
}

/** A text of several lines: where it is broken depends on its letters. */
function wrapped(laidOut: TextLayout, perMm: number, atlases: Atlases): Placer {
  let last: { readonly words: string; readonly lines: readonly PlacedText[] } | undefined
  function linesOf(words: string): readonly PlacedText[] {
    if (last?.words !== words) last = { words, lines: placeWords(words, laidOut, atlases, perMm) }
    return last.lines
  }
  const placer = variable(laidOut, (_, fields) => wordsOf(laidOut, fields), linesOf)
  const isFixed = laidOut.pattern.fields.length === 0 && laidOut.when === undefined
  return {
    always: isFixed ? linesOf(wordsOf(laidOut, {})) : undefined,
    place: (text, fields) => placer.place(text, fields),
    contentOf(text, fields) {
      const words = placer.contentOf(text, fields)
      return words === undefined ? undefined : linesOf(words).map((line) => line.text)
    },
  }
}

/** An element whose text differs from label to label, and which is left out when its text is empty. */
function variable(
  laidOut: LaidOut,
  fill: (text: string, fields: LabelFields) => string,
  placeFilled: (filled: string) => Placed,
): LinePlacer {
  function contentOf(text: string, fields: LabelFields): string | undefined {
    const filled = isShown(laidOut, fields) ? fill(text, fields) : ''
    return filled === '' ? undefined : filled
  }
  return {
    always: undefined,
    place(text, fields) {
      const filled = contentOf(text, fields)
      return filled === undefined ? undefined : placeFilled(filled)
    },
    contentOf,
  }
}

function fixedItem(
  laidOut: Exclude<LaidOut, QrLayout | BarcodeLayout>,
  perMm: number,
  atlases: Atlases,
  art: Art | undefined,
): PlacedItem {
  switch (laidOut.type) {
    case 'text':
      return placeText(wordsOf(laidOut, {}), laidOut, atlases, perMm)
    case 'ink': {
      const { x, y, width, height, thickness, radius } = laidOut
      return { type: 'ink', x, y, width, height, thickness, radius }
    }
    default: {
      const { x, y, width, height, name: element } = laidOut
      const { source } = laidOut.element
      const bitmap = art?.get(artKey(source, width, height))
      if (bitmap === undefined) throw labelError({ code: 'missing-art', element, source })
      return { type: 'image', x, y, bitmap }
    }
  }
}

function createSymbolPlacer(layout: QrLayout, perMm: number): (text: string) => PlacedSymbol {
  const { x, y, room } = layout
  const fit = createFitter(layout)
  return (text) => {
    const { fit: found, segments } = fit(text)
    const { version, errorCorrection, modules, dots } = found
    checkDots(layout, modules, dots, perMm)
    const spare = room - dots * (modules + 2 * QUIET_ZONE)
    const inset = (spare >> 1) + QUIET_ZONE * dots
    return {
      type: 'symbol',
      x: x + inset,
      y: y + inset,
      dots,
      version,
      errorCorrection,
      modules,
      text,
      segments,
    }
  }
}
