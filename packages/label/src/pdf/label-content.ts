import type { Bitmap } from '../raster/bitmap.ts'
import { symbolOf } from '../draw/symbol-of.ts'
import { FACES, type FaceName } from '../font/atlas.ts'
import { outlineOf } from '../font/face.ts'
import type { PlacedBarcode, PlacedInk, PlacedLabel, PlacedSymbol, PlacedText } from '../layout/placed.ts'
import { dotsPerMm } from '../raster/resolution.ts'
import { eachBarcodeRun, eachModuleRun } from '../raster/runs.ts'
import type { OwnFace } from '../font/own-face.ts'
import { contourPath } from './contour-path.ts'
import { byteOf, literalOf } from './charset.ts'
import type { ContentWriter } from './content-writer.ts'

/** PDF units, 1/72 inch, in a millimetre. */
export const UNITS_PER_MM = 72 / 25.4

/** Distance of the control points of a quarter circle as one cubic curve, as a part of its radius. */
const KAPPA = 0.5523

/** What drawing needs from the document around it. */
export interface ContentContext {
  /** Records that a font, named for its face, needs a character. */
  use(face: FaceName, character: string): void
  /** The name of static art in the document. */
  art(bitmap: Bitmap): string
}

/**
 * Writes one label as page content, its top left corner at (x, y) units. Inside, coordinates are the planned printer
 * dots, downwards.
 */
export function writeLabel(
  out: ContentWriter,
  label: PlacedLabel,
  x: number,
  y: number,
  context: ContentContext,
): void {
  const scale = UNITS_PER_MM / dotsPerMm(label.dpi)
  out.text(`q ${places(scale)} 0 0 ${places(-scale)} ${places(x)} ${places(y)} cm\n`)
  for (const item of label.items) {
    if (item.type === 'symbol') writeSymbol(out, item)
    else if (item.type === 'text') writeText(out, item, context)
    else if (item.type === 'barcode') writeBarcode(out, item)
    else if (item.type === 'ink') writeInk(out, item)
    else out.text(`q 1 0 0 1 ${item.x} ${item.y} cm /${context.art(item.bitmap)} Do Q\n`)
  }
  out.text('Q\n')
}

/** One rectangle for each run of dark modules, all in one path: no seams are visible between neighbours on a screen. */
function writeSymbol(out: ContentWriter, placed: PlacedSymbol): void {
  const { x, y, dots } = placed
  out.text(`q ${dots} 0 0 ${dots} ${x} ${y} cm\n`)
  eachModuleRun(symbolOf(placed), out.bar)
  out.text('f Q\n')
}

function writeBarcode(out: ContentWriter, { x, y, across, down, modules }: PlacedBarcode): void {
  out.text(`q ${across} 0 0 ${down} ${x} ${y} cm\n`)
  eachBarcodeRun(modules, out.bar)
  out.text('f Q\n')
}

const DIRECTIONS = { 0: [1, 0, 0, -1], 90: [0, 1, 1, 0], 180: [-1, 0, 0, 1], 270: [0, -1, -1, 0] } as const

/** Texts that never change are placed once in a job, so they are written once. */
const written = new WeakMap<PlacedText, string>()

/** Letters have the positions of the raster: the difference of a whole-dot advance to the face's own is compensated. */
function writeText(out: ContentWriter, item: PlacedText, context: ContentContext): void {
  const { face } = item
  if (typeof face === 'string') for (const character of item.text) context.use(face, character)
  let content = written.get(item)
  if (content === undefined) written.set(item, (content = textContent(item)))
  out.text(content)
}

function textContent(item: PlacedText): string {
  const { face } = item
  return typeof face === 'string' ? shownText(item, face) : drawnText(item, face)
}

/** Letters of a font of a maker's own as outlines: they look as on paper, and cannot be searched. */
function drawnText({ x, y, turn, capDots, text, pens }: PlacedText, face: OwnFace): string {
  const scale = capDots / face.capHeight
  const matrix = DIRECTIONS[turn].map((direction) => places(direction * scale)).join(' ')
  let path = ''
  for (const [index, character] of Array.from(text).entries()) {
    const pen = Math.round(pens[index]! / scale)
    for (const contour of face.outlineOf(character)?.contours ?? []) path += contourPath(contour, pen)
  }
  return path === '' ? '' : `q ${matrix} ${x} ${y} cm\n${path}f Q\n`
}

function shownText({ x, y, turn, capDots, text, pens }: PlacedText, face: FaceName): string {
  const { capHeight, unitsPerEm } = FACES[face]
  const em = (capDots / capHeight) * unitsPerEm
  const [a, b, c, d] = DIRECTIONS[turn].map((direction) => places(direction * em))
  let shown = '('
  let pen = 0
  for (const [index, character] of Array.from(text).entries()) {
    const error = pens[index]! - pen
    if (Math.abs(error) > 0.02) {
      shown += `)${Math.round((-error / em) * 10_000) / 10}(`
      pen = pens[index]!
    }
    shown += literalOf(byteOf(character))
    pen += (outlineOf(FACES[face], character)!.advance / unitsPerEm) * em
  }
  return `BT /${face} 1 Tf ${a} ${b} ${c} ${d} ${x} ${y} Tm [${shown})] TJ ET\n`
}

function writeInk(out: ContentWriter, { x, y, width, height, thickness, radius }: PlacedInk): void {
  const half = thickness / 2
  const path = roundedPath(
    x + half,
    y + half,
    width - thickness,
    height - thickness,
    Math.max(0, radius - half),
  )
  out.text(thickness === 0 ? `${path} f\n` : `${thickness} w ${path} s\n`)
}

function roundedPath(x: number, y: number, width: number, height: number, radius: number): string {
  if (radius === 0) return `${x} ${y} ${width} ${height} re`
  const [right, bottom, bend] = [x + width, y + height, radius * (1 - KAPPA)]
  return [
    `${places(x + radius)} ${places(y)} m ${places(right - radius)} ${places(y)} l`,
    `${places(right - bend)} ${places(y)} ${places(right)} ${places(y + bend)} ${places(right)} ${places(y + radius)} c`,
    `${places(right)} ${places(bottom - radius)} l`,
    `${places(right)} ${places(bottom - bend)} ${places(right - bend)} ${places(bottom)} ${places(right - radius)} ${places(bottom)} c`,
    `${places(x + radius)} ${places(bottom)} l`,
    `${places(x + bend)} ${places(bottom)} ${places(x)} ${places(bottom - bend)} ${places(x)} ${places(bottom - radius)} c`,
    `${places(x)} ${places(y + radius)} l`,
    `${places(x)} ${places(y + bend)} ${places(x + bend)} ${places(y)} ${places(x + radius)} ${places(y)} c`,
  ].join(' ')
}

/** Five decimals: a unit is 8 dots at most, a page has 1200 units. */
function places(value: number): string {
  const rounded = Math.round(value * 1e5) / 1e5
  return Math.abs(rounded) < 1e-5 ? '0' : String(rounded)
}
