import { builtInFormats, decode } from '@claimtag/core'
import { answered, createWorkflow, fault } from '@claimtag/provisioning'
import { parseConfiguration } from '@claimtag/provisioning/schema'

let claims = 0
const workflow = createWorkflow({
  configuration: parseConfiguration({
    routingProfiles: { busit: { name: 'Busit' } },
    deviceProfiles: { generic: { name: 'Generic class A' } },
    deviceProfileByJoinEui: { '1122334455667788': 'generic' },
    homeNetId: '000002',
    hsmGroupId: 'HSM_LABS_PROD',
  }),
  joinServer: {
    createAsTransportKey: async () => answered({ id: 'ask-1', encryptedKey: '…' }),
    claim: async ({ devEui }) => (++claims === 1 ? fault('timed-out') : answered({ device: devEui })),
    provision: async () => answered(undefined),
  },
  networkServer: {
    connectivityPlans: async () => answered([{ id: 'basic', name: 'Basic', isDefault: true }]),
    deviceProfiles: async () => answered([{ id: 'generic', name: 'Generic class A', isDefault: true }]),
    routingProfiles: async () => answered([{ id: 'busit', name: 'Busit', isDefault: true }]),
    provision: async () => answered({ device: '/devices/1' }),
  },
  applicationServer: { provision: async () => answered(undefined) },
  unwrapKey: async (encryptedKey) => encryptedKey,
})

const login = await workflow.login('-----BEGIN PUBLIC KEY-----…')
if (!login.ok) throw new Error(login.code)
const { session } = login

const scanned = decode(
  'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:SYYWWNNNNNN:PFOOBAR:CAF2C',
  builtInFormats,
)
if (!scanned.ok) throw new Error(scanned.error.code)
const { record } = scanned

const first = await workflow.provision(session, record, { routingProfileId: 'busit' })
if (first.ok || first.state === undefined) throw new Error('it would have timed out')
console.log(first.step, first.code, first.retryable) // claim timed-out true

const second = await workflow.resume({ session, state: first.state, ownerToken: record.ownerToken })
console.log(second.state?.step) // done
