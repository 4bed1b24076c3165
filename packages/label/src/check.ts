import { labelError, type Nearest } from './issue.ts'
import { DESCENT, LEAST_CAP_DOTS, type LaidOut, type Layout } from './layout.ts'
import { isSecretField } from './pattern.ts'
import { ceilMm, roundMm } from './resolution.ts'
import type { Element, Stock } from './template.ts'

/** A rectangle in mm. */
interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Less than a tenth of a dot at 600 dpi: sums of decimals are not exact. */
const TOLERANCE = 0.004

/** Refuses what is wrong with a template whatever the device: places, sizes, secrets. Throws `LabelError`. */
export function checkLayout(layout: Layout): void {
  const { stock } = layout.template
  for (const laidOut of layout.elements) {
    checkFields(laidOut)
    checkSize(laidOut, layout.perMm)
    checkEdges(laidOut, stock)
  }
  checkOverlaps(layout.elements, stock)
}

function checkFields(laidOut: LaidOut): void {
  for (const field of fieldsOf(laidOut)) {
    if (isSecretField(field)) throw labelError({ code: 'secret-field', element: laidOut.name, field })
  }
}

/** The fields that an element asks for. */
export function fieldsOf(laidOut: LaidOut): readonly string[] {
  const written = laidOut.type === 'text' || laidOut.type === 'qr' ? (laidOut.pattern?.fields ?? []) : []
  return laidOut.when === undefined ? written : [...written, laidOut.when]
}

function checkSize(laidOut: LaidOut, perMm: number): void {
  const { name } = laidOut
  const atLeast = (property: string, dots: number): Nearest => ({ property, value: ceilMm(dots / perMm) })
  if (laidOut.type === 'text') {
    const { capDots, element } = laidOut
    if (capDots < LEAST_CAP_DOTS) {
      const nearest = atLeast('size', LEAST_CAP_DOTS)
      throw labelError({ code: 'text-too-small', element: name, dots: capDots, nearest })
    }
    if (element.minSize !== undefined && element.minSize > element.size) {
      const nearest = { property: 'minSize', value: element.size }
      throw labelError({ code: 'min-size-above-size', element: name, nearest })
    }
  }
  if (laidOut.type === 'ink') {
    const { element, width, height, thickness } = laidOut
    const thin =
      element.thickness > 0 ? (element.type === 'box' ? thickness : Math.min(width, height)) === 0 : false
    if (thin) throw labelError({ code: 'too-thin', element: name, nearest: atLeast('thickness', 0.5) })
  }
}

function checkEdges({ element, name }: LaidOut, stock: Stock): void {
  const area = areaOf(element)
  // A quiet zone is as light as the margin: it may lie in it.
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

/** The property that makes an element no wider (or higher) than `room`. */
function resized(element: Element, across: boolean, room: number): Nearest | undefined {
  if (room <= 0) return undefined
  switch (element.type) {
    case 'qr':
      return { property: 'size', value: floorMm(room) }
    case 'text':
      return across === isUpright(element.rotate)
        ? { property: 'width', value: floorMm(room) }
        : { property: 'size', value: floorMm(room / (1 + DESCENT)) }
    case 'line':
      return across === (element.direction === 'horizontal')
        ? { property: 'length', value: floorMm(room) }
        : { property: 'thickness', value: floorMm(room) }
    default:
      return { property: across ? 'width' : 'height', value: floorMm(room) }
  }
}

function checkOverlaps(elements: readonly LaidOut[], stock: Stock): void {
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

/** Whether the ink of two elements may meet. A frame has room inside; rules and frames may join each other. */
function meet(one: Element, other: Element): boolean {
  if (isRule(one) && isRule(other)) return false
  return inkOf(one).some((a) => inkOf(other).some((b) => intersect(a, b)))
}

function isRule({ type }: Element): boolean {
  return type === 'line' || type === 'box'
}

/** The shortest move, or else the least shrinking, that clears an element of all others. */
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

function areaOf(element: Element): Area {
  const { x, y } = element
  switch (element.type) {
    case 'qr':
      return { x, y, width: element.size, height: element.size }
    case 'text': {
      const line = element.size * (1 + DESCENT)
      const [width, height] = isUpright(element.rotate) ? [element.width, line] : [line, element.width]
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

function inkOf(element: Element): Area[] {
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

function isUpright(rotate: number | undefined): boolean {
  return rotate === undefined || rotate === 0 || rotate === 180
}

function floorMm(mm: number): number {
  return Math.floor(mm * 100 + 1e-6) / 100
}
