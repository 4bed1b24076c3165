/** A typeface as data: for each character its advance width followed by its outline, in font units, y upwards. */
export interface Face {
  readonly name: string
  readonly unitsPerEm: number
  readonly capHeight: number
  readonly xHeight: number
  readonly glyphs: Readonly<Record<string, string>>
}

/**
 * One closed curve: `ops` holds M, L or Q for each step, `points` their coordinates (x, y; of Q, the control point
 * first).
 */
export interface Contour {
  readonly ops: string
  readonly points: number[]
}

export interface Outline {
  readonly advance: number
  readonly contours: readonly Contour[]
}

const parsed = new WeakMap<Face, Map<string, Outline>>()

/** The outline of a character; `undefined` when the face lacks it. */
export function outlineOf(face: Face, character: string): Outline | undefined {
  let outlines = parsed.get(face)
  if (outlines === undefined) parsed.set(face, (outlines = new Map()))
  let outline = outlines.get(character)
  if (outline === undefined) {
    outline = parseOutline(face, character)
    if (outline !== undefined) outlines.set(character, outline)
  }
  return outline
}

function parseOutline(face: Face, character: string): Outline | undefined {
  // Own properties only: characters come from data, and the text `constructor` must not find an inherited member.
  const path = Object.hasOwn(face.glyphs, character) ? face.glyphs[character]! : undefined
  if (path === undefined) return undefined
  const [advance, ...contours] = path.split('M')
  return { advance: Number(advance), contours: contours.map(parseContour) }
}

function parseContour(path: string): Contour {
  const points: number[] = []
  let ops = 'M'
  for (const [, op, numbers] of `M${path}`.matchAll(/([MLQ])([-0-9 ]+)/g)) {
    if (op !== 'M') ops += op
    for (const number of numbers!.split(' ')) points.push(Number(number))
  }
  return { ops, points }
}
