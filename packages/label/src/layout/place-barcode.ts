import type { Turn } from '../font/atlas.ts'
import { labelError } from '../issue/label-error.ts'
import { ceilMm } from '../raster/resolution.ts'
import type { BarcodeEncoder, BarcodeModules } from '../template/barcode-modules.ts'
import type { BarcodeLayout } from './layout.ts'
import type { PlacedBarcode } from './placed.ts'
import { firstThatWorks } from './suggestion.ts'

/** Modules of quiet zone along bars (ISO/IEC 15417, 4.4), and around a matrix: one more than ISO/IEC 16022 wants. */
const QUIET = { code128: 10, datamatrix: 2 } as const

/**
 * The fewest dots of a module: bars of one dot at 203 dpi are finer than many a hand scanner reads; in a matrix, ink
 * spread closes gaps as in a QR symbol.
 */
const LEAST_DOTS = { code128: 2, datamatrix: 3 } as const

/**
 * Places a bar code in the middle of its area, at as many whole dots a module as fit.
 *
 * @throws LabelError `barcodes-missing`, `unencodable`, `code-too-long`, `symbol-too-small`
 */
export function placeBarcode(
  text: string,
  layout: BarcodeLayout,
  encode: BarcodeEncoder | undefined,
  perMm: number,
): PlacedBarcode {
  const { name, room, height, turn } = layout
  const { type: kind } = layout.element
  if (encode === undefined) throw labelError({ code: 'barcodes-missing', element: name })
  const position = text.search(/[^ -~]/)
  if (position !== -1) {
    const character = String.fromCodePoint(text.codePointAt(position)!)
    throw labelError({ code: 'unencodable', element: name, character })
  }
  const modules = encode(kind, text)
  if (modules === undefined) throw labelError({ code: 'code-too-long', element: name, length: text.length })
  const whole = modules.columns + 2 * QUIET[kind]
  const dots = Math.floor(room / whole)
  const least = LEAST_DOTS[kind]
  if (dots < least) {
    const property = kind === 'code128' ? 'width' : 'size'
    const nearest = firstThatWorks(layout, [{ property, value: ceilMm((whole * least) / perMm) }])
    const exact = Math.floor((room * 10) / whole) / 10
    throw labelError({
      code: 'symbol-too-small',
      element: name,
      dots: exact,
      modules: modules.columns,
      least,
      ...(nearest && { nearest }),
    })
  }
  const across = kind === 'code128' ? height : dots
  const [width, high] = [modules.columns * dots, modules.rows * across]
  const along = (room - width) >> 1
  const aside = (height - high) >> 1
  const upright = turn === 0 || turn === 180
  return {
    type: 'barcode',
    kind,
    text,
    modules: turnedModules(modules, turn),
    x: layout.x + (upright ? along : aside),
    y: layout.y + (upright ? aside : along),
    width: upright ? width : high,
    height: upright ? high : width,
    across: upright ? dots : across,
    down: upright ? across : dots,
  }
}

/** A row of bars read from the other side, or from above; only bars are ever turned. */
function turnedModules({ columns, rows, dark }: BarcodeModules, turn: Turn): BarcodeModules {
  const turned = turn === 180 || turn === 270 ? dark.slice().reverse() : dark
  return turn === 90 || turn === 270
    ? { columns: rows, rows: columns, dark: turned }
    : { columns, rows, dark: turned }
}
