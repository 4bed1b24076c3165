/** A place in the image, in pixels from its upper left corner. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** The corners of a symbol from its own upper left one clockwise, however it is turned in the image. */
export type Quad = readonly [Point, Point, Point, Point]

/**
 * Why a symbol that was found has no text: too many modules are wrong (`checksum`), its content is not what a QR code
 * has (`format`) or is of a kind that is not read (`unsupported`), or it is a part of a text (Structured Append,
 * ISO/IEC 18004, 7.4.9) whose other parts are not in the image.
 */
export type Damage = 'checksum' | 'format' | 'unsupported' | `symbol-${number}-of-${number}`

/** A QR code in an image: its corners, and its text exactly as encoded or what is wrong with it. */
export type FoundSymbol = { readonly corners: Quad } & (
  | { readonly text: string }
  | { readonly damaged: Damage }
)

/**
 * The texts only, without their places and without symbols that could not be read.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { createScanner, textsOf } from '@claimtag/decoder/scan'
 *
 * const texts = textsOf(await createScanner().scan(await readFile('label.png')))
 * console.log(texts.length) // 1
 * ```
 */
export function textsOf(symbols: readonly FoundSymbol[]): readonly string[] {
  return symbols.reduce<string[]>((texts, symbol) => ('text' in symbol ? [...texts, symbol.text] : texts), [])
}
