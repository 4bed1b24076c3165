import { type AnyFace, outlineIn } from '../font/atlas.ts'
import type { Contour } from '../font/face.ts'
import type { OwnFace } from '../font/own-face.ts'

/** Outlines relative to each contour's first point, by character: only the starting points depend on the position. */
const relative = { mono: new Map<string, RelativeContour[]>(), sans: new Map<string, RelativeContour[]>() }

/** Those of fonts of makers' own, which live as long as the fonts. */
const relativeOwn = new WeakMap<OwnFace, Map<string, RelativeContour[]>>()

function relativeIn(face: AnyFace): Map<string, RelativeContour[]> {
  if (typeof face === 'string') return relative[face]
  let outlines = relativeOwn.get(face)
  if (outlines === undefined) relativeOwn.set(face, (outlines = new Map()))
  return outlines
}

interface RelativeContour {
  readonly x: number
  readonly y: number
  readonly rest: string
}

/** A character's outline as SVG path data, its pen at `pen` font units. */
export function glyphPath(face: AnyFace, character: string, pen: number): string {
  const known = relativeIn(face)
  let contours = known.get(character)
  if (contours === undefined) {
    contours = outlineIn(face, character)!.contours.map(relativeContour)
    known.set(character, contours)
  }
  let path = ''
  for (const { x, y, rest } of contours) path += `M${pen + x} ${y}${rest}`
  return path
}

function relativeContour({ ops, points }: Contour): RelativeContour {
  const [x = 0, y = 0] = points
  let [fromX, fromY] = [x, y]
  let rest = ''
  let at = 2
  for (const op of ops.slice(1)) {
    const count = op === 'Q' ? 4 : 2
    const numbers = points
      .slice(at, at + count)
      .map((value, index) => value - (index % 2 === 0 ? fromX : fromY))
    rest += op.toLowerCase() + numbers.join(' ')
    at += count
    fromX = points[at - 2]!
    fromY = points[at - 1]!
  }
  return { x, y, rest: `${rest}z` }
}
