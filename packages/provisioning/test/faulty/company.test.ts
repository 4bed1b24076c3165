import { createWorkflow, memoryStore, oneJoinServer, savesIn } from '@claimtag/provisioning'
import type { ProvisioningState, ProvisioningStore, Session } from '@claimtag/provisioning'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { choice, configuration, createWorld, record } from '../world/world.ts'
import type { World } from '../world/world.ts'

// Three people at three screens, one store, one device: in whatever order, and however long anything takes, the
// servers do everything once.

/** As many turns of the event loop as the next number says, before and after a call. */
function delayed<T extends object>(port: T, turns: () => number): T {
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return async (...args: readonly unknown[]) => {
        await pause(turns())
        const answer: unknown = await Reflect.apply(
          value as (...given: readonly unknown[]) => unknown,
          target,
          args,
        )
        await pause(turns())
        return answer
      }
    },
  })
}

async function pause(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve()
}

const MOST_ATTEMPTS = 60

/** One process, which goes on with what is stored until the device is done. */
async function person(world: World, store: ProvisioningStore, session: Session, turns: () => number) {
  const { load, save } = savesIn(delayed(store, turns))
  const workflow = createWorkflow({
    configuration,
    joinServers: oneJoinServer(delayed(world.joinServer, turns)),
    networkServer: delayed(world.networkServer, turns),
    applicationServer: delayed(world.applicationServer, turns),
    unwrapKey: async (encrypted) => `unwrapped ${encrypted}`,
    save,
  })
  const codes: string[] = []
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const begun = workflow.begin(session, record, choice)
    const state: ProvisioningState | undefined = (await load(record.devEui)) ?? begun.state
    if (state === undefined) throw new Error('not begun')
    const result = await workflow.resume({ session, state, ownerToken: record.ownerToken })
    if (result.ok) return { step: result.state.step, codes }
    codes.push(result.code)
    await pause(turns())
  }
  throw new Error(`it stands still: ${codes.join(' ')}`)
}

test('of three processes on one device, each ends, and no server does anything twice', async () => {
  let left = 0
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat({ max: 12 })), async (stream) => {
      const world = createWorld({ canLook: true })
      const login = await createWorkflow({
        configuration,
        joinServers: oneJoinServer(world.joinServer),
        networkServer: world.networkServer,
        applicationServer: world.applicationServer,
        unwrapKey: async (encrypted) => encrypted,
      }).login('PEM')
      if (!login.ok) throw new Error(login.code)
      const store = memoryStore()
      const turns = (): number => Number(stream.next().value)
      const people = await Promise.all([1, 2, 3].map(() => person(world, store, login.session, turns)))
      expect(people.map(({ step }) => step)).toEqual(['done', 'done', 'done'])
      const once = ['key', 'claim', 'network-server', 'application-server']
      expect(once.map((what) => world.done.filter((one) => one === what).length)).toEqual([1, 1, 1, 1])
      expect((await store.load(record.devEui))?.state).toMatchObject({ step: 'done', pending: false })
      left += people.flatMap(({ codes }) => codes).filter((code) => code === 'state-moved-on').length
    }),
    { numRuns: 300, seed: 16 },
  )
  // They did get in each other's way.
  expect(left).toBeGreaterThan(300)
})
