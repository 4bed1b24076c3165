import { expect, test } from 'vitest'
import { GivenUp, orGivenUp } from '../../src/job/given-up.ts'

const never = new Promise<void>(() => undefined)

test('a write that ends is what it is, with a signal and without', async () => {
  const { signal } = new AbortController()
  for (const one of [undefined, signal, AbortSignal.abort()]) {
    await orGivenUp(Promise.resolve(), { signal: one, graceMs: 1000 })
    const broken = orGivenUp(Promise.reject(new Error('EPIPE')), { signal: one, graceMs: 1000 })
    await expect(broken).rejects.toThrow('EPIPE')
  }
})

test('a write that never ends is given up after the signal, whenever that comes', async () => {
  const stop = new AbortController()
  const waiting = orGivenUp(never, { signal: stop.signal, graceMs: 1 })
  stop.abort()
  await expect(waiting).rejects.toBeInstanceOf(GivenUp)
  await expect(orGivenUp(never, { signal: AbortSignal.abort(), graceMs: 0 })).rejects.toBeInstanceOf(GivenUp)
})
