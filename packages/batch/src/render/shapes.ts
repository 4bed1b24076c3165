import {
  nativeLabel,
  type LabelFields,
  type Labeller,
  type PlacedLabel,
  type SymbolPlace,
} from '@claimtag/label'
import { nativeZplFrame, type NativeZplFrame } from '@claimtag/label/zpl'

/** What all labels of one shape have in common; nothing of what they say. */
export interface Shape {
  readonly symbols: readonly SymbolPlace[]
  /** Of labels that a ZPL printer draws itself. */
  readonly frame: NativeZplFrame | undefined
}

/** Shapes that are remembered; a file of more is of labels that have little in common. */
export const MOST_SHAPES = 10_000

/**
 * The shape of one label after another. Of a million labels, all but a few are shaped like one before, and need not be
 * placed.
 *
 * @param native whether a ZPL printer is to draw the labels itself
 */
export function createShapes(
  labeller: Labeller,
  native: boolean,
): (text: string, fields: LabelFields) => Shape {
  const known = new Map<string, Shape>()
  return (text, fields) => {
    const name = labeller.shape(text, fields)
    const before = name === undefined ? undefined : known.get(name)
    if (before !== undefined) return before
    const placed = labeller.place(text, fields)
    const frame = native ? nativeZplFrame(nativeLabel(placed)) : undefined
    const shape = { symbols: symbolPlaces(placed), frame }
    if (name !== undefined && known.size < MOST_SHAPES) known.set(name, shape)
    return shape
  }
}

export function symbolPlaces({ items }: PlacedLabel): readonly SymbolPlace[] {
  const places: SymbolPlace[] = []
  for (const item of items) {
    if (item.type !== 'symbol') continue
    const { x, y, dots, version, errorCorrection, modules } = item
    places.push({ x, y, dots, version, errorCorrection, modules })
  }
  return places
}
