import type { Dots } from '../dots.ts'

const BITMAP = /BITMAP 0,0,(\d+),(\d+),0,/

/** The dots of a TSPL label: one `BITMAP`, whose 0 bits are dark. */
export function readTspl(label: Uint8Array): Dots | undefined {
  const bytes = Buffer.from(label)
  const found = BITMAP.exec(bytes.toString('latin1'))
  if (found === null) return undefined
  const [stride, height] = [Number(found[1]), Number(found[2])]
  const from = found.index + found[0].length
  const data = bytes.subarray(from, from + stride * height)
  return data.length < stride * height ? undefined : { width: stride * 8, height, stride, data, dark: 0 }
}
