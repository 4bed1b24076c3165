import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
import { storeContract } from '@claimtag/provisioning/store-contract'
import { afterAll, describe, expect, test } from 'vitest'
import { eui, stateOf } from './state.ts'

const A = '70B3D57ED00A0004'
const B = '70B3D57ED00B0004'

const folder = mkdtempSync(join(tmpdir(), 'claimtag-states-'))
afterAll(() => rmSync(folder, { recursive: true }))

const STORES: readonly (readonly [name: string, open: () => ProvisioningStore])[] = [
  ['memory', memoryStore],
  ['files', () => fileStore(mkdtempSync(join(folder, 'states-')))],
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
  const shared = open()
  test.each(storeContract(() => shared))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
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
