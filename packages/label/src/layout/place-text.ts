import type { Atlases } from '../font/atlases.ts'
import { FACES } from '../font/atlas.ts'
import { labelError } from '../issue/label-error.ts'
import type { Nearest } from '../issue/label-issue.ts'
import { LEAST_CAP_DOTS, type TextLayout } from './layout.ts'
import type { PlacedText } from './placed.ts'
import { ceilMm, floorMm, toMm } from '../raster/resolution.ts'
import { firstThatWorks } from './suggestion.ts'

/**
 * Places the words of a text element: at its size, or as much smaller as is needed to fit.
 *
 * @throws LabelError `text-too-long`, `missing-glyph`
 */
export function placeText(text: string, layout: TextLayout, atlases: Atlases, perMm: number): PlacedText {
  const { element, face, turn, room, name } = layout
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
      smallerText(text, layout, atlases, perMm),
    ])
    throw labelError({
      code: 'text-too-long',
      element: name,
      room: toMm(room, perMm),
      needed,
      ...(nearest && { nearest }),
    })
  }
  const spare = room - line.width
  const start = element.align === 'end' ? spare : element.align === 'center' ? spare >> 1 : 0
  return { type: 'text', ...origin(layout, capDots, start), turn, face, capDots, text, pens: line.pens }
}

/** How small the text may have to be made for its room, if it can still be read then. */
function smallerText(text: string, layout: TextLayout, atlases: Atlases, perMm: number): Nearest | undefined {
  for (let capDots = layout.minCapDots - 1; capDots >= LEAST_CAP_DOTS; capDots--)
    if (measure(text, layout, capDots, atlases).width <= layout.room)
      return { property: 'minSize', value: floorMm(capDots / perMm) }
  return undefined
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
  { face, turn, name }: TextLayout,
  capDots: number,
  atlases: Atlases,
): { width: number; pens: number[] } {
  const atlas = atlases(face, capDots, turn)
  const pens: number[] = []
  let width = 0
  for (const character of text) {
    const advance = atlas.advance(character)
    if (advance === undefined) {
      throw labelError({ code: 'missing-glyph', element: name, character, font: FACES[face].name })
    }
    pens.push(width)
    width += advance
  }
  return { width, pens }
}

/** The first position of the pen. Smaller text is centred in the height that was meant for the text. */
function origin(layout: TextLayout, capDots: number, start: number): { x: number; y: number } {
  const { x, y, turn, room, lineDots } = layout
  const below = (layout.capDots - capDots) >> 1
  const base = layout.capDots - below
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
