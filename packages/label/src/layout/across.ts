import { dotsPerMm, roundMm } from '../raster/resolution.ts'
import type { Sheet, Stock } from '../template/template.ts'

/** Labels of a roll that lie side by side, and are printed together. */
export interface Across {
  /** Width of the labels with the gaps between them, mm. */
  readonly widthMm: number
  /** The same in dots, and the length of the labels. */
  readonly width: number
  readonly height: number
  /** The left edge of each label from that of the first, dots. */
  readonly lefts: readonly number[]
}

/**
 * Where labels side by side lie on their roll. As with one label, the print begins at the edge of the first: the liner
 * beside the labels does not count.
 *
 * @throws LabelError `bad-resolution`
 *
 * @example
 * ```ts
 * import { labelsAcross } from '@claimtag/label'
 *
 * const row = labelsAcross({ width: 25, height: 25 }, { columns: 2, columnGap: 2 }, 203)
 * console.log(row.width, row.lefts[1]) // 416 216
 * ```
 */
export function labelsAcross(
  { width, height }: Pick<Stock, 'width' | 'height'>,
  { columns, columnGap }: Pick<Sheet, 'columns' | 'columnGap'>,
  dpi: number,
): Across {
  const perMm = dotsPerMm(dpi)
  const lefts = Array.from({ length: columns }, (_, column) =>
    Math.round(column * (width + columnGap) * perMm),
  )
  return {
    widthMm: roundMm(columns * width + (columns - 1) * columnGap),
    width: (lefts.at(-1) ?? 0) + Math.round(width * perMm),
    height: Math.round(height * perMm),
    lefts,
  }
}
