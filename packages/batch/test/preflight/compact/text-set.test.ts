import { expect, test } from 'vitest'
import { createTextSet } from '../../../src/preflight/compact/text-set.ts'

test('has the texts that were added, and no others', () => {
  const set = createTextSet()
  const texts = Array.from({ length: 20_000 }, (_, index) => `0001/70B3D57ED0${index}.png`)
  for (const text of texts) set.add(text)
  expect(texts.every((text) => set.has(text))).toBe(true)
  expect(texts.some((text) => set.has(`${text} `) || set.has(text.slice(1)))).toBe(false)
  expect(set.has('')).toBe(false)
  set.add('')
  expect(set.has('')).toBe(true)
})
