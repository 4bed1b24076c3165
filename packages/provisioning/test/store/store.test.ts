import {
  answered,
  createWorkflow,
  fault,
  memoryStore,
  oneJoinServer,
  savesIn,
  type ProvisioningStore,
  type Session,
} from '@claimtag/provisioning'
import { fileStore } from '@claimtag/provisioning/file-store'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../disk/test/temporary.ts'
import { eui, stateOf } from './state.ts'

const A = '70B3D57ED00A0004'
const B = '70B3D57ED00B0004'

const STORES: readonly (readonly [name: string, open: () => ProvisioningStore])[] = [
  ['memory', memoryStore],
  ['files', () => fileStore(`${temporaryFolder()}/states`)],
]

const SESSION: Session = {
  connectivityPlans: [],
  deviceProfiles: [],
  routingProfiles: [],
  asTransportKey: { id: 'ask-1', encryptedKey: 'c2VjcmV0' },
}

const nothing = async () => fault('unreachable')

/** One of several processes with a store: its Join Server takes claims, and no other server can be reached. */
function workflowOn(store: ProvisioningStore, claims: string[]) {
  const saves = savesIn(store)
  const workflow = createWorkflow({
    configuration: {
      routingProfiles: {},
      deviceProfiles: {},
      deviceProfileByJoinEui: {},
      homeNetId: '000002',
      hsmGroupId: 'HSM',
    },
    joinServers: oneJoinServer({
      createAsTransportKey: nothing,
      async claim({ devEui }) {
        claims.push(devEui)
        return answered({ device: 'km-1' })
      },
      provision: nothing,
    }),
    networkServer: {
      connectivityPlans: nothing,
      deviceProfiles: nothing,
      routingProfiles: nothing,
      provision: nothing,
    },
    applicationServer: { provision: nothing },
    unwrapKey: async (text) => text,
    save: saves.save,
  })
  return { workflow, saves }
}

describe.each(STORES)('a store in %s', (_, open) => {
  test('gives back the last state of each device with its revision', async () => {
    const store = open()
    expect(await store.load(eui(A))).toBeUndefined()
    expect(await store.save(stateOf(A), 0)).toEqual({ ok: true, revision: 1 })
    expect(await store.save(stateOf(B), 0)).toEqual({ ok: true, revision: 1 })
    const next = stateOf(A, { step: 'join-server', joinServerDevice: 'km-1' })
    expect(await store.save(next, 1)).toEqual({ ok: true, revision: 2 })
    expect(await store.load(eui(A))).toEqual({ revision: 2, state: next })
    expect(await store.load(eui(B))).toEqual({ revision: 1, state: stateOf(B) })
  })

  test.each([0, 1, 3, -1, 0.5, NaN])(
    'stores nothing that goes on from revision %d instead of 2',
    async (revision) => {
      const store = open()
      await store.save(stateOf(A), 0)
      await store.save(stateOf(A, { pending: true }), 1)
      const other = stateOf(A, { step: 'done' })
      expect(await store.save(other, revision)).toEqual({ ok: false, code: 'state-moved-on' })
      expect(await store.load(eui(A))).toEqual({ revision: 2, state: stateOf(A, { pending: true }) })
    },
  )

  test('of many that go on from one revision at the same time, one is stored', async () => {
    const store = open()
    const all = await Promise.all(
      Array.from({ length: 12 }, (__, index) => store.save(stateOf(A, { name: `${index}` }), 0)),
    )
    expect(all.filter(({ ok }) => ok)).toHaveLength(1)
    const winner = all.findIndex(({ ok }) => ok)
    expect(await store.load(eui(A))).toMatchObject({ revision: 1, state: { name: `${winner}` } })
  })

  test('two workflows on one device send one claim', async () => {
    const store = open()
    const claims: string[] = []
    const [one, other] = [workflowOn(store, claims), workflowOn(store, claims)]
    const input = { session: SESSION, state: stateOf(A), ownerToken: 'Wq7ZkP0xT3mVb9LdRy2sQg==' }
    const results = await Promise.all([one.workflow.advance(input), other.workflow.advance(input)])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.find(({ ok }) => !ok)).toMatchObject({
      step: 'claim',
      code: 'state-moved-on',
      retryable: false,
    })
    expect(claims).toEqual([A])
    // Who was refused loads what the other one has stored, and goes on from there.
    const late = results[0].ok ? other : one
    expect(await late.saves.load(eui(A))).toMatchObject({ step: 'join-server', joinServerDevice: 'km-1' })
    await expect(late.saves.save(stateOf(A, { step: 'join-server' }))).resolves.toBeUndefined()
    expect(await late.saves.load(eui(B))).toBeUndefined()
  })
})
