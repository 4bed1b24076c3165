import { isEui64, type Eui64 } from '@claimtag/core'
import type { ProvisioningState } from '../state.ts'
import type { ProvisioningStore } from '../store/provisioning-store.ts'
import { equal, stateOf } from './check.ts'

/** One requirement for a store. `run` rejects, with the reason, when the store does not meet it. */
export interface ContractCase {
  readonly name: string
  readonly run: () => Promise<void>
}

const MOVED_ON = { ok: false, code: 'state-moved-on' } as const

/**
 * The requirements for every `ProvisioningStore`, one case each. What a store does not have (`remove`, `list`) is not
 * required of it.
 *
 * @param open opens the store for a tenant; called several times, and each time for the same states of that tenant
 *
 * @example
 * ```ts
 * import { memoryStore } from '@claimtag/provisioning'
 * import { storeContract } from '@claimtag/provisioning/store-contract'
 *
 * const store = memoryStore()
 * for (const { run } of storeContract(() => store)) await run()
 * ```
 */
export function storeContract(
  open: (realm: string) => ProvisioningStore | Promise<ProvisioningStore>,
  { hasRealms = false }: { readonly hasRealms?: boolean } = {},
): readonly ContractCase[] {
  let devices = 0

  /** A device that no other case uses. */
  function newDevice(): Eui64 {
    devices += 1
    const text = `C0${(Date.now() * 1000 + devices).toString(16).toUpperCase().padStart(14, '0')}`
    if (!isEui64(text)) throw new Error(text)
    return text
  }

  const on = (
    name: string,
    run: (store: ProvisioningStore, device: Eui64) => Promise<void>,
  ): ContractCase => ({ name, run: async () => run(await open('contract'), newDevice()) })

  return [
    on('a device that was never saved is not there', async (store, device) => {
      equal('load', await store.load(device), undefined)
    }),
    on('the last state of each device comes back with its revision', async (store, device) => {
      const other = newDevice()
      const [first, second] = [stateOf(device), stateOf(other, { name: 'länge ✓ "quoted"' })]
      equal('first save', await store.save(first, 0), { ok: true, revision: 1 })
      equal('other device', await store.save(second, 0), { ok: true, revision: 1 })
      const next: ProvisioningState = { ...first, step: 'join-server', joinServerDevice: 'km-1' }
      equal('second save', await store.save(next, 1), { ok: true, revision: 2 })
      equal('load', await store.load(device), { revision: 2, state: next })
      equal('load of the other', await store.load(other), { revision: 1, state: second })
    }),
    on('nothing is stored that goes on from another revision', async (store, device) => {
      const standing = stateOf(device, { pending: true })
      await store.save(stateOf(device), 0)
      await store.save(standing, 1)
      for (const revision of [0, 1, 3, -1, 0.5, NaN, Infinity]) {
        const saved = await store.save(stateOf(device, { step: 'done' }), revision)
        equal(`save from revision ${revision}`, saved, MOVED_ON)
      }
      equal('load', await store.load(device), { revision: 2, state: standing })
    }),
    on('of many that go on from one revision at the same time, one is stored', async (store, device) => {
      for (const revision of [0, 1]) {
        const names = Array.from({ length: 12 }, (_, index) => `${revision}.${index}`)
        const saved = await Promise.all(names.map((name) => store.save(stateOf(device, { name }), revision)))
        equal('winners', saved.filter(({ ok }) => ok).length, 1)
        const winner = names[saved.findIndex(({ ok }) => ok)] ?? ''
        const standing = { revision: revision + 1, state: stateOf(device, { name: winner }) }
        equal('load', await store.load(device), standing)
      }
    }),
    on(
      'what one has saved, another that is opened on the same states goes on from',
      async (store, device) => {
        const other = await open('contract')
        await store.save(stateOf(device), 0)
        equal('load', await other.load(device), { revision: 1, state: stateOf(device) })
        equal('save', await other.save(stateOf(device, { pending: true }), 1), { ok: true, revision: 2 })
        equal('late save', await store.save(stateOf(device, { step: 'done' }), 1), MOVED_ON)
      },
    ),
    on('a removed device is gone, and who was left behind meets nothing', async (store, device) => {
      if (store.remove === undefined) return
      equal('of none', await store.remove(device, 0), MOVED_ON)
      await store.save(stateOf(device), 0)
      equal('from another revision', await store.remove(device, 2), MOVED_ON)
      equal('remove', await store.remove(device, 1), { ok: true, revision: 2 })
      equal('load', await store.load(device), undefined)
      equal('again', await store.remove(device, 2), MOVED_ON)
      equal('save from before', await store.save(stateOf(device, { step: 'done' }), 1), MOVED_ON)
      equal('save from the removal', await store.save(stateOf(device, { step: 'done' }), 2), MOVED_ON)
      // It counts on: the revisions of before never come back.
      equal('begun again', await store.save(stateOf(device), 0), { ok: true, revision: 3 })
      equal('save from before', await store.save(stateOf(device, { step: 'done' }), 1), MOVED_ON)
      equal('load', await store.load(device), { revision: 3, state: stateOf(device) })
    }),
    on('of many that remove and save at the same time, one is heard', async (store, device) => {
      await store.save(stateOf(device), 0)
      const all = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          index % 2 === 0 && store.remove !== undefined
            ? store.remove(device, 1)
            : store.save(stateOf(device, { pending: true }), 1),
        ),
      )
      equal('winners', all.filter(({ ok }) => ok).length, 1)
    }),
    {
      name: 'states are listed page by page, those saved last first, and only those of the tenant',
      async run() {
        const realm = `contract ${newDevice()}`
        const store = await open(realm)
        if (store.list === undefined) return
        const all = [newDevice(), newDevice(), newDevice(), newDevice(), newDevice()]
        for (const device of all) await store.save(stateOf(device), 0)
        const removed = all.pop()
        if (removed !== undefined) await store.remove?.(removed, 1)
        const [touched = newDevice()] = all
        await store.save(stateOf(touched, { pending: true }), 1)
        const listed: Eui64[] = []
        for (let page = await store.list({ limit: 3 }); page.length > 0;) {
          for (const { state } of page) if (all.includes(state.devEui)) listed.push(state.devEui)
          const times = page.map(({ savedAt }) => savedAt)
          equal(
            'times',
            times,
            [...times].sort((one, other) => other - one),
          )
          page = await store.list({ limit: 3, before: page[page.length - 1] })
        }
        // Each once, whatever was saved within one millisecond.
        equal('devices', [...listed].sort(), [...all].sort())
      },
    },
    {
      name: 'tenants do not see each other',
      async run() {
        if (!hasRealms) return
        const [store, other, device] = [await open('contract'), await open('contract, too'), newDevice()]
        await store.save(stateOf(device), 0)
        equal('load', await other.load(device), undefined)
        equal('save', await other.save(stateOf(device, { step: 'done' }), 0), { ok: true, revision: 1 })
        equal('load', await store.load(device), { revision: 1, state: stateOf(device) })
      },
    },
  ]
}
