import { labelError } from '../../issue/label-error.ts'
import type { Nearest } from '../../issue/label-issue.ts'
import { floorMm, roundMm } from '../../raster/resolution.ts'
import { areaOf, TOLERANCE } from '../area.ts'
import type { LaidOut } from '../layout.ts'
import { resized } from '../resize.ts'
import { firstThatWorks, marginFor, type Overhang, overhangOf } from '../suggestion.ts'

/**
 * Refuses an element that reaches beyond the stock or into its margin.
 *
 * @throws LabelError `off-label`
 */
export function checkEdges(laidOut: LaidOut): void {
  const { element, name, template } = laidOut
  const over = overhangOf(element, template.stock)
  for (const side of ['left', 'top', 'right', 'bottom'] as const) {
    if (over[side] <= TOLERANCE) continue
    const nearest = firstThatWorks(laidOut, changesFor(laidOut, side))
    throw labelError({
      code: 'off-label',
      element: name,
      side,
      by: roundMm(over[side]),
      ...(nearest && { nearest }),
    })
  }
}

/** To move it inside, or else to make it smaller. */
function changesFor({ element, template }: LaidOut, side: keyof Overhang): readonly (Nearest | undefined)[] {
  const { stock } = template
  const margin = marginFor(element, stock)
  if (side === 'left') return [{ property: 'x', value: margin }]
  if (side === 'top') return [{ property: 'y', value: margin }]
  const area = areaOf(element)
  const isAcross = side === 'right'
  const property = isAcross ? 'x' : 'y'
  const [at, extent, limit] = isAcross
    ? [area.x, area.width, stock.width - margin]
    : [area.y, area.height, stock.height - margin]
  return [{ property, value: floorMm(limit - extent) }, resized(element, isAcross, limit - at)]
}
