import { array, assert, integer, option, property } from 'fast-check'
import { expect, test } from 'vitest'
import { createHeap } from '../../src/queue/heap.ts'

test('what comes out is what a sorted list would give, also while more comes in', () => {
  const steps = array(option(integer({ min: 0, max: 50 }), { nil: undefined }))
  assert(
    property(steps, (all) => {
      const heap = createHeap<{ readonly value: number }>((one, other) => one.value < other.value)
      const sorted: number[] = []
      const [came, right]: [unknown[], unknown[]] = [[], []]
      function take(): void {
        right.push(sorted[0], sorted.shift())
        came.push(heap.first()?.value, heap.next()?.value)
      }
      for (const value of all) {
        if (value === undefined) take()
        else {
          heap.add({ value })
          sorted.push(value)
          sorted.sort((one, other) => one - other)
        }
      }
      // And once more than there are.
      for (let left = sorted.length; left >= 0; left -= 1) take()
      expect(came).toEqual(right)
    }),
  )
})
