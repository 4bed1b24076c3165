import type { Element, TextElement } from '../template/template.ts'
import { DESCENT, PITCH } from './layout.ts'

/** A rectangle in mm. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Less than a tenth of a dot at 600 dpi: sums of decimals are not exact. */
export const TOLERANCE = 0.004

/** The rectangle that an element takes. */
export function areaOf(element: Element): Area {
  const { x, y } = element
  switch (element.type) {
    case 'qr':
    case 'datamatrix':
      return { x, y, width: element.size, height: element.size }
    case 'text': {
      const across = element.size * linesHigh(element)
      const [width, height] = isUpright(element.rotate) ? [element.width, across] : [across, element.width]
      return { x, y, width, height }
    }
    case 'code128': {
      const { width: along, height: bars } = element
      const [width, height] = isUpright(element.rotate) ? [along, bars] : [bars, along]
      return { x, y, width, height }
    }
    case 'line': {
      const { length, thickness, direction } = element
      return direction === 'horizontal'
        ? { x, y, width: length, height: thickness }
        : { x, y, width: thickness, height: length }
    }
    default:
      return { x, y, width: element.width, height: element.height }
  }
}

/** The height of all lines of a text, as a multiple of the height of a capital. */
export function linesHigh({ lines = 1 }: Pick<TextElement, 'lines'>): number {
  return 1 + DESCENT + (lines - 1) * PITCH
}

/** The parts of that rectangle that may be black: of a frame, its four sides. */
export function inkOf(element: Element): Area[] {
  const area = areaOf(element)
  if (element.type !== 'box' || element.thickness === 0) return [area]
  const { x, y, width, height } = area
  const { thickness } = element
  return [
    { x, y, width, height: thickness },
    { x, y: y + height - thickness, width, height: thickness },
    { x, y, width: thickness, height },
    { x: x + width - thickness, y, width: thickness, height },
  ]
}

function intersect(a: Area, b: Area): boolean {
  return (
    Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > TOLERANCE &&
    Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > TOLERANCE
  )
}

/** Whether text runs across the label. */
export function isUpright(rotate: number | undefined): boolean {
  return rotate === undefined || rotate === 0 || rotate === 180
}

/**
 * Whether the ink of two elements may touch. A frame may hold elements inside; rules and frames may join each other.
 */
export function meet(one: Element, other: Element): boolean {
  if (isRule(one) && isRule(other)) return false
  return inkOf(one).some((a) => inkOf(other).some((b) => intersect(a, b)))
}

function isRule({ type }: Element): boolean {
  return type === 'line' || type === 'box'
}
