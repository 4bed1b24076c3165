import type { LabelProblem } from '../issue/label-issue.ts'

/**
 * The most that a picture may have. A logo has some hundred elements and some kilobytes; with these limits librsvg
 * takes seconds where hostile files took minutes.
 */
export const MOST = {
  /** Of the file of an SVG. */
  svgBytes: 1_048_576,
  /** Of the file of any other picture. */
  bytes: 33_554_432,
  /** Width × height of a picture of pixels: a small file can say that it has gigabytes of them. */
  pixels: 64_000_000,
  /** Of an SVG, which is drawn at the size of its box: only its proportions need memory. */
  svgPixels: 268_402_689,
  /** Of all pictures within an SVG together, for each of which librsvg takes some 9 bytes. */
  containedPixels: 16_000_000,
  elements: 10_000,
  /** Elements within elements. */
  levels: 200,
  /** Elements drawn after all references are followed, each about 15 µs; layers, filters and long paths are many. */
  steps: 1_000_000,
  /** Rules of style × elements, which are all compared. */
  matches: 2_000_000,
  /** Of text, which is laid out as a whole. */
  letters: 2000,
  seconds: 30,
} as const

type Limited = Extract<LabelProblem, { source: string }>

/** A `LabelProblem` of a picture without the element and the source, which its caller knows. */
export type ArtRefusal = Limited extends infer L
  ? L extends Limited
    ? Omit<L, 'element' | 'source'>
    : never
  : never

/** Throws for the picture. */
export type Refuse = (refusal: ArtRefusal) => never
