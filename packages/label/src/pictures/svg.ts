import type { Bitmap } from '../raster/bitmap.ts'
import { symbolOf } from '../draw/symbol-of.ts'
import { metricsOf } from '../font/atlas.ts'
import { dotsPerMm } from '../raster/resolution.ts'
import { eachBarcodeRun, eachDotRun, eachModuleRun } from '../raster/runs.ts'
import type {
  PlacedBarcode,
  PlacedInk,
  PlacedItem,
  PlacedLabel,
  PlacedSymbol,
  PlacedText,
} from '../layout/placed.ts'
import { glyphPath } from './glyph-path.ts'

/**
 * A placed label as SVG: its size in mm, its coordinates in printer dots, text as outlines, so that it looks the same
 * where no font is installed. The same label gives the same bytes.
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { renderSvg } from '@claimtag/label/svg'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 300 })
 * const svg = renderSvg(labeller.place('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', {}))
 * console.log(svg.slice(0, 4)) // <svg
 * ```
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
    case 'barcode':
      return `<path shape-rendering="crispEdges" transform="translate(${item.x} ${item.y})scale(${item.across} ${item.down})" d="${bars(item)}"/>`
    case 'ink':
      return ink(item)
    default:
      return `<path shape-rendering="crispEdges" transform="translate(${item.x} ${item.y})" d="${dots(item.bitmap)}"/>`
  }
}

/** One bar for each run of dark modules. */
function modules(placed: PlacedSymbol): string {
  let path = ''
  eachModuleRun(symbolOf(placed), (x, y, width) => {
    path += `${MOVES[x]!}${y}${BARS[width]!}`
  })
  return path
}

function bars({ modules: all }: PlacedBarcode): string {
  let path = ''
  eachBarcodeRun(all, (x, y, width) => {
    path += `M${x} ${y}h${width}v1h-${width}z`
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
  const scale = capDots / metricsOf(face).capHeight
  const turned = turn === 0 ? '' : `rotate(${turn})`
  let path = ''
  let index = 0
  for (const character of characters) {
    path += glyphPath(face, character, Math.round(pens[index]! / scale))
    index += 1
  }
  return `<path transform="translate(${x} ${y})${turned}scale(${decimal(scale)} ${decimal(-scale)})" d="${path}"/>`
}

/** Enough places for a thousandth of a dot, and never an exponent. */
function decimal(value: number): string {
  return String(Math.round(value * 10_000) / 10_000)
}
