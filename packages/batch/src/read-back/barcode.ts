import type { Scanner } from '@claimtag/decoder/scan'
import type { BarcodePlace } from '@claimtag/label'
import { sample, type Dots } from './dots.ts'

/** The text of a bar code; `undefined` when it cannot be read. One call at a time. */
export type BarcodeReader = (dots: Dots, place: BarcodePlace) => Promise<string | undefined>

/** Light dots that are shown to the reader around the bars, whatever else is on the label there. */
const AROUND = 32
/** A dot as so many pixels: bars of two dots are fine for a reader of photographs. */
const PIXELS = 2

/** Makes a reader of bar codes that shares no code with their encoder. */
export function createBarcodeReader(): BarcodeReader {
  let scanner: Promise<Scanner> | undefined
  return async (dots, { kind, x, y, width, height }) => {
    const { scan } = await (scanner ??= import('@claimtag/decoder/scan').then(({ createScanner }) =>
      createScanner(),
    ))
    const [columns, rows] = [places(x, width, dots.width), places(y, height, dots.height)]
    const pixels = sample(dots, columns, rows, new Uint8Array(columns.length * rows.length))
    const [found] = await scan(pixels, { symbology: kind })
    return found !== undefined && 'text' in found ? found.text : undefined
  }
}

/** The dots of a bar code, each several times, between those of its quiet zones, which lie beside the picture. */
function places(begin: number, length: number, outside: number): Int32Array {
  return Int32Array.from({ length: PIXELS * (length + 2 * AROUND) }, (_, at) => {
    const dot = Math.floor(at / PIXELS) - AROUND
    return dot < 0 || dot >= length ? outside : begin + dot
  })
}
