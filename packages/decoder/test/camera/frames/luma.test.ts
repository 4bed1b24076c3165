import { expect, test } from 'vitest'
import { createLumaCopier, folded } from '../../../src/camera/frames/luma.ts'

interface Given {
  readonly format: string | null
  readonly visible?: { readonly x: number; readonly y: number }
  /** Bytes between the end of a row and the next one. */
  readonly gap?: number
  readonly offset?: number
  /** Whether the browser converts to what is asked for. */
  readonly converts?: boolean
}

/** A frame of 8 × 6 whose pixel at x, y is 10 y + x bright; packed formats have it in green alone. */
function frameOf({
  format,
  visible = { x: 0, y: 0 },
  gap = 0,
  offset = 0,
  converts = true,
}: Given): VideoFrame & { readonly rects: DOMRectInit[] } {
  const rects: DOMRectInit[] = []
  const bytesOf = (options: VideoFrameCopyToOptions): number =>
    /^(RGB|BGR)/.test(options.format ?? format ?? '') ? 4 : 1
  return {
    format,
    visibleRect: { ...visible, width: 8, height: 6 },
    rects,
    allocationSize(options: VideoFrameCopyToOptions) {
      if (options.format !== undefined && !converts) throw new TypeError('NotSupportedError')
      return offset + (options.rect!.width! * bytesOf(options) + gap) * options.rect!.height! * 2
    },
    async copyTo(into: Uint8Array, options: VideoFrameCopyToOptions) {
      const { x = 0, y = 0, width = 0, height = 0 } = options.rect ?? {}
      rects.push({ ...options.rect })
      const bytes = bytesOf(options)
      const stride = width * bytes + gap
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          const value = 10 * (y - visible.y + row) + (x - visible.x + column)
          into[offset + row * stride + column * bytes + (bytes === 4 ? 1 : 0)] = value
        }
      }
      return [
        { offset, stride },
        { offset: 0, stride: 1 },
      ]
    },
  } as unknown as VideoFrame & { readonly rects: DOMRectInit[] }
}

const REGION = { x: 2, y: 2, width: 4, height: 2 }
const BRIGHT = [22, 23, 24, 25, 32, 33, 34, 35]

test.each(['I420', 'I420A', 'NV12', 'I422', 'I444'])(
  'the first plane of %s is taken as it is',
  async (format) => {
    const { grey, width, height, stride } = await createLumaCopier().copy(
      frameOf({ format, gap: 3, offset: 5 }),
      REGION,
    )
    expect([width, height, stride]).toEqual([4, 2, 7])
    expect([...grey.subarray(0, 4), ...grey.subarray(7, 11)]).toEqual(BRIGHT)
  },
)

test.each(['RGBA', 'RGBX', 'BGRA', 'BGRX', 'I420P10', null])('%s is folded to grey', async (format) => {
  const image = await createLumaCopier().copy(frameOf({ format, gap: 8 }), REGION)
  // 601/1024 of green.
  expect([...image.grey]).toEqual(BRIGHT.map((value) => (601 * value + 512) >> 10))
})

test('a frame that shows a part of its picture is copied from there', async () => {
  const frame = frameOf({ format: 'NV12', visible: { x: 16, y: 8 } })
  const { grey } = await createLumaCopier().copy(frame, REGION)
  expect(frame.rects).toEqual([{ x: 18, y: 10, width: 4, height: 2 }])
  expect([...grey.subarray(0, 8)]).toEqual(BRIGHT)
})

test('a frame of an unknown form that the browser does not convert is an error', async () => {
  await expect(createLumaCopier().copy(frameOf({ format: null, converts: false }), REGION)).rejects.toThrow(
    'NotSupportedError',
  )
})

test('memory grows with the frames and is kept', async () => {
  const { copy } = createLumaCopier()
  const small = await copy(frameOf({ format: 'I420' }), { x: 0, y: 0, width: 2, height: 2 })
  const large = await copy(frameOf({ format: 'I420' }), { x: 0, y: 0, width: 8, height: 6 })
  expect(large.grey[59 - 12]).toBe(57)
  const again = await copy(frameOf({ format: 'I420' }), REGION)
  expect([again.grey.buffer === large.grey.buffer, again.grey.buffer === small.grey.buffer]).toEqual([
    true,
    false,
  ])
})

test('colours weigh as the eye sees them, in either order', () => {
  const pixel = new Uint8Array([255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 255, 255, 255, 0])
  expect([...folded(pixel, 16, 4, 1)]).toEqual([76, 150, 29, 255])
  expect([...folded(pixel, 16, 4, 1, [2, 1, 0])]).toEqual([29, 150, 76, 255])
})
