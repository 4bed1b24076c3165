import { thingpark } from '@claimtag/core'
import { expect, test } from 'vitest'
import { createLabels, type Labels } from '../src/labels.ts'
import { rehearse } from '../src/rehearse.ts'

test('the labels that are used later are made, of each kind', async () => {
  const labels = createLabels()
  const made: string[] = []
  const watched: Labels = {
    make(type, issued) {
      made.push(type)
      return labels.make(type, issued)
    },
  }
  await rehearse(thingpark, watched, 20)
  expect(new Set(made)).toEqual(new Set(['image/png', 'image/svg+xml', 'application/pdf', 'application/zpl']))
})

test('a program whose labels fail does not start', async () => {
  const labels: Labels = { make: () => Promise.reject(new Error('no label')) }
  await expect(rehearse(thingpark, labels)).rejects.toThrow('answered with 500')
})
