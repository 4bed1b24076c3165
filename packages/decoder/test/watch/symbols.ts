import type { FoundSymbol, Quad } from '../../src/scan/index.ts'

export const OURS = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:CB8D5'
export const OTHER_OURS = 'LW:D0:1122334455667788:AABBCCDDEEFF0012:AABB1122'
export const FOREIGN = 'https://example.com/device'

const CORNERS: Quad = [
  { x: 10, y: 20 },
  { x: 110, y: 20 },
  { x: 110, y: 120 },
  { x: 10, y: 120 },
]

/** A symbol of 100 × 100 pixels somewhere in a frame. */
export function symbolAt(text: string): FoundSymbol & { readonly text: string } {
  return { text, corners: CORNERS }
}
