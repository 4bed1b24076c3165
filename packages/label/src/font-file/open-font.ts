import type { Contour, Outline } from '../font/face.ts'
import type { OwnFace } from '../font/own-face.ts'
import type { FontFile, PathCommand } from './load-opentype.ts'

/** Heights of letters in parts of the em, for a font without these letters. */
const USUAL = { H: 0.7, x: 0.5 } as const
/** Quadratic curves for a cubic one; their distance from it stays below a thousandth of the em. */
const PARTS = 4
/** Space that fonts may lack, with its width in parts of the em: between groups, and one that no line ends at. */
const SPACES: ReadonlyMap<string, number> = new Map([
  ['\u2009', 0.2],
  ['\u00A0', 0.25],
])

/** A font that was read, as a face: outlines of quadratic curves whose ink lies to the right of their direction. */
export function openFont(name: string, font: FontFile): OwnFace {
  const { unitsPerEm } = font
  const known = new Map<string, Outline | undefined>()
  const raw = (character: string): Outline | undefined => read(font, character)
  const isReversed = areaOf(raw('H') ?? raw('I') ?? raw('0')) > 0

  function outlineOf(character: string): Outline | undefined {
    if (known.has(character)) return known.get(character)
    const space = SPACES.get(character)
    const outline =
      raw(character) ??
      (space === undefined ? undefined : { advance: Math.round(space * unitsPerEm), contours: [] })
    const turned = outline && isReversed ? reversed(outline) : outline
    known.set(character, turned)
    return turned
  }

  return {
    name,
    unitsPerEm,
    capHeight: topOf(raw('H')) ?? Math.round(USUAL.H * unitsPerEm),
    xHeight: topOf(raw('x')) ?? Math.round(USUAL.x * unitsPerEm),
    outlineOf,
  }
}

function read(font: FontFile, character: string): Outline | undefined {
  const index = font.charToGlyphIndex(character)
  if (index === 0) return undefined
  const { advanceWidth = 0, path } = font.glyphs.get(index)
  return { advance: Math.round(advanceWidth), contours: contoursOf(path.commands) }
}

function contoursOf(commands: readonly PathCommand[]): readonly Contour[] {
  const contours: { ops: string; points: number[] }[] = []
  let [x, y] = [0, 0]
  for (const command of commands) {
    if (command.type === 'Z') continue
    if (command.type === 'M') contours.push({ ops: 'M', points: rounded(command.x, command.y) })
    const contour = contours.at(-1)
    if (contour === undefined) continue
    if (command.type === 'L') add(contour, 'L', command.x, command.y)
    else if (command.type === 'Q') add(contour, 'Q', command.x1, command.y1, command.x, command.y)
    else if (command.type === 'C') {
      const { x1, y1, x2, y2 } = command
      for (const curve of quadratics([x, y, x1, y1, x2, y2, command.x, command.y]))
        add(contour, 'Q', ...curve)
    }
    ;[x, y] = [command.x, command.y]
  }
  return contours.filter(({ ops }) => ops.length > 1)
}

function add(contour: { ops: string; points: number[] }, op: 'L' | 'Q', ...points: readonly number[]): void {
  contour.ops += op
  contour.points.push(...rounded(...points))
}

/** Composed letters are moved and scaled by fractions; a unit is a thousandth of the em or less. */
function rounded(...points: readonly number[]): number[] {
  return points.map((value) => Math.round(value))
}

type Cubic = readonly [number, number, number, number, number, number, number, number]

function quadratics([x0, y0, x1, y1, x2, y2, x3, y3]: Cubic): readonly (readonly number[])[] {
  const step = 1 / PARTS
  return Array.from({ length: PARTS }, (_, part) => {
    const [from, to] = [part * step, (part + 1) * step]
    // The point that both ends lead to, as the mean of what each says.
    const control = (a: number, b: number, c: number, d: number): number =>
      (pointAt(from, a, b, c, d) + pointAt(to, a, b, c, d)) / 2 +
      ((slopeAt(from, a, b, c, d) - slopeAt(to, a, b, c, d)) * step) / 4
    return [
      control(x0, x1, x2, x3),
      control(y0, y1, y2, y3),
      pointAt(to, x0, x1, x2, x3),
      pointAt(to, y0, y1, y2, y3),
    ]
  })
}

/** A coordinate of a cubic curve, and how fast it grows there. */
function pointAt(t: number, a: number, b: number, c: number, d: number): number {
  const s = 1 - t
  return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d
}

function slopeAt(t: number, a: number, b: number, c: number, d: number): number {
  const s = 1 - t
  return 3 * (s * s * (b - a) + 2 * s * t * (c - b) + t * t * (d - c))
}

/** Twice the area within the outlines; above 0 when they run counterclockwise, as those of PostScript fonts. */
function areaOf(outline: Outline | undefined): number {
  let area = 0
  for (const { points } of outline?.contours ?? []) {
    for (let at = 0; at < points.length; at += 2) {
      const next = (at + 2) % points.length
      area += points[at]! * points[next + 1]! - points[next]! * points[at + 1]!
    }
  }
  return area
}

function reversed({ advance, contours }: Outline): Outline {
  return { advance, contours: contours.map(reversedContour) }
}

/** The same curve from its end to its beginning. */
function reversedContour({ ops, points }: Contour): Contour {
  const backwards: number[] = []
  for (let at = points.length - 2; at >= 0; at -= 2) backwards.push(points[at]!, points[at + 1]!)
  return { ops: `M${Array.from(ops.slice(1)).reverse().join('')}`, points: backwards }
}

function topOf(outline: Outline | undefined): number | undefined {
  const ys = (outline?.contours ?? []).flatMap(({ points }) => points.filter((_, index) => index % 2 === 1))
  const top = Math.max(0, ...ys)
  return top > 0 ? top : undefined
}
