/**
 * Which of four bytes is the first that differs, from 0.
 *
 * @param apart two words of four bytes, the first one lowest, one XOR the other; not 0
 */
export function firstApart(apart: number): number {
  // The lowest bit that differs belongs to that byte.
  return (31 - Math.clz32(apart & -apart)) >>> 3
}
