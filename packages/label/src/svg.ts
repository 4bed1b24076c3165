import type { Bitmap } from './bitmap.ts'
import { FACES } from './font/atlas.ts'
import { type Contour, outlineOf } from './font/face.ts'
import { dotsPerMm } from './resolution.ts'
import { eachDotRun, eachModuleRun } from './runs.ts'
import type { PlacedInk, PlacedItem, PlacedLabel, PlacedSymbol, PlacedText } from './placed.ts'

/**
 * A placed label as SVG: its size in mm, its coordinates in printer dots, text as outlines, so that it looks the same
 * where no font is installed. The same label gives the same bytes.
 */
export function renderSvg(placed: PlacedLabel): string {
  const { widthMm, heightMm, items } = placed
  const perMm = dotsPerMm(placed.dpi)
  const [width, height] = [decimal(widthMm * perMm), decimal(heightMm * perMm)]
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthMm}mm" height="${heightMm}mm" viewBox="0 0 ${width} ${height}">` +
    `<path fill="#fff" d="M0 0h${width}v${height}H0z"/>` +
    items.map(pathOf).join('') +
    '</svg>\n'
  )
}

function pathOf(item: PlacedItem): string {
  switch (item.type) {
    case 'symbol':
      return `<path shape-rendering="crispEdges" transform="translate(${item.x} ${item.y})scale(${item.dots})" d="${modules(item)}"/>`
    case 'text':
      return text(item)
    case 'ink':
      return ink(item)
    default:
      return `<path shape-rendering="crispEdges" transform="translate(${item.x} ${item.y})" d="${dots(item.bitmap)}"/>`
  }
}

/** One bar for each run of dark modules. */
function modules({ symbol }: PlacedSymbol): string {
  let path = ''
  eachModuleRun(symbol, (x, y, width) => {
    path += `${MOVES[x]!}${y}${BARS[width]!}`
  })
  return path
}

/** The largest symbol has 177 modules. */
const MOVES = Array.from({ length: 178 }, (_, x) => `M${x} `)
const BARS = Array.from({ length: 178 }, (_, width) => `h${width}v1h-${width}z`)

function dots(bitmap: Bitmap): string {
  let path = ''
  eachDotRun(bitmap, (x, y, width) => {
    path += `M${x} ${y}h${width}v1h-${width}z`
  })
  return path
}

function ink({ x, y, width, height, thickness, radius }: PlacedInk): string {
  const half = thickness / 2
  if (thickness === 0) return `<rect x="${x}" y="${y}" width="${width}" height="${height}"${corner(radius)}/>`
  return (
    `<rect x="${x + half}" y="${y + half}" width="${width - thickness}" height="${height - thickness}"` +
    `${corner(radius - half)} fill="none" stroke="#000" stroke-width="${thickness}"/>`
  )
}

function corner(radius: number): string {
  return radius > 0 ? ` rx="${radius}"` : ''
}

function text({ x, y, turn, face, capDots, text: characters, pens }: PlacedText): string {
  const scale = capDots / FACES[face].capHeight
  const turned = turn === 0 ? '' : `rotate(${turn})`
  let path = ''
  let index = 0
  for (const character of characters) {
    path += glyph(face, character, Math.round(pens[index]! / scale))
    index += 1
  }
  return `<path transform="translate(${x} ${y})${turned}scale(${decimal(scale)} ${decimal(-scale)})" d="${path}"/>`
}

/** Outlines from each contour's first point on, by character: only where they start differs. */
const relative = { mono: new Map<string, RelativeContour[]>(), sans: new Map<string, RelativeContour[]>() }

interface RelativeContour {
  readonly x: number
  readonly y: number
  readonly rest: string
}

function glyph(face: PlacedText['face'], character: string, pen: number): string {
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

/** Enough places for a thousandth of a dot, and never an exponent. */
function decimal(value: number): string {
  return String(Math.round(value * 10_000) / 10_000)
}
