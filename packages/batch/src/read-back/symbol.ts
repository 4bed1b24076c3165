import { scan } from '@claimtag/decoder/scan'
import type { ManifestSymbol } from '../job/manifest.ts'
import type { Dots } from './dots.ts'

const QUIET_ZONE = 4
// The reader needs no more; fewer pixels are four times faster to read than a label at its printer's dots.
const PIXELS = 3

/**
 * Reads one symbol of a label from its dots with a reader that shares nothing with the encoder.
 *
 * @returns what it says; `undefined` when it cannot be read
 */
export async function readSymbol(dots: Dots, symbol: ManifestSymbol): Promise<string | undefined> {
  const [text] = await scan(sampled(dots, symbol), { pure: true })
  return text ?? (await scan(whole(dots)))[0]
}

/** The symbol with its quiet zone, taken at the middle of every third of a module. */
function sampled(dots: Dots, { x, y, modules, dots: scale }: ManifestSymbol) {
  const width = (modules + 2 * QUIET_ZONE) * PIXELS
  const left = x - QUIET_ZONE * scale
  const top = y - QUIET_ZONE * scale
  return picture(width, width, (column, row) =>
    dots.isDark(left + dotOf(column, scale), top + dotOf(row, scale)),
  )
}

function dotOf(pixel: number, scale: number): number {
  return Math.floor(((pixel + 0.5) * scale) / PIXELS)
}

function whole(dots: Dots) {
  return picture(dots.width, dots.height, (x, y) => dots.isDark(x, y))
}

const DARK = 0xff000000
const LIGHT = 0xffffffff

function picture(width: number, height: number, isDark: (x: number, y: number) => boolean) {
  const pixels = new Uint32Array(width * height)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) pixels[at] = isDark(x, y) ? DARK : LIGHT
  }
  return { data: new Uint8Array(pixels.buffer), width, height }
}
