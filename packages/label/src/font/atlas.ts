import { type Outline, outlineOf } from './face.ts'
import { gridFit, type GridFit, scaled } from './grid-fit.ts'
import type { OwnFace } from './own-face.ts'
import { mono } from './mono.ts'
import { sans } from './sans.ts'
import { type Dots, scanConvert } from './scan-convert.ts'

export const FACES = { mono, sans } as const
export type FaceName = keyof typeof FACES

/** A face of the package by its name, or a font of a maker's own. */
export type AnyFace = FaceName | OwnFace

/** What both kinds of faces say of themselves, in font units. */
export function metricsOf(face: AnyFace): Pick<OwnFace, 'name' | 'unitsPerEm' | 'capHeight' | 'xHeight'> {
  return typeof face === 'string' ? FACES[face] : face
}

/** The outline of a character; `undefined` when the face lacks it. */
export function outlineIn(face: AnyFace, character: string): Outline | undefined {
  return typeof face === 'string' ? outlineOf(FACES[face], character) : face.outlineOf(character)
}

/** Quarter turns clockwise. */
export type Turn = 0 | 90 | 180 | 270

export interface Glyph extends Dots {
  readonly advance: number
}

/** The dots of every character of one face at one size; each is made on first use and kept. */
export interface Atlas {
  readonly face: AnyFace
  /** Height of a capital letter, dots. */
  readonly capDots: number
  readonly turn: Turn
  /** Distance to the next character, known before the character is drawn; `undefined` when the face lacks it. */
  advance(character: string): number | undefined
  /** `undefined` when the face lacks the character. */
  glyph(character: string): Glyph | undefined
}

const OVERSHOOT = 0.025

export function createAtlas(face: AnyFace, capDots: number, turn: Turn = 0): Atlas {
  const fit = fitOf(face, capDots)
  const fitted = kept((character) => {
    const outline = outlineIn(face, character)
    if (outline === undefined) return undefined
    return isFitted(face, character) ? gridFit(outline, fit) : scaled(outline, fit.scale)
  })
  const glyph = kept((character): Glyph | undefined => {
    const shape = fitted(character)
    return shape && { advance: shape.advance, ...turned(scanConvert(shape.contours), turn) }
  })
  return { face, capDots, turn, advance: (character) => fitted(character)?.advance, glyph }
}

/** Caches the result for each character on first use. */
function kept<T>(make: (character: string) => T | undefined): (character: string) => T | undefined {
  const made = new Map<string, T | undefined>()
  return (character) => {
    const known = made.get(character)
    if (known !== undefined || made.has(character)) return known
    const fresh = make(character)
    made.set(character, fresh)
    return fresh
  }
}

/** Letters of few strokes, between the heights of x and H: a sign of many has not enough dots for whole ones each. */
const FITTED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}]/u

function isFitted(face: AnyFace, character: string): boolean {
  return typeof face === 'string' || FITTED.test(character)
}

function fitOf(face: AnyFace, capDots: number): GridFit {
  const { capHeight, xHeight } = metricsOf(face)
  const scale = capDots / capHeight
  const over = OVERSHOOT * capHeight
  return {
    scale,
    capHeight,
    stem: stemOf(face),
    zones: [
      [-over, over / 4, 0],
      [xHeight - over / 4, xHeight + over, Math.round(xHeight * scale)],
      [capHeight - over / 4, capHeight + over, capDots],
    ],
  }
}

/** The stem of a capital I, or of an l where the I has none: it stands for the weight of the face. */
function stemOf(face: AnyFace): number {
  const { capHeight } = metricsOf(face)
  const points = outlineIn(face, 'T')?.contours[0]?.points ?? []
  const low = points.filter((_, index) => index % 2 === 0 && points[index + 1]! < capHeight / 4)
  return low.length === 0 ? USUAL_STEM * capHeight : Math.max(...low) - Math.min(...low)
}

/** Of a font without a T. */
const USUAL_STEM = 0.14

function turned(dots: Dots, turn: Turn): Dots {
  if (turn === 0 || dots.width === 0) return dots
  const { left, top, width, height } = dots
  const across = turn === 180 ? width : height
  const down = turn === 180 ? height : width
  const wordsPerRow = (across + 31) >>> 5
  const rows = new Uint32Array(wordsPerRow * down)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (((dots.rows[y * dots.wordsPerRow + (x >>> 5)]! << (x & 31)) & 0x80000000) === 0) continue
      const toX = turn === 90 ? height - 1 - y : turn === 180 ? width - 1 - x : y
      const toY = turn === 90 ? x : turn === 180 ? height - 1 - y : width - 1 - x
      rows[toY * wordsPerRow + (toX >>> 5)]! |= 0x80000000 >>> (toX & 31)
    }
  }
  const place =
    turn === 90
      ? { left: -(top + height), top: left }
      : turn === 180
        ? { left: -(left + width), top: -(top + height) }
        : { left: top, top: -(left + width) }
  return { ...place, width: across, height: down, wordsPerRow, rows }
}
