/** One label as the print head sees it: 1 is black, most significant bit first, rows padded to whole bytes. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly stride: number
  readonly data: Uint8Array
}

export type Blend = 'overwrite' | 'or' | 'xor'

/** A picture to be drawn at a place on the label; its width is a whole number of bytes. */
export interface Stamp {
  readonly x: number
  readonly y: number
  readonly stride: number
  readonly data: Uint8Array
  readonly blend: Blend
}

/** Half a metre of the widest head at 600 dpi; a larger number is a mistake, and must not fill the memory. */
const MOST_DOTS = 12_000

export function drawLabel(wide: number, high: number, stamps: readonly Stamp[]): Raster {
  const [width, height] = [Math.min(wide, MOST_DOTS), Math.min(high, MOST_DOTS)]
  const stride = Math.ceil(width / 8)
  const raster: Raster = { width, height, stride, data: new Uint8Array(stride * height) }
  for (const stamp of stamps) draw(raster, stamp)
  // Dots to the right of the label fall on the backing; they are not part of the picture.
  const spare = stride * 8 - width
  if (spare > 0) {
    for (let end = stride - 1; end < raster.data.length; end += stride) raster.data[end]! &= 0xff << spare
  }
  return raster
}

/** The smallest label that holds every stamp, for a printer that was never told a size. */
export function extent(stamps: readonly Stamp[]): { readonly width: number; readonly height: number } {
  return {
    width: Math.max(1, ...stamps.map(({ x, stride }) => x + stride * 8)),
    height: Math.max(1, ...stamps.map(({ y, stride, data }) => y + Math.ceil(data.length / stride))),
  }
}

function draw(raster: Raster, { x, y, stride, data, blend }: Stamp): void {
  const shift = x & 7
  for (let at = 0; at < data.length; at += 1) {
    const row = y + Math.floor(at / stride)
    if (row >= raster.height) return
    const column = (x >> 3) + (at % stride)
    const byte = data[at]!
    put(raster, row, column, byte >> shift, 0xff >> shift, blend)
    if (shift > 0) put(raster, row, column + 1, byte << (8 - shift), 0xff << (8 - shift), blend)
  }
}

function put(raster: Raster, row: number, column: number, bits: number, mask: number, blend: Blend): void {
  if (column >= raster.stride) return
  const at = row * raster.stride + column
  const old = raster.data[at]!
  if (blend === 'or') raster.data[at] = old | bits
  else if (blend === 'xor') raster.data[at] = old ^ bits
  else raster.data[at] = (old & ~mask) | (bits & mask)
}
