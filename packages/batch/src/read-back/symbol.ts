import type { scan } from '@claimtag/decoder/scan'
import type { SymbolPosition } from './align.ts'
import { sample, type Dots, type Pixels } from './dots.ts'

const QUIET_ZONE = 4
// The reader needs no more; fewer pixels are four times faster to read than a label at its printer's dots.
const PIXELS = 3

/** Gives what a symbol says; `undefined` when it cannot be read. One call at a time. */
export type SymbolReader = (dots: Dots, symbol: SymbolPosition) => Promise<string | undefined>

/**
 * Makes a reader of symbols that shares nothing with the encoder. Its pixels stand in one place: a new one for each
 * label, 73 KB, would be freed so late that two threads took 200 MB more.
 */
export function createSymbolReader(): SymbolReader {
  // Large, and a job that verifies nothing starts without it.
  let reader: Promise<{ readonly scan: typeof scan }> | undefined
  let room = new Uint32Array(0)
  function taken(dots: Dots, columns: Int32Array, rows: Int32Array): Pixels {
    const pixels = columns.length * rows.length
    if (room.length < pixels) room = new Uint32Array(pixels)
    return sample(dots, columns, rows, room)
  }
  return async (dots, { x, y, modules, dots: scale }) => {
    const { scan: read } = await (reader ??= import('@claimtag/decoder/scan'))
    const [text] = await read(taken(dots, places(x, modules, scale), places(y, modules, scale)), {
      pure: true,
    })
    return text ?? (await read(taken(dots, count(dots.width), count(dots.height))))[0]
  }
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
