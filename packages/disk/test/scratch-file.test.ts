import { expect, test } from 'vitest'
import { openScratchFile } from '../src/index.ts'

test('gives back what was set aside, as a whole and in parts', () => {
  const scratch = openScratchFile()
  for (const text of ['seven ', 'labels']) scratch.append(Buffer.from(text))
  expect(scratch.size).toBe(12)
  expect(Buffer.concat([...scratch.read()]).toString()).toBe('seven labels')
  expect(scratch.part(6, 3).toString()).toBe('lab')
  expect(scratch.part(9, 100).toString()).toBe('els')
  expect(scratch.part(12, 1)).toHaveLength(0)
  scratch.dispose()
})
