import { expect, test } from 'vitest'
import {
  advanceDelivery,
  type DeliveryEntry,
  type DeliveryState,
  nothingDelivered,
} from '../src/delivery-state.ts'

const sent = (attempt: number, ...ids: string[]): DeliveryEntry => ({ state: 'sent', ids, attempt })
const confirmed = (...ids: string[]): DeliveryEntry => ({ state: 'confirmed', ids })
const uncertain = (...ids: string[]): DeliveryEntry => ({
  state: 'uncertain',
  ids,
  reason: 'connection-lost',
})

test.each([
  ['nothing', [], { confirmed: 0, reprinted: 0, sent: [], uncertain: [] }],
  [
    'a crash on the way',
    [sent(1, 'a', 'b')],
    { confirmed: 0, reprinted: 0, sent: ['a', 'b'], uncertain: [] },
  ],
  [
    'a window and the next',
    [sent(1, 'a', 'b'), confirmed('a', 'b'), sent(1, 'c')],
    { confirmed: 2, reprinted: 0, sent: ['c'], uncertain: [] },
  ],
  [
    'a doubt that is held while others go on',
    [sent(1, 'a', 'b'), uncertain('a', 'b'), sent(1, 'c'), confirmed('c')],
    { confirmed: 1, reprinted: 0, sent: [], uncertain: ['a', 'b'] },
  ],
  [
    'a reprint in two windows',
    [sent(1, 'a', 'b'), uncertain('a', 'b'), sent(2, 'a'), confirmed('a'), sent(2, 'b')],
    { confirmed: 1, reprinted: 2, sent: ['b'], uncertain: [] },
  ],
  [
    'a doubt after a doubt',
    [sent(1, 'a'), uncertain('a'), sent(2, 'a'), uncertain('a')],
    { confirmed: 0, reprinted: 1, sent: [], uncertain: ['a'] },
  ],
  [
    'a doubt that a person has settled',
    [sent(1, 'a', 'b'), uncertain('a', 'b'), { state: 'confirmed', ids: ['a'], by: 'someone' }],
    { confirmed: 1, reprinted: 0, sent: [], uncertain: ['b'] },
  ],
] satisfies [string, DeliveryEntry[], DeliveryState][])('%s', (_, entries, state) => {
  const journal = entries.map((entry) => JSON.parse(JSON.stringify(entry)) as DeliveryEntry)
  expect(journal.reduce(advanceDelivery, nothingDelivered)).toEqual(state)
})
