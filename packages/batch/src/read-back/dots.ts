/** A picture as read back from an output: whether the dot is dark. Outside is light. */
export interface Dots {
  readonly width: number
  readonly height: number
  isDark(x: number, y: number): boolean
}

/** Dots packed eight to a byte, the leftmost in the highest bit. */
export function packedDots(
  data: Uint8Array,
  width: number,
  height: number,
  stride: number,
  darkBit: 0 | 1,
): Dots {
  return {
    width,
    height,
    isDark: (x, y) =>
      x >= 0 &&
      y >= 0 &&
      x < width &&
      y < height &&
      (((data[y * stride + (x >>> 3)] ?? 0) >>> (7 - (x & 7))) & 1) === darkBit,
  }
}
