import { encode, type LabelFields, thingpark } from '@claimtag/core'
import type { GreyImage } from '@claimtag/decoder/scan'
import { createLabeller, presets } from '@claimtag/label'
import { encodeQr } from '@claimtag/qr'

type Bitmap = ReturnType<ReturnType<typeof createLabeller>['draw']>

/** Something printed that lies before a camera. */
export interface Label {
  readonly text: string
  readonly bitmap: Pick<Bitmap, 'width' | 'height' | 'stride' | 'data'>
  readonly dotsPerModule: number
  /** The middle of the symbol, in dots. */
  readonly middle: { readonly x: number; readonly y: number }
}

/** How a label lies in the picture. */
export interface View {
  readonly label: Label
  readonly pixelsPerModule: number
  /** Where the middle of its symbol is, in pixels; the middle of the picture when left out. */
  readonly at?: { readonly x: number; readonly y: number }
  /** Degrees in the plane of the picture, and out of it around a line in that plane. */
  readonly turned?: number
  readonly tilted?: number
  readonly axis?: number
}

/** What a camera does to a picture. */
export interface Lens {
  /** Sigma of the blur, in pixels. */
  readonly blur?: number
  /** Brightness by this much. */
  readonly light?: number
  /** Standard deviation of the noise, of 255. */
  readonly noise?: number
  readonly inverted?: boolean
  readonly seed?: number
}

const [INK, PAPER, TABLE] = [28, 232, 150]

/** The label of device number `n`: version 5 M, 37 modules, as `device-40x20` at 300 dpi has it. */
export function labelOf(n: number, text = codeOf(n), fields: LabelFields = fieldsOf(n)): Label {
  const labeller = createLabeller(presets['device-40x20']!, { dpi: 300 })
  const placed = labeller.place(text, fields)
  const symbol = placed.items.find((item) => item.type === 'symbol')!
  const half = (symbol.modules * symbol.dots) / 2
  return {
    text,
    bitmap: labeller.draw(text, fields),
    dotsPerModule: symbol.dots,
    middle: { x: symbol.x + half, y: symbol.y + half },
  }
}

/** A symbol alone, with the text of whomever. */
export function symbolOf(text: string): Label {
  const { size, get } = encodeQr(text)
  const side = size + 8
  const stride = (side + 7) >> 3
  const data = new Uint8Array(stride * side)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++)
      if (get(x, y)) data[(y + 4) * stride + ((x + 4) >> 3)]! |= 0x80 >> ((x + 4) & 7)
  }
  return {
    text,
    bitmap: { width: side, height: side, stride, data },
    dotsPerModule: 1,
    middle: { x: side / 2, y: side / 2 },
  }
}

function fieldsOf(n: number): LabelFields {
  return { devEui: devEuiOf(n), appEui: '70B3D57ED0000002', serialNumber: `26W47-0042${n}` }
}

function devEuiOf(n: number): string {
  return `70B3D57ED00A000${n.toString(16).toUpperCase()}`
}

function codeOf(n: number): string {
  return encode(
    {
      devEui: devEuiOf(n),
      joinEui: '70B3D57ED0000002',
      ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==',
      serialNumber: `26W47-0042${n}`,
    },
    thingpark,
  )
}

/** Draws what a camera of this size sees of the labels. */
export function photograph(
  views: readonly View[],
  { width, height }: { readonly width: number; readonly height: number },
  lens: Lens = {},
): GreyImage {
  const picture = new Float32Array(width * height).fill(TABLE)
  for (const view of views) drawView(picture, width, height, view)
  // What no label lies on is of one grey, which stays as it is.
  if (lens.blur !== undefined) blurBox(picture, width, boxOf(views, width, height), lens.blur)
  const normal = normals(lens.seed ?? 1)
  const { light = 1, noise = 0 } = lens
  const grey = new Uint8Array(width * height)
  for (let i = 0; i < grey.length; i++) {
    const value = picture[i]! * light + (noise === 0 ? 0 : noise * normal())
    const shown = lens.inverted === true ? 255 - value : value
    grey[i] = shown < 0 ? 0 : shown > 255 ? 255 : shown
  }
  return { grey, width, height }
}

/** The mean of 3 × 3 points of each pixel, each found on the label by a pinhole that sees it from 12 of its heights. */
function drawView(picture: Float32Array, width: number, height: number, view: View): void {
  const { label, pixelsPerModule, turned = 0, tilted = 0, axis = 0 } = view
  const { x: cx, y: cy } = view.at ?? { x: width / 2, y: height / 2 }
  const scale = label.dotsPerModule / pixelsPerModule
  const { width: wide, height: high } = label.bitmap
  const distance = (12 * high) / scale
  const [turn, tilt, around] = [turned, tilted, axis].map((degrees) => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
  ]
  const { left, top, right, bottom } = boxOf([view], width, height)
  const [ca, sa, ct, st] = [Math.cos(around), Math.sin(around), Math.cos(turn), Math.sin(turn)]
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      let sum = 0
      let outside = 0
      for (let part = 0; part < 9; part++) {
        const px = x + ((part % 3) + 0.5) / 3 - cx
        const py = y + (Math.floor(part / 3) + 0.5) / 3 - cy
        // Across the axis of the tilt, what is further away is smaller.
        const along = px * ca + py * sa
        const across = -px * sa + py * ca
        const depth = distance / (distance * Math.cos(tilt) - across * Math.sin(tilt))
        const [u, v] = [along * depth * Math.cos(tilt), across * depth]
        const [fx, fy] = [u * ca - v * sa, u * sa + v * ca]
        const dx = Math.floor((fx * ct + fy * st) * scale + label.middle.x)
        const dy = Math.floor((-fx * st + fy * ct) * scale + label.middle.y)
        if (dx < 0 || dy < 0 || dx >= wide || dy >= high) outside++
        else sum += isInk(label.bitmap, dx, dy) ? INK : PAPER
      }
      const at = y * width + x
      picture[at] = (sum + outside * picture[at]!) / 9
    }
  }
}

function isInk({ data, stride }: Label['bitmap'], x: number, y: number): boolean {
  return (data[y * stride + (x >>> 3)]! & (0x80 >>> (x & 7))) !== 0
}

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** What of a picture the labels can lie on, however they are turned, and a margin for the blur. */
function boxOf(views: readonly View[], width: number, height: number): Box {
  const boxes = views.map(({ label, pixelsPerModule, at = { x: width / 2, y: height / 2 } }) => {
    const { width: wide, height: high } = label.bitmap
    const reach = (1.3 * Math.hypot(wide, high) * pixelsPerModule) / label.dotsPerModule + 8
    return { left: at.x - reach, top: at.y - reach, right: at.x + reach, bottom: at.y + reach }
  })
  return {
    left: Math.max(0, Math.floor(Math.min(...boxes.map(({ left }) => left)))),
    top: Math.max(0, Math.floor(Math.min(...boxes.map(({ top }) => top)))),
    right: Math.min(width, Math.ceil(Math.max(...boxes.map(({ right }) => right)))),
    bottom: Math.min(height, Math.ceil(Math.max(...boxes.map(({ bottom }) => bottom)))),
  }
}

function blurBox(
  picture: Float32Array,
  stride: number,
  { left, top, right, bottom }: Box,
  sigma: number,
): void {
  const [width, height] = [right - left, bottom - top]
  const part = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const from = (top + y) * stride + left
    part.set(picture.subarray(from, from + width), y * width)
  }
  blur(part, width, height, sigma)
  for (let y = 0; y < height; y++)
    picture.set(part.subarray(y * width, (y + 1) * width), (top + y) * stride + left)
}

/** Along the rows and then along the columns; what lies outside the picture is as its edge. */
function blur(picture: Float32Array, width: number, height: number, sigma: number): void {
  const reach = Math.ceil(3 * sigma)
  const bell = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  )
  const sum = bell.reduce((a, b) => a + b)
  const weights = Float32Array.from(bell, (weight) => weight / sum)
  const rows = new Float32Array(picture.length)
  for (const [from, to, step, length] of [
    [picture, rows, 1, width],
    [rows, picture, width, height],
  ] as const) {
    for (let at = 0; at < from.length; at++) {
      const place = step === 1 ? at % width : Math.floor(at / width)
      let value = 0
      for (let k = -reach; k <= reach; k++) {
        const other = Math.min(Math.max(place + k, 0), length - 1)
        value += weights[k + reach]! * from[at + (other - place) * step]!
      }
      to[at] = value
    }
  }
}

/** Standard normal numbers, always the same ones: out of a table of them, since a picture takes two million. */
function normals(seed: number): () => number {
  const uniform = uniforms(seed)
  const table = Float32Array.from({ length: 1 << 16 }, () => {
    let sum = -6
    for (let i = 0; i < 12; i++) sum += uniform()
    return sum
  })
  return () => table[(uniform() * table.length) | 0]!
}

/** Numbers from 0 to 1, always the same ones (xorshift32). */
export function uniforms(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
