import type { BarcodePlace, LabelContent, PlacedLabel } from '@claimtag/label'
import { barcodePlaces, type SymbolPlace } from '@claimtag/label/series'
import type { Device } from '@claimtag/devices'
import type { OutputKind } from './kinds.ts'

/** One label in every kind of output of the job. */
export interface RenderedLabel {
  readonly symbols: readonly SymbolPlace[]
  /** The texts of the symbols. */
  readonly codes: readonly string[]
  /** Bar codes beside the symbols, when there are some. */
  readonly barcodes?: readonly RenderedBarcode[] | undefined
  /** How often a printer prints it, where a column of the input says so. */
  readonly copies?: number | undefined
  readonly outputs: readonly Output[]
}

/** A bar code with its text. */
export type RenderedBarcode = BarcodePlace & { readonly text: string }

/**
 * The bar codes of a placed label; `undefined` when it has none.
 *
 * @param barcodes its content
 */
export function barcodesOf(
  placed: PlacedLabel,
  { barcodes }: LabelContent,
): readonly RenderedBarcode[] | undefined {
  return barcodes && barcodePlaces(placed).map((place, at) => ({ ...place, text: barcodes[at] ?? '' }))
}

/** A label in one kind of output. */
export interface Output {
  readonly as: OutputKind
  /** Valid until the next label is drawn. */
  readonly bytes: Uint8Array
}

/**
 * Renders one label after another. Where labels lie side by side, a printer's output is the label without its row.
 *
 * @param column of the row, counted from 0; the first by default
 */
export type LabelRenderer = (device: Device, column?: number) => RenderedLabel
