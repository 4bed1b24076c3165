import { FACES, type FaceName } from '../font/atlas.ts'
import { type Contour, outlineOf } from '../font/face.ts'

/** Outlines relative to each contour's first point, by character: only the starting points depend on the position. */
const relative = { mono: new Map<string, RelativeContour[]>(), sans: new Map<string, RelativeContour[]>() }

interface RelativeContour {
  readonly x: number
  readonly y: number
  readonly rest: string
}

/** A character's outline as SVG path data, its pen at `pen` font units. */
export function glyphPath(face: FaceName, character: string, pen: number): string {
  let contours = relative[face].get(character)
  if (contours === undefined) {
    contours = outlineOf(FACES[face], character)!.contours.map(relativeContour)
    relative[face].set(character, contours)
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
