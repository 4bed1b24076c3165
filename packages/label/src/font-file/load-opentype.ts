/** The part of opentype.js that is used. Lengths are font units, y upwards. */
export interface FontFile {
  readonly unitsPerEm: number
  /** 0 for a character that the font lacks. */
  charToGlyphIndex(character: string): number
  readonly glyphs: { get(index: number): FontGlyph }
}

interface FontGlyph {
  readonly advanceWidth?: number
  readonly path: { readonly commands: readonly PathCommand[] }
}

export type PathCommand =
  | { readonly type: 'M' | 'L'; readonly x: number; readonly y: number }
  | { readonly type: 'Q'; readonly x1: number; readonly y1: number; readonly x: number; readonly y: number }
  | {
      readonly type: 'C'
      readonly x1: number
      readonly y1: number
      readonly x2: number
      readonly y2: number
      readonly x: number
      readonly y: number
    }
  | { readonly type: 'Z' }

export interface OpenType {
  /** @throws Error for bytes of anything but a font */
  parse(bytes: ArrayBuffer): FontFile
}

/**
 * An optional peer: who prints in the fonts of the package need not install it.
 *
 * @returns `undefined` when it is not installed
 */
export async function loadOpenType(): Promise<OpenType | undefined> {
  try {
    // @ts-expect-error -- the package comes without types
    const loaded = (await import('opentype.js')) as OpenType & { readonly default?: OpenType }
    // A script of before modules for Node, a module for bundlers.
    return loaded.default ?? loaded
  } catch {
    return undefined
  }
}
