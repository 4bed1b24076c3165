import { labelError, type Nearest } from '../issue/label-issue.ts'
import { ceilMm, floorMm } from '../raster/resolution.ts'
import type { Element, Stock } from '../template/template.ts'
import { areaOf, inkOf, meet, TOLERANCE } from './area.ts'
import type { LaidOut } from './layout.ts'
import { resized } from './resize.ts'

/**
 * Refuses elements that lie on each other.
 *
 * @throws LabelError `overlap`, `in-quiet-zone`
 */
export function checkOverlaps(elements: readonly LaidOut[], stock: Stock): void {
  for (const [index, one] of elements.entries()) {
    for (const other of elements.slice(0, index)) {
      if (!meet(one.element, other.element)) continue
      const [moved, kept] = one.element.type === 'qr' ? [other, one] : [one, other]
      const elsewhere = nearestClear(kept, elements, stock)
      const nearest =
        nearestClear(moved, elements, stock) ?? (elsewhere && { ...elsewhere, element: kept.name })
      const code = kept.type === 'qr' && moved.type !== 'qr' ? 'in-quiet-zone' : 'overlap'
      throw labelError({ code, element: moved.name, other: kept.name, ...(nearest && { nearest }) })
    }
  }
}

/** The shortest move, or else the smallest reduction, that separates an element from all others. */
function nearestClear({ element }: LaidOut, elements: readonly LaidOut[], stock: Stock): Nearest | undefined {
  const area = areaOf(element)
  const others = elements.flatMap((laidOut) => (laidOut.element === element ? [] : [laidOut.element]))
  const works = (changed: Element): boolean => {
    const { x, y, width, height } = areaOf(changed)
    const inside =
      x >= 0 && y >= 0 && x + width <= stock.width + TOLERANCE && y + height <= stock.height + TOLERANCE
    return inside && !others.some((other) => meet(changed, other))
  }
  const moves = others
    .flatMap((other) => inkOf(other))
    .flatMap((ink) => [
      { property: 'x', value: ceilMm(ink.x + ink.width), by: ink.x + ink.width - area.x },
      { property: 'x', value: floorMm(ink.x - area.width), by: ink.x - area.width - area.x },
      { property: 'y', value: ceilMm(ink.y + ink.height), by: ink.y + ink.height - area.y },
      { property: 'y', value: floorMm(ink.y - area.height), by: ink.y - area.height - area.y },
    ])
    .sort((a, b) => Math.abs(a.by) - Math.abs(b.by))
  const found = moves.find(({ property, value }) => works({ ...element, [property]: value }))
  if (found !== undefined) return { property: found.property, value: found.value }
  const shrunk = others
    .flatMap((other) => inkOf(other))
    .flatMap((ink) => [resized(element, true, ink.x - area.x), resized(element, false, ink.y - area.y)])
  return shrunk.find((nearest) => nearest && works({ ...element, [nearest.property]: nearest.value }))
}
