import { scan } from '@claimtag/decoder/scan'
import type { ManifestSymbol } from '../job/manifest.ts'
import { sample, type Dots } from './dots.ts'

const QUIET_ZONE = 4
// The reader needs no more; fewer pixels are four times faster to read than a label at its printer's dots.
const PIXELS = 3

/**
 * Reads one symbol of a label from its dots with a reader that shares nothing with the encoder.
 *
 * @returns what it says; `undefined` when it cannot be read
 */
export async function readSymbol(dots: Dots, symbol: ManifestSymbol): Promise<string | undefined> {
  const { x, y, modules, dots: scale } = symbol
  const [text] = await scan(sample(dots, places(x, modules, scale), places(y, modules, scale)), {
    pure: true,
  })
  return text ?? (await scan(sample(dots, count(dots.width), count(dots.height))))[0]
}

/** The middle of every third of a module, over the symbol and its quiet zone. */
function places(begin: number, modules: number, scale: number): Int32Array {
  const first = begin - QUIET_ZONE * scale
  const found = new Int32Array((modules + 2 * QUIET_ZONE) * PIXELS)
  for (let pixel = 0; pixel < found.length; pixel++) {
    found[pixel] = Math.floor(first + ((pixel + 0.5) * scale) / PIXELS)
  }
  return found
}

function count(length: number): Int32Array {
  return Int32Array.from({ length }, (_, index) => index)
}
