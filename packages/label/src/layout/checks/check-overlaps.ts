import { labelError } from '../../issue/label-error.ts'
import type { Nearest } from '../../issue/label-issue.ts'
import { ceilMm, floorMm } from '../../raster/resolution.ts'
import { areaOf, inkOf, meet } from '../area.ts'
import type { LaidOut } from '../layout.ts'
import { resized } from '../resize.ts'
import { firstThatWorks } from '../suggestion.ts'

/**
 * Refuses elements that lie on each other.
 *
 * @throws LabelError `overlap`, `in-quiet-zone`
 */
export function checkOverlaps(elements: readonly LaidOut[]): void {
  for (const [index, one] of elements.entries()) {
    for (const other of elements.slice(0, index)) {
      if (!meet(one.element, other.element)) continue
      const [moved, kept] = isScanned(one) ? [other, one] : [one, other]
      const elsewhere = nearestClear(kept)
      const nearest = nearestClear(moved) ?? (elsewhere && { ...elsewhere, element: kept.name })
      const code = isScanned(kept) && !isScanned(moved) ? 'in-quiet-zone' : 'overlap'
      throw labelError({ code, element: moved.name, other: kept.name, ...(nearest && { nearest }) })
    }
  }
}

function isScanned({ type }: LaidOut): boolean {
  return type === 'qr' || type === 'barcode'
}

/** The shortest move, or else the smallest reduction, that separates an element from all others. */
function nearestClear(laidOut: LaidOut): Nearest | undefined {
  const { element, template } = laidOut
  const area = areaOf(element)
  const inks = template.elements.filter((other) => other !== element).flatMap(inkOf)
  const moves = inks
    .flatMap((ink) => [
      { property: 'x', value: ceilMm(ink.x + ink.width), by: ink.x + ink.width - area.x },
      { property: 'x', value: floorMm(ink.x - area.width), by: ink.x - area.width - area.x },
      { property: 'y', value: ceilMm(ink.y + ink.height), by: ink.y + ink.height - area.y },
      { property: 'y', value: floorMm(ink.y - area.height), by: ink.y - area.height - area.y },
    ])
    .sort((a, b) => Math.abs(a.by) - Math.abs(b.by))
    .map(({ property, value }) => ({ property, value }))
  const shrunk = inks.flatMap((ink) => [
    resized(element, true, ink.x - area.x),
    resized(element, false, ink.y - area.y),
  ])
  return firstThatWorks(laidOut, [...moves, ...shrunk])
}
