import type { Nearest } from '../issue/label-issue.ts'
import type { Element, Stock, Template } from '../template/template.ts'
import { areaOf, meet, TOLERANCE } from './area.ts'
import type { LaidOut } from './layout.ts'

/** How far an element goes beyond the edges of the stock, or into its margin, in mm; what is inside is below 0. */
export interface Overhang {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export function overhangOf(element: Element, stock: Stock): Overhang {
  const { x, y, width, height } = areaOf(element)
  const margin = marginFor(element, stock)
  return {
    left: margin - x,
    top: margin - y,
    right: x + width - (stock.width - margin),
    bottom: y + height - (stock.height - margin),
  }
}

/** A quiet zone is light like the margin, so it may lie in it. */
export function marginFor({ type }: Element, { margin = 0 }: Stock): number {
  return type === 'qr' ? 0 : margin
}

/** The first of some changes with which an element lies within the stock and its margin, and clear of all others. */
export function firstThatWorks(
  { element, template }: Pick<LaidOut, 'element' | 'template'>,
  changes: readonly (Nearest | undefined)[],
): Nearest | undefined {
  return changes.find(
    (change) =>
      change !== undefined && isClear({ ...element, [change.property]: change.value }, element, template),
  )
}

function isClear(changed: Element, original: Element, { elements, stock }: Template): boolean {
  const isInside = Object.values(overhangOf(changed, stock)).every((by: number) => by <= TOLERANCE)
  return isInside && !elements.some((other) => other !== original && meet(changed, other))
}
