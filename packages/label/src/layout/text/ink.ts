import { type AnyFace, metricsOf, outlineIn } from '../../font/atlas.ts'
import { needsShaping } from '../../font/shaping.ts'
import { labelError } from '../../issue/label-error.ts'
import { roundMm } from '../../raster/resolution.ts'
import type { TextLayout } from '../layout.ts'
import type { PlacedText } from '../placed.ts'

/** The face of a layout that was checked before. */
export function faceOf({ face, name, element }: TextLayout): AnyFace {
  if (face === undefined)
    throw labelError({ code: 'missing-font', element: name, source: element.font ?? '' })
  return face
}

/**
 * Refuses a text that a font would show wrongly when its letters are drawn one by one. Faces of the package have no
 * such letters.
 *
 * @throws LabelError `needs-shaping`
 */
export function assertUnshaped(text: string, face: AnyFace, element: string): void {
  const shaping = typeof face === 'string' ? undefined : needsShaping(text)
  if (shaping !== undefined) throw labelError({ code: 'needs-shaping', element, ...shaping })
}

/**
 * Refuses a text whose letters would be cut off at the edge of the label: in a font of a maker's own, marks may stand
 * far above a capital, and signs reach above and below it.
 *
 * @throws LabelError `off-label`
 */
export function assertOnLabel(
  placed: PlacedText,
  { name: element, template }: TextLayout,
  perMm: number,
): void {
  const { face, turn, capDots, text, x, y } = placed
  if (typeof face === 'string') return
  const scale = capDots / metricsOf(face).capHeight
  let [above, below] = [0, 0]
  for (const character of text) {
    for (const { points } of outlineIn(face, character)?.contours ?? []) {
      for (let at = 1; at < points.length; at += 2) {
        above = Math.max(above, points[at]! * scale)
        below = Math.max(below, -points[at]! * scale)
      }
    }
  }
  const { width, height } = template.stock
  const [right, bottom] = [width * perMm, height * perMm]
  const over = {
    left: turn === 90 ? below - x : turn === 270 ? above - x : 0,
    top: turn === 0 ? above - y : turn === 180 ? below - y : 0,
    right: turn === 90 ? x + above - right : turn === 270 ? x + below - right : 0,
    bottom: turn === 0 ? y + below - bottom : turn === 180 ? y + above - bottom : 0,
  }
  for (const side of ['left', 'top', 'right', 'bottom'] as const)
    // Rounding to whole dots may take one.
    if (over[side] > 1)
      throw labelError({ code: 'off-label', element, side, by: roundMm(over[side] / perMm) })
}
