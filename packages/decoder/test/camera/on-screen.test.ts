import { expect, onTestFinished, test, vi } from 'vitest'
import { onScreen, outlineOn, windowOnScreen } from '../../src/camera/on-screen.ts'

/** A picture of 1920 × 1080 on a phone held upright: what is left and right of the middle is cut off. */
const UPRIGHT = { videoWidth: 1920, videoHeight: 1080, clientWidth: 360, clientHeight: 540 }
/** The same on a low, wide element: what is above and below is cut off. */
const WIDE = { videoWidth: 1920, videoHeight: 1080, clientWidth: 960, clientHeight: 300 }

test('the middle is the middle, and lengths are scaled by what fills the element', () => {
  expect(onScreen({ x: 960, y: 540 }, UPRIGHT)).toEqual({ x: 180, y: 270 })
  expect(onScreen({ x: 960, y: 540 }, WIDE)).toEqual({ x: 480, y: 150 })
  expect(onScreen({ x: 960 + 100, y: 0 }, UPRIGHT)).toEqual({ x: 230, y: 0 })
  expect(onScreen({ x: 0, y: 540 - 100 }, WIDE)).toEqual({ x: 0, y: 100 })
})

test('the window to aim with is the square that is searched, as far as it is seen', () => {
  expect(windowOnScreen(UPRIGHT)).toEqual({ width: 360, height: 360 })
  expect(windowOnScreen(WIDE)).toEqual({ width: 360, height: 300 })
  expect(windowOnScreen(UPRIGHT, 360)).toEqual({ width: 180, height: 180 })
  expect(windowOnScreen({ videoWidth: 640, videoHeight: 480, clientWidth: 640, clientHeight: 480 })).toEqual({
    width: 480,
    height: 480,
  })
})

test('an outline stands for a moment, and the next one stands its own', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const attributes = new Map<string, string>()
  const polygon = {
    setAttribute: (name: string, value: string) => attributes.set(name, value),
    removeAttribute: (name: string) => attributes.delete(name),
  } as unknown as Element
  const outline = outlineOn(UPRIGHT, polygon)
  const corners = [
    { x: 960, y: 540 },
    { x: 1060, y: 540 },
  ]
  outline.show(corners)
  expect(attributes.get('points')).toBe('180,270 230,270')
  vi.advanceTimersByTime(300)
  outline.show(corners, 2)
  expect(attributes.get('points')).toBe('180,270 280,270')
  vi.advanceTimersByTime(300)
  expect(attributes.size).toBe(1)
  vi.advanceTimersByTime(300)
  expect(attributes.size).toBe(0)
  outline.show(corners)
  outline.hide()
  expect(attributes.size).toBe(0)
})
