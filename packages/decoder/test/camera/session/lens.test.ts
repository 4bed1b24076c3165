import { expect, test } from 'vitest'
import { findLens, lensMemory, listLenses } from '../../../src/camera/session/lens.ts'
import { createFakeBrowser, type FakeLens } from '../fake-browser.ts'

async function order(...lenses: readonly FakeLens[]): Promise<readonly string[]> {
  const { host } = createFakeBrowser([...lenses])
  return (await listLenses(host.navigator.mediaDevices!)).map(({ id }) => id)
}

test('lenses at the back come first, and of them those that focus by themselves', async () => {
  const fixed = {
    id: 'wide',
    label: 'camera2 2, facing back',
    known: { facingMode: ['environment'], focusMode: ['manual'] },
  }
  const focusing = {
    id: 'main',
    label: 'camera2 0, facing back',
    known: { facingMode: ['environment'], focusMode: ['manual', 'continuous'] },
  }
  const front = {
    id: 'front',
    label: 'camera2 1, facing front',
    known: { facingMode: ['user'], focusMode: ['continuous'] },
  }
  expect(await order(front, fixed, focusing)).toEqual(['main', 'wide', 'front'])
})

test.each(['Back Dual Wide Camera', 'Rückkamera', 'Caméra arrière', 'Cámara trasera', '后置摄像头'])(
  'where the browser tells nothing else, %s is known by its name',
  async (label) => {
    expect(await order({ id: 'front', label: 'FaceTime' }, { id: 'back', label })).toEqual(['back', 'front'])
  },
)

test('the browser’s word counts for more than a name, and lenses alike stay in its order', async () => {
  const backpack = { id: 'web', label: 'Backpack webcam', known: { facingMode: ['user'] } }
  expect(await order(backpack, { id: 'a', label: 'A' }, { id: 'b', label: 'B' })).toEqual(['web', 'a', 'b'])
})

test('a lens is found by its id, else by its name, never by an empty one', () => {
  const lenses = [
    { id: '1', label: '' },
    { id: '2', label: 'Back' },
  ]
  expect(findLens(lenses, { id: '2', label: 'Other' })?.id).toBe('2')
  expect(findLens(lenses, { id: 'x', label: 'Back' })?.id).toBe('2')
  expect(findLens(lenses, { id: 'x', label: '' })).toBeUndefined()
})

test('a storage keeps the choice; one that is forbidden, or holds something else, keeps none', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
  const memory = lensMemory(storage)
  expect(memory.load()).toBeUndefined()
  memory.save({ id: '2', label: 'Back' })
  expect(lensMemory(storage).load()).toEqual({ id: '2', label: 'Back' })
  for (const damaged of ['', '{', '7', 'null', '{"id":2,"label":"Back"}']) {
    kept.set('claimtag-lens', damaged)
    expect(memory.load()).toBeUndefined()
  }
  const forbidden = lensMemory({
    getItem() {
      throw new Error('SecurityError')
    },
    setItem() {
      throw new Error('QuotaExceededError')
    },
  })
  expect(forbidden.load()).toBeUndefined()
  expect(() => forbidden.save({ id: '2', label: 'Back' })).not.toThrow()
})
