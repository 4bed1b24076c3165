import { expect, test } from 'vitest'
import { onScreen, windowOnScreen } from '../../src/camera/on-screen.ts'

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
