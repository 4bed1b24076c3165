import { expect, test } from 'vitest'
import { takeControls } from '../../../src/camera/session/controls.ts'
import { FakeTrack } from '../fake-browser.ts'

async function controlsOf(can: Readonly<Record<string, unknown>>, zoom?: number) {
  const track = new FakeTrack({ id: '1', label: 'Back', can })
  if (zoom !== undefined) track.getSettings = () => ({ deviceId: '1', zoom })
  const controls = await takeControls(track as unknown as MediaStreamTrack)
  return {
    track,
    controls,
    told: () => track.told.splice(0).map(({ advanced, ...rest }) => advanced ?? rest),
  }
}

test('a camera that can is told to focus by itself, and each later wish repeats the earlier ones', async () => {
  const { controls, told } = await controlsOf({
    focusMode: ['manual', 'continuous'],
    torch: true,
    zoom: { min: 1, max: 8 },
  })
  expect(told()).toEqual([[{ focusMode: 'continuous' }]])
  await controls.setTorch(true)
  await controls.setZoom(2)
  expect(told()).toEqual([
    [{ focusMode: 'continuous', torch: true }],
    [{ focusMode: 'continuous', torch: true, zoom: 2 }],
  ])
  expect([controls.torch, controls.zoom]).toEqual([true, { factor: 2, most: 8, by: 'lens' }])
  await controls.setTorch(false)
  expect(controls.torch).toBe(false)
})

test('a camera without light and zoom magnifies by its window, and is told nothing', async () => {
  const { controls, told } = await controlsOf({})
  await controls.setTorch(true)
  await controls.setZoom(2)
  expect([controls.torch, controls.zoom, told()]).toEqual([
    undefined,
    { factor: 2, most: 2, by: 'window' },
    [],
  ])
  // A lens that magnifies by less than 2 is not worth its change of picture.
  const { controls: weak, told: toldWeak } = await controlsOf({ zoom: { min: 1, max: 1.5 } })
  await weak.setZoom(2)
  expect([weak.zoom.by, toldWeak()]).toEqual(['window', []])
})

test('1 × is where the camera started, whatever numbers it counts in', async () => {
  const { controls, told } = await controlsOf({ zoom: { min: 50, max: 400 } }, 100)
  expect(controls.zoom.most).toBe(4)
  await controls.setZoom(2)
  await controls.setZoom(100)
  await controls.setZoom(0)
  expect(told()).toEqual([[{ zoom: 200 }], [{ zoom: 400 }], [{ zoom: 100 }]])
})

test('what the camera offers and refuses stays as it was', async () => {
  const { track, controls } = await controlsOf({ torch: true, zoom: { min: 1, max: 4 } })
  track.refuses = 'torch'
  await controls.setTorch(true)
  await controls.setZoom(2)
  expect([controls.torch, controls.zoom.factor]).toEqual([false, 2])
})

test('smaller frames keep the light on', async () => {
  const { controls, told } = await controlsOf({ torch: true })
  await controls.setTorch(true)
  told()
  await controls.shrink()
  expect(told()).toEqual([{ width: { ideal: 1280 }, height: { ideal: 720 } }, [{ torch: true }]])
})

test('a track of an older browser, which tells nothing of itself, is taken as it is', async () => {
  const track = { getSettings: () => ({}) } as unknown as MediaStreamTrack
  expect((await takeControls(track)).torch).toBeUndefined()
})
