import type { LabelProblem } from '../issue/label-issue.ts'

/**
 * Limits of a picture. A logo has some hundred elements and some kilobytes; within these limits librsvg takes seconds
 * where hostile files took minutes.
 */
export const MOST = {
  /** Bytes of an SVG file. */
  svgBytes: 1_048_576,
  /** Bytes of any other picture file. */
  bytes: 33_554_432,
  /** Width × height of a picture of pixels: a small file can claim gigabytes of them. */
  pixels: 64_000_000,
  /** Width × height of an SVG. It is drawn at the size of its box, so only its proportions matter for memory. */
  svgPixels: 268_402_689,
  /** Pixels of all pictures inside an SVG together; librsvg takes some 9 bytes for each. */
  containedPixels: 16_000_000,
  elements: 10_000,
  /** Depth of elements inside elements. */
  levels: 200,
  /**
   * Elements drawn after all references are followed, each about 15 µs; layers, filters and long paths count as many.
   */
  steps: 1_000_000,
  /** Rules of style × elements: each rule is compared with each element. */
  matches: 2_000_000,
  /** Letters of text, which is laid out as a whole. */
  letters: 2000,
  seconds: 30,
} as const

type Limited = Extract<LabelProblem, { source: string }>

/** A `LabelProblem` of a picture without the element and the source; the caller adds them. */
export type ArtRefusal = Limited extends infer L
  ? L extends Limited
    ? Omit<L, 'element' | 'source'>
    : never
  : never

/** Throws the error for the picture. */
export type Refuse = (refusal: ArtRefusal) => never
