import { parseEui64 } from '@claimtag/core'
import type { DeviceRecord, Eui64 } from '@claimtag/core'
import { answered, createWorkflow, oneJoinServer } from '@claimtag/provisioning'
import type {
  JoinServer,
  ListedItem,
  ProvisioningState,
  Session,
  WorkflowPorts,
} from '@claimtag/provisioning'

export const ownerToken = 'Wq7ZkP0xT3mVb9LdRy2sQg=='
export const record: DeviceRecord = {
  devEui: eui('70B3D57ED00A0004'),
  joinEui: eui('70B3D57ED0000002'),
  ownerToken,
}
export const choice = { routingProfileId: 'busit' }
export const basic: ListedItem = { id: 'basic', name: 'Basic', isDefault: false }
export const generic: ListedItem = { id: 'generic', name: 'Generic', isDefault: false }
const busit: ListedItem = { id: 'busit', name: 'Busit', isDefault: false }
export const session: Session = {
  connectivityPlans: [basic],
  deviceProfiles: [generic],
  routingProfiles: [busit],
  asTransportKey: { id: 'ask-1', encryptedKey: 'c2VjcmV0', joinServerId: 'default' },
}

export function eui(text: string): Eui64 {
  const parsed = parseEui64(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

/** Servers that do what they are asked, and note it. */
export function ports({
  joinServer,
  ...overrides
}: Partial<WorkflowPorts> & { readonly joinServer?: Partial<JoinServer> } = {}): WorkflowPorts & {
  readonly calls: string[]
} {
  const calls: string[] = []
  const note = (call: string): { ok: true; value: undefined } => {
    calls.push(call)
    return answered(undefined)
  }
  return {
    calls,
    configuration: {
      routingProfiles: { busit: { name: 'Busit' } },
      deviceProfiles: { generic: { name: 'Generic' } },
      deviceProfileByJoinEui: { [eui('70B3D57ED0000002')]: 'generic' },
      homeNetId: '000002',
      hsmGroupId: 'HSM',
    },
    joinServers: oneJoinServer({
      createAsTransportKey: async () => answered({ id: 'ask-1', encryptedKey: 'c2VjcmV0' }),
      claim: async () => ({ ...note('claim'), value: { device: 'km-1' } }),
      provision: async ({ device }) => note(`join-server ${device}`),
      ...joinServer,
    }),
    networkServer: {
      connectivityPlans: async () => answered([basic]),
      deviceProfiles: async () => answered([generic]),
      routingProfiles: async () => answered([busit]),
      provision: async () => ({ ...note('network-server'), value: { device: '/devices/1' } }),
    },
    applicationServer: {
      provision: async ({ asTransportKey }) => note(`application-server ${asTransportKey}`),
    },
    unwrapKey: async (encrypted) => `unwrapped ${encrypted}`,
    ...overrides,
  }
}

export function begun(): ProvisioningState {
  const { state } = createWorkflow(ports()).begin(session, record, choice)
  if (state === undefined) throw new Error('no state')
  return state
}
