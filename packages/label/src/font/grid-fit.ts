import type { Contour, Outline } from './face.ts'

/** The widest stem and the shortest edge, as parts of the capital height. */
const WIDEST_STEM = 0.3
const SHORTEST_EDGE = 0.04
/** Font units that the points of one edge may deviate from a straight line. */
const SLANT = 2

export interface GridFit {
  /** Dots for one font unit. */
  readonly scale: number
  /** Width of an ordinary stem in font units; stems of nearly this width all get the same whole number of dots. */
  readonly stem: number
  readonly capHeight: number
  /** Heights on which letters stand or end, and their heights in dots: [lowest, highest, dots]. */
  readonly zones: readonly (readonly [number, number, number])[]
}

interface Edge {
  readonly at: number
  readonly from: number
  readonly to: number
  /** The side of the ink: +1 above (or right of) the edge. */
  readonly side: 1 | -1
}

interface Anchor {
  readonly at: number
  readonly dots: number
}

/**
 * Moves an outline's stems and bars onto whole dots, so that at 10 to 20 dots a capital all strokes of a word are
 * equally thick and all letters stand on one line. Without it a 1-bit raster shows stems of 1, 2 and 3 dots.
 */
export function gridFit(outline: Outline, fit: GridFit): Outline {
  const advance = Math.max(1, Math.round(outline.advance * fit.scale))
  // Rounding the advance leaves a fraction of a dot: half of it goes to either side.
  const slack = (advance - outline.advance * fit.scale) / 2
  const warpX = warp(anchors(edges(outline.contours, 0), fit, [], slack), fit.scale, slack)
  const warpY = warp(anchors(edges(outline.contours, 1), fit, fit.zones, 0), fit.scale, 0)
  const contours = outline.contours.map(({ ops, points }) => ({
    ops,
    points: points.map((value, index) => (index % 2 === 0 ? warpX(value) : warpY(value))),
  }))
  return { advance, contours }
}

/** An outline in dots as it is, but for its advance, which is whole. */
export function scaled({ advance: units, contours }: Outline, scale: number): Outline {
  const advance = Math.max(1, Math.round(units * scale))
  const slack = (advance - units * scale) / 2
  return {
    advance,
    contours: contours.map(({ ops, points }) => ({
      ops,
      points: points.map((value, index) => value * scale + (index % 2 === 0 ? slack : 0)),
    })),
  }
}

/** Straight runs across an axis: points that follow each other with nearly the same x (axis 0) or y (axis 1). */
function edges(contours: readonly Contour[], axis: 0 | 1): Edge[] {
  const found: Edge[] = []
  for (const { points } of contours) {
    const count = points.length / 2
    const at = (index: number): number => points[(index % count) * 2 + axis]!
    const along = (index: number): number => points[(index % count) * 2 + 1 - axis]!
    const level = (a: number, b: number): boolean => Math.abs(at(a) - at(b)) <= SLANT
    let start = 0
    while (start < count && level(start, start + count - 1)) start += 1
    for (let step = 0; step < count;) {
      let length = 1
      while (length < count && level(start + step + length, start + step)) length += 1
      const [from, to] = [along(start + step), along(start + step + length - 1)]
      // Outer contours run clockwise: upwards the ink is on the right, rightwards it is below.
      const side = to > from === (axis === 0) ? 1 : -1
      if (length > 1 && from !== to)
        found.push({ at: at(start + step), from: Math.min(from, to), to: Math.max(from, to), side })
      step += length
    }
  }
  return found.sort((a, b) => a.at - b.at)
}

function anchors(found: Edge[], fit: GridFit, zones: GridFit['zones'], slack: number): Anchor[] {
  const long = found.filter((edge) => edge.to - edge.from >= SHORTEST_EDGE * fit.capHeight)
  const zoned = (edge: Edge): number | undefined =>
    zones.find(([low, high]) => edge.at >= low && edge.at <= high)?.[2]
  const result: Anchor[] = []
  for (const edge of long) {
    if (edge.side < 0) continue
    const partner = long.find(
      (other) =>
        other.side < 0 &&
        other.at > edge.at &&
        other.at - edge.at <= WIDEST_STEM * fit.capHeight &&
        Math.min(other.to, edge.to) - Math.max(other.from, edge.from) > 0,
    )
    if (partner === undefined) continue
    const width = stemDots(partner.at - edge.at, fit)
    const [low, high] = [zoned(edge), zoned(partner)]
    if (low !== undefined) result.push({ at: edge.at, dots: low }, { at: partner.at, dots: low + width })
    else if (high !== undefined)
      result.push({ at: edge.at, dots: high - width }, { at: partner.at, dots: high })
    else {
      const middle = ((edge.at + partner.at) / 2) * fit.scale + slack
      const dots = Math.round(middle - width / 2)
      result.push({ at: edge.at, dots }, { at: partner.at, dots: dots + width })
    }
  }
  for (const edge of long) {
    const dots = zoned(edge)
    if (dots !== undefined) result.push({ at: edge.at, dots })
  }
  return ordered(result)
}

function stemDots(width: number, { stem, scale }: GridFit): number {
  const usual = Math.abs(width - stem) < stem * 0.3 ? stem : width
  return Math.max(1, Math.round(usual * scale))
}

/** One anchor for each position, and no two that cross: of two in conflict the first one stays. */
function ordered(all: Anchor[]): Anchor[] {
  const result: Anchor[] = []
  for (const anchor of all) {
    const clash = result.some(
      (other) => other.at === anchor.at || other.at < anchor.at !== other.dots < anchor.dots,
    )
    if (!clash) result.push(anchor)
  }
  return result.sort((a, b) => a.at - b.at)
}

/** Between two anchors in proportion, outside them by scale. */
function warp(points: readonly Anchor[], scale: number, slack: number): (value: number) => number {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined) return (value) => value * scale + slack
  return (value) => {
    if (value <= first.at) return first.dots + (value - first.at) * scale
    if (value >= last.at) return last.dots + (value - last.at) * scale
    const next = points.findIndex((anchor) => anchor.at >= value)
    const [a, b] = [points[next - 1]!, points[next]!]
    return a.dots + ((value - a.at) * (b.dots - a.dots)) / (b.at - a.at)
  }
}
