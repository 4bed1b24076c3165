import { labelError, type Nearest } from '../issue/label-issue.ts'
import { floorMm, roundMm } from '../raster/resolution.ts'
import type { Element, Stock } from '../template/template.ts'
import { type Area, areaOf, TOLERANCE } from './area.ts'
import type { LaidOut } from './layout.ts'
import { resized } from './resize.ts'

/**
 * Refuses an element that reaches beyond the stock or into its margin.
 *
 * @throws LabelError `off-label`
 */
export function checkEdges({ element, name }: LaidOut, stock: Stock): void {
  const area = areaOf(element)
  // A quiet zone is light like the margin, so it may lie in it.
  const margin = element.type === 'qr' ? 0 : (stock.margin ?? 0)
  const over = {
    left: margin - area.x,
    top: margin - area.y,
    right: area.x + area.width - (stock.width - margin),
    bottom: area.y + area.height - (stock.height - margin),
  }
  for (const side of ['left', 'top', 'right', 'bottom'] as const) {
    if (over[side] <= TOLERANCE) continue
    const nearest = nearestInside(element, area, side, stock, margin)
    throw labelError({ code: 'off-label', element: name, side, by: roundMm(over[side]), nearest })
  }
}

function nearestInside(
  element: Element,
  area: Area,
  side: keyof Sides,
  stock: Stock,
  margin: number,
): Nearest {
  if (side === 'left') return { property: 'x', value: margin }
  if (side === 'top') return { property: 'y', value: margin }
  const across = side === 'right'
  const [at, extent, limit] = across
    ? [area.x, area.width, stock.width - margin]
    : [area.y, area.height, stock.height - margin]
  if (limit - extent >= margin - TOLERANCE) {
    return { property: across ? 'x' : 'y', value: floorMm(limit - extent) }
  }
  return resized(element, across, limit - at) ?? { property: across ? 'x' : 'y', value: margin }
}

interface Sides {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}
