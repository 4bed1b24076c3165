import { defineFormat, thingpark, tr005 } from '@claimtag/core'
import { expect, test } from 'vitest'
import { requiredFields } from '../../src/rows/required-columns.ts'

test('what a format carries but does not need may be missing', () => {
  expect(requiredFields(tr005.document)).toEqual(['joinEui', 'devEui'])
  expect(requiredFields(thingpark.document)).toEqual(['joinEui', 'devEui', 'ownerToken'])
})

test('nor does a table need what the format says itself', () => {
  const { document } = defineFormat({
    id: 'one-vendor',
    title: 'One vendor',
    prefix: 'ONE:',
    separator: ':',
    fields: [{ name: 'devEui' }, { name: 'vendorId' }],
    match: { vendorId: 'AABB' },
  })
  expect(requiredFields(document)).toEqual(['devEui'])
})
