import type { Outline } from './face.ts'

/** A font of a maker's own, whose outlines are read when they are needed. */
export interface OwnFace {
  /** As the template names it. */
  readonly name: string
  readonly unitsPerEm: number
  readonly capHeight: number
  readonly xHeight: number
  /** The outline of a character; `undefined` when the font lacks it. */
  outlineOf(character: string): Outline | undefined
}

/** The fonts of a template, by the names that it gives them. */
export type Fonts = ReadonlyMap<string, OwnFace>
