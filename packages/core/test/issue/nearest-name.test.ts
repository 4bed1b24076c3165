import { nearestName } from '@claimtag/core'
import { expect, test } from 'vitest'

const known = ['devEui', 'joinEui', 'serialNumber', 'vendorId', 'extra']

test.each([
  ['DEV_EUI', 'devEui'],
  ['deveui', 'devEui'],
  ['dveEui', 'devEui'],
  ['seralNumber', 'serialNumber'],
  ['serial', 'serialNumber'],
  ['extras', 'extra'],
  ['vendor', 'vendorId'],
])('%s is most likely %s', (typed, name) => {
  expect(nearestName(typed, known)).toBe(name)
})

test.each(['ser', 'colour', 'x', '', '設備', 'a'.repeat(100_000)])('%s is like none', (typed) => {
  expect(nearestName(typed, [...known, 'y'])).toBeUndefined()
})

test('of two that are alike, the nearer one is meant', () => {
  expect(nearestName('routingProfles', ['routingProfile', 'routingProfiles'])).toBe('routingProfiles')
})
