import { expect, test } from 'vitest'
import { canReadPixels } from '../../../src/camera/frames/canary.ts'

/** A canvas that gives back what was drawn, changed as a browser may. */
function canvas(change: (value: number, at: number) => number): HTMLCanvasElement {
  const drawn = new Uint8ClampedArray(8 * 8 * 4)
  const context = {
    fillStyle: '',
    fillRect(x: number, y: number) {
      drawn.fill(context.fillStyle === '#fff' ? 255 : 0, (y * 8 + x) * 4, (y * 8 + x) * 4 + 4)
    },
    getImageData: () => ({ data: drawn.map(change) }),
  }
  return { getContext: () => context } as unknown as HTMLCanvasElement
}

test('pixels that come back as drawn, or a little changed, can be read', () => {
  expect(canReadPixels(() => canvas((value) => value))).toBe(true)
  expect(canReadPixels(() => canvas((value, at) => value + ((at % 5) - 2)))).toBe(true)
})

test.each([
  ['noise', (_: number, at: number) => (at * 7919) % 256],
  ['white', () => 255],
  ['black', () => 0],
  ['grey', () => 128],
  ['the opposite', (value: number) => 255 - value],
])('%s in their place cannot', (_, change) => {
  expect(canReadPixels(() => canvas(change))).toBe(false)
})

test('a browser without canvases cannot', () => {
  expect(canReadPixels(() => ({ getContext: () => null }) as unknown as HTMLCanvasElement)).toBe(false)
})
