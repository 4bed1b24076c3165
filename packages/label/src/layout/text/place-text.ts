import type { Atlases } from '../../font/atlases.ts'
import { metricsOf } from '../../font/atlas.ts'
import { labelError } from '../../issue/label-error.ts'
import type { Nearest } from '../../issue/label-issue.ts'
import type { TextElement } from '../../template/template.ts'
import { assertOnLabel, assertUnshaped, faceOf } from './ink.ts'
import { breakLines, type Measured } from './break-lines.ts'
import { LEAST_CAP_DOTS, type TextLayout } from '../layout.ts'
import type { PlacedText } from '../placed.ts'
import { ceilMm, floorMm, toMm } from '../../raster/resolution.ts'
import { firstThatWorks } from '../suggestion.ts'

/** Places the words of a text element, each line as an item. */
export function placeWords(
  text: string,
  layout: TextLayout,
  atlases: Atlases,
  perMm: number,
): readonly PlacedText[] {
  return layout.lines === 1
    ? [placeText(text, layout, atlases, perMm)]
    : placeLines(text, layout, atlases, perMm)
}

/**
 * Places the words of a text element of one line: at its size, or as much smaller as is needed to fit.
 *
 * @throws LabelError `text-too-long`, `missing-glyph`
 */
export function placeText(text: string, layout: TextLayout, atlases: Atlases, perMm: number): PlacedText {
  const { element, turn, room, name } = layout
  const face = faceOf(layout)
  assertUnshaped(text, face, name)
  let capDots = layout.capDots
  let line = measure(text, layout, capDots, atlases)
  while (line.width > room && capDots > layout.minCapDots) {
    capDots -= 1
    line = measure(text, layout, capDots, atlases)
  }
  if (line.width > room) {
    const needed = ceilMm(line.width / perMm)
    const nearest = firstThatWorks(layout, [
      { property: 'width', value: needed },
      smallerText(layout, perMm, (smaller) => measure(text, layout, smaller, atlases).width <= room),
    ])
    throw labelError({
      code: 'text-too-long',
      element: name,
      room: toMm(room, perMm),
      needed,
      ...(nearest && { nearest }),
    })
  }
  const start = startOf(element.align, room - line.width)
  const at = origin(layout, capDots, start)
  const placed: PlacedText = { type: 'text', ...at, turn, face, capDots, text, pens: line.pens }
  assertOnLabel(placed, layout, perMm)
  return placed
}

/**
 * Places the words of a text element of several lines, each line as an item: at its size, or as much smaller as is
 * needed to fit. Lines keep their distance when letters are made smaller.
 *
 * @throws LabelError `text-too-long`, `missing-glyph`
 */
function placeLines(
  text: string,
  layout: TextLayout,
  atlases: Atlases,
  perMm: number,
): readonly PlacedText[] {
  const { element, turn, room, name, lines: most, minCapDots } = layout
  const face = faceOf(layout)
  assertUnshaped(text, face, name)
  const brokenAt = (capDots: number, width: number, lines: number): readonly string[] | undefined =>
    breakLines(measured(text, layout, capDots, atlases), width, lines)
  for (let capDots = layout.capDots; capDots >= minCapDots; capDots -= 1) {
    const lines = brokenAt(capDots, room, most)
    if (lines === undefined) continue
    return lines.map((line, index) => {
      const { width, pens } = measure(line, layout, capDots, atlases)
      const start = startOf(element.align, room - width)
      const at = origin(layout, capDots, start, index)
      const placed: PlacedText = { type: 'text', ...at, turn, face, capDots, text: line, pens }
      assertOnLabel(placed, layout, perMm)
      return placed
    })
  }
  let [narrow, wide] = [room, measure(text, layout, minCapDots, atlases).width]
  while (wide - narrow > 1) {
    const middle = (narrow + wide) >> 1
    if (brokenAt(minCapDots, middle, most) === undefined) narrow = middle
    else wide = middle
  }
  const needed = ceilMm(wide / perMm)
  const more = brokenAt(minCapDots, room, MOST_LINES)?.length
  const nearest = firstThatWorks(layout, [
    { property: 'width', value: needed },
    more === undefined ? undefined : { property: 'lines', value: more },
    smallerText(layout, perMm, (capDots) => brokenAt(capDots, room, most) !== undefined),
  ])
  throw labelError({
    code: 'text-too-long',
    element: name,
    room: toMm(room, perMm),
    needed,
    ...(nearest && { nearest }),
  })
}

/** A template has at most so many. */
const MOST_LINES = 20

/** The size at which the text would fit, if it can still be read then. */
function smallerText(
  layout: TextLayout,
  perMm: number,
  fits: (capDots: number) => boolean,
): Nearest | undefined {
  for (let capDots = layout.minCapDots - 1; capDots >= LEAST_CAP_DOTS; capDots--)
    if (fits(capDots)) return { property: 'minSize', value: floorMm(capDots / perMm) }
  return undefined
}

function startOf(align: TextElement['align'], spare: number): number {
  return align === 'end' ? spare : align === 'center' ? spare >> 1 : 0
}

/** Puts words in the place of those of the last label, when they take the same space. */
export function placeAlike(text: string, last: PlacedText): PlacedText | undefined {
  if (last.face !== 'mono' || !isSpacedAlike(text, last.text)) return undefined
  const { type, x, y, turn, face, capDots, pens } = last
  return { type, x, y, turn, face, capDots, text, pens }
}

/** Whether two texts need the same space: in the mono face all characters of printable ASCII are equally wide. */
function isSpacedAlike(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  for (let i = 0; i < one.length; i += 1) {
    const [unit, same] = [one.charCodeAt(i), other.charCodeAt(i)]
    if (unit !== same && !(isPrintable(unit) && isPrintable(same))) return false
  }
  return true
}

function isPrintable(unit: number): boolean {
  return unit >= 0x20 && unit < 0x7f
}

function measure(
  text: string,
  layout: TextLayout,
  capDots: number,
  atlases: Atlases,
): { width: number; pens: number[] } {
  const pens: number[] = []
  let width = 0
  for (const { advance } of measured(text, layout, capDots, atlases)) {
    pens.push(width)
    width += advance
  }
  return { width, pens }
}

function measured(text: string, layout: TextLayout, capDots: number, atlases: Atlases): readonly Measured[] {
  const { turn, name } = layout
  const face = faceOf(layout)
  const atlas = atlases(face, capDots, turn)
  return Array.from(text, (character) => {
    const advance = atlas.advance(character)
    if (advance === undefined) {
      throw labelError({ code: 'missing-glyph', element: name, character, font: metricsOf(face).name })
    }
    return { character, advance }
  })
}

/** The first position of the pen in a line. Smaller text is centred in the height that was meant for the line. */
function origin(layout: TextLayout, capDots: number, start: number, line = 0): { x: number; y: number } {
  const { x, y, turn, room, lineDots, pitchDots } = layout
  const below = (layout.capDots - capDots) >> 1
  const base = layout.capDots - below + line * pitchDots
  switch (turn) {
    case 0:
      return { x: x + start, y: y + base }
    case 90:
      return { x: x + lineDots - base, y: y + start }
    case 180:
      return { x: x + room - start, y: y + lineDots - base }
    default:
      return { x: x + base, y: y + room - start }
  }
}
