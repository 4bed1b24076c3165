import { memoryStore } from '@claimtag/provisioning'
import { listingStore } from '@claimtag/provisioning/attended'
import { expect, test } from 'vitest'
import { begun } from '../steps/ports.ts'
import { devEuiOf } from '../batch/fleet.ts'

test('goes through more devices than stand on a page, each once', async () => {
  const store = memoryStore()
  for (let index = 0; index < 450; index++) await store.save({ ...begun(), devEui: devEuiOf(index) }, 0)
  const found = new Set<string>()
  let count = 0
  for await (const { state } of listingStore(store).states()) {
    found.add(state.devEui)
    count++
  }
  expect([count, found.size]).toEqual([450, 450])
})
