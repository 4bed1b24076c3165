import type { Dots } from '../dots.ts'

const BITMAP = /BITMAP (\d+),0,(\d+),(\d+),0,/

/** The dots of a TSPL label, or of one in a row: one `BITMAP`, whose 0 bits are dark. */
export function readTspl(label: Uint8Array): Dots | undefined {
  const bytes = Buffer.from(label)
  const found = BITMAP.exec(bytes.toString('latin1'))
  if (found === null) return undefined
  const [left, stride, height] = [Number(found[1]), Number(found[2]), Number(found[3])]
  const from = found.index + found[0].length
  const data = bytes.subarray(from, from + stride * height)
  if (data.length < stride * height) return undefined
  return { width: stride * 8, height, stride, data, dark: 0, ...(left > 0 && { left }) }
}
