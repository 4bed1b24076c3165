import { memoryStore, type ProvisioningStore, type StoredState } from '@claimtag/provisioning'
import { storeContract } from '@claimtag/provisioning/store-contract'
import { expect, test } from 'vitest'

type Store = Required<ProvisioningStore>

/** Stores with one fault each, and the case that finds it. */
const FAULTY: Readonly<Record<string, readonly [found: string, make: (sound: Store) => ProvisioningStore]>> =
  {
    'the last write wins': [
      'nothing is stored that goes on from another revision',
      (sound) => ({
        ...sound,
        save: async (state) => sound.save(state, (await sound.load(state.devEui))?.revision ?? 0),
      }),
    ],
    'what was read is compared, and not what stands': [
      'of many that go on from one revision at the same time, one is stored',
      (sound) => {
        const kept = new Map<string, StoredState>()
        return {
          load: async (devEui) => kept.get(devEui),
          async save(state, revision) {
            const isNext = (kept.get(state.devEui)?.revision ?? 0) === revision
            await Promise.resolve()
            if (!isNext) return sound.save(state, -1)
            kept.set(state.devEui, { revision: revision + 1, state })
            return { ok: true, revision: revision + 1 }
          },
        }
      },
    ],
    'a removed device begins at 1 again': [
      'a removed device is gone, and who was left behind meets nothing',
      () => {
        let inner = memoryStore()
        return {
          load: (devEui) => inner.load(devEui),
          save: (state, revision) => inner.save(state, revision),
          async remove(devEui, revision) {
            const removed = await inner.remove(devEui, revision)
            if (removed.ok) inner = memoryStore()
            return removed
          },
        }
      },
    ],
    'a page begins with the last one of the page before': [
      'states are listed page by page, those saved last first, and only those of the tenant',
      (sound) => ({
        ...sound,
        async list({ limit, before }) {
          const all = await sound.list({ limit: 1000 })
          const from =
            before === undefined ? 0 : all.findIndex(({ state }) => state.devEui === before.state.devEui)
          return from === all.length - 1 ? [] : all.slice(from, from + limit)
        },
      }),
    ],
  }

async function failuresOf(store: ProvisioningStore, hasRealms = false): Promise<readonly string[]> {
  const failed: string[] = []
  for (const { name, run } of storeContract(() => store, { hasRealms })) {
    await run().catch(() => failed.push(name))
  }
  return failed
}

test.each(Object.entries(FAULTY))('a store is refused in which %s', async (_, [found, make]) => {
  expect(await failuresOf(make(memoryStore()))).toContain(found)
})

test('a store that mixes its tenants is refused, and one that has none is not asked for them', async () => {
  expect(await failuresOf(memoryStore(), true)).toEqual(['tenants do not see each other'])
  expect(await failuresOf(memoryStore())).toEqual([])
})

test('what a store does not have is not required', async () => {
  const { load, save } = memoryStore()
  expect(await failuresOf({ load, save })).toEqual([])
})
