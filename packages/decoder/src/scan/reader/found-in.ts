import type { Symbology } from './read-options.ts'
import type { Damage, FoundSymbol, Point } from './found-symbol.ts'
import type { ReadSymbol } from './module.ts'
import { joinParts } from './join-parts.ts'

/**
 * What the reader's results mean: texts first, then what is damaged.
 *
 * @param scale by how much the image that was read is larger than the caller's
 * @param symbology what was looked for
 */
export function foundIn(
  symbols: readonly ReadSymbol[],
  scale = 1,
  symbology: Symbology = 'qr',
): readonly FoundSymbol[] {
  const whole: FoundSymbol[] = []
  const parts: ReadSymbol[] = []
  const damaged: FoundSymbol[] = []
  for (const symbol of symbols) {
    if (!FORMATS[symbology].test(symbol.format)) continue
    if (!symbol.isValid) damaged.push({ corners: cornersOf(symbol, scale), damaged: damageOf(symbol) })
    else if (symbol.sequenceSize > 1) parts.push(symbol)
    else whole.push({ corners: cornersOf(symbol, scale), text: symbol.text })
  }
  for (const { first, ...said } of joinParts(parts)) {
    const corners = cornersOf(first, scale)
    if ('text' in said) whole.push({ corners, ...said })
    else damaged.push({ corners, ...said })
  }
  return [...whole, ...damaged]
}

/** Whether there is a text, or a part of one: another look at the same image would not show the other parts. */
export function isSettled(found: readonly FoundSymbol[]): boolean {
  return found.some((symbol) => 'text' in symbol || symbol.damaged.startsWith('symbol-'))
}

/**
 * What was found, with what a symbol turned out to be when it was drawn flat.
 *
 * @param flat what was found in the drawing, of which its first is that symbol
 */
export function inPlaceOf(
  damaged: FoundSymbol,
  found: readonly FoundSymbol[],
  flat: readonly FoundSymbol[],
): readonly FoundSymbol[] {
  const others = found.filter((symbol) => symbol !== damaged)
  return [...flat.slice(0, 1).map((symbol) => ({ ...symbol, corners: damaged.corners })), ...others]
}

// The reader takes many a finder pattern for one of Micro QR or rMQR; what it then reads is noise.
const FORMATS: Readonly<Record<Symbology, RegExp>> = {
  qr: /^QRCode/,
  code128: /^Code128$/,
  datamatrix: /^DataMatrix$/,
}

function damageOf({ error }: ReadSymbol): Damage {
  if (error.startsWith('Checksum')) return 'checksum'
  return error.startsWith('Unsupported') ? 'unsupported' : 'format'
}

function cornersOf({ position }: ReadSymbol, scale: number): FoundSymbol['corners'] {
  const at = ({ x, y }: Point): Point => ({ x: x / scale, y: y / scale })
  return [at(position.topLeft), at(position.topRight), at(position.bottomRight), at(position.bottomLeft)]
}
