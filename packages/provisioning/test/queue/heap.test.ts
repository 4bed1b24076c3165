import { expect, test } from 'vitest'
import fc from 'fast-check'
import { createHeap } from '../../src/queue/heap.ts'

test('what comes out is what a sorted list would give, also while more comes in', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined })), (steps) => {
      const heap = createHeap<{ readonly value: number }>((one, other) => one.value < other.value)
      const sorted: number[] = []
      for (const value of steps) {
        if (value === undefined) {
          expect(heap.first()?.value).toBe(sorted[0])
          expect(heap.next()?.value).toBe(sorted.shift())
        } else {
          heap.add({ value })
          sorted.push(value)
          sorted.sort((one, other) => one - other)
        }
      }
      for (const value of sorted) expect(heap.next()?.value).toBe(value)
      expect([heap.first(), heap.next()]).toEqual([undefined, undefined])
    }),
  )
})
