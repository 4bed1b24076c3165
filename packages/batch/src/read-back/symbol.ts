import type { FoundSymbol, GreyImage, Scanner } from '@claimtag/decoder/scan'
import type { SymbolPosition } from './align.ts'
import { count, sample, type Dots } from './dots.ts'

const QUIET_ZONE = 4
/**
 * Reads after which the scanner takes a new reader. One that is new is slow until the engine has compiled what it calls
 * anew, and a reader's memory only grows with pictures, of which those here have one size.
 */
const RENEW_AFTER = 100_000

/** The text of a symbol; `undefined` when it cannot be read. One call at a time. */
export type SymbolReader = (dots: Dots, symbol: SymbolPosition) => Promise<string | undefined>

/**
 * Makes a reader of symbols that shares no code with the encoder. Its pixels use the same memory for every label: new
 * memory would be freed so late that two threads took 200 MB more.
 */
export function createSymbolReader(): SymbolReader {
  // Loaded only when needed: it is large, and a job that verifies nothing starts without it.
  let scanner: Promise<Scanner> | undefined
  let pixels = new Uint8Array(0)
  function taken(dots: Dots, columns: Int32Array, rows: Int32Array): GreyImage {
    const needed = columns.length * rows.length
    if (pixels.length < needed) pixels = new Uint8Array(needed)
    return sample(dots, columns, rows, pixels)
  }
  return async (dots, { x, y, modules, dots: scale }) => {
    const { scan } = await (scanner ??= import('@claimtag/decoder/scan').then(({ createScanner }) =>
      createScanner({ renewAfter: RENEW_AFTER }),
    ))
    const sampled = taken(dots, places(x, modules, scale), places(y, modules, scale))
    return (
      firstText(await scan(sampled, { pure: true })) ??
      firstText(await scan(taken(dots, count(dots.width), count(dots.height)), { effort: 'medium' }))
    )
  }
}

function firstText([symbol]: readonly FoundSymbol[]): string | undefined {
  return symbol !== undefined && 'text' in symbol ? symbol.text : undefined
}

/**
 * The middle of every module, over the symbol and its quiet zone. One pixel for each is enough for the reader, in every
 * version, and takes half the time of two by two.
 */
function places(begin: number, modules: number, scale: number): Int32Array {
  const first = begin - QUIET_ZONE * scale
  const found = new Int32Array(modules + 2 * QUIET_ZONE)
  for (let module = 0; module < found.length; module++)
    found[module] = Math.floor(first + (module + 0.5) * scale)
  return found
}
