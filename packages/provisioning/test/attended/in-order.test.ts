import { expect, test } from 'vitest'
import { createOrder } from '../../src/attended/in-order.ts'

test('what is asked for one device comes one after the other, also after a failure; others do not wait', async () => {
  const inOrder = createOrder()
  const done: string[] = []
  let fail: ((error: Error) => void) | undefined
  const first = inOrder('one', () => new Promise<void>((_, reject) => (fail = reject)))
  const second = inOrder('one', async () => void done.push('second'))
  const third = inOrder('one', async () => void done.push('third'))
  await inOrder('other', async () => void done.push('other'))
  expect(done).toEqual(['other'])
  fail?.(new Error('no'))
  await expect(first).rejects.toThrow('no')
  await Promise.all([second, third])
  expect(done).toEqual(['other', 'second', 'third'])
})
