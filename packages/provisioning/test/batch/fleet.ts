import { parseEui64, type Eui64 } from '@claimtag/core'
import {
  answered,
  fault,
  memoryStore,
  oneJoinServer,
  type Answer,
  type Fault,
  type FoundDevice,
  type JoinServer,
  type NetworkServer,
  type WorkflowPorts,
} from '@claimtag/provisioning'
import type { BatchEvent, BatchOptions, ProvisioningJob } from '@claimtag/provisioning/batch'
import { choice, ports, session } from '../steps/ports.ts'
import { virtualClock } from '../../../../test/virtual-clock.ts'

export function devEuiOf(index: number): Eui64 {
  const eui = parseEui64(`70B3D57ED00A${index.toString(16).toUpperCase().padStart(4, '0')}`)
  if (eui === undefined) throw new Error(`${index}`)
  return eui
}

export function jobOf(index: number, more: Partial<ProvisioningJob['choice']> = {}): ProvisioningJob {
  const joinEui = parseEui64('70B3D57ED0000002')
  if (joinEui === undefined) throw new Error('no JoinEUI')
  const record = { devEui: devEuiOf(index), joinEui, ownerToken: `c2VjcmV0LXRva2VuLW51bWJlci0wM${index}==` }
  return { record, choice: { ...choice, ...more } }
}

export function jobsOf(count: number): readonly ProvisioningJob[] {
  return Array.from({ length: count }, (_, index) => jobOf(index))
}

type Refusal = { readonly ok: false; readonly fault: Fault }

/** Three servers that many devices share. They note each request, and count those that are under way at once. */
export function fleet(
  refusals: {
    readonly claim?: (devEui: Eui64) => Refusal | undefined
    readonly network?: (devEui: Eui64) => Refusal | undefined
    /** Whether the Network Server can be asked for a device, and what it refuses then. */
    readonly find?: (devEui: Eui64) => Answer<FoundDevice> | undefined
  } = {},
) {
  const calls: string[] = []
  const events: BatchEvent[] = []
  const clock = virtualClock()
  const store = memoryStore(() => clock.now())
  const claimed = new Set<Eui64>()
  let [underWay, mostUnderWay] = [0, 0]

  async function asked<T>(call: string, answer: () => Answer<T>): Promise<Answer<T>> {
    calls.push(call)
    underWay += 1
    mostUnderWay = Math.max(mostUnderWay, underWay)
    await clock.sleep(20)
    underWay -= 1
    return answer()
  }

  const joinServer: JoinServer = {
    createAsTransportKey: async () => fault('rejected'),
    claim: ({ devEui }) =>
      asked(`claim ${devEui}`, () => {
        const refusal = refusals.claim?.(devEui)
        if (refusal !== undefined) return refusal
        if (claimed.has(devEui)) return fault('claim-refused')
        claimed.add(devEui)
        return answered({ device: devEui })
      }),
    provision: ({ devEui }) => asked(`join-server ${devEui}`, () => answered(undefined)),
  }
  const base = ports()
  const networkServer: NetworkServer = {
    ...base.networkServer,
    provision: ({ devEui }) =>
      asked(`network-server ${devEui}`, () => refusals.network?.(devEui) ?? answered({})),
    ...(refusals.find === undefined
      ? {}
      : {
          find: (devEui: Eui64) =>
            asked<FoundDevice | undefined>(
              `find ${devEui}`,
              () => refusals.find?.(devEui) ?? answered(undefined),
            ),
        }),
  }
  const applicationServer = {
    provision: ({ devEui }: { readonly devEui: Eui64 }) =>
      asked(`application-server ${devEui}`, () => answered(undefined)),
  }
  const workflowPorts: WorkflowPorts = {
    ...base,
    joinServers: oneJoinServer(joinServer),
    networkServer,
    applicationServer,
  }
  const options: BatchOptions = {
    ports: workflowPorts,
    store,
    session,
    clock,
    random: () => 0.5,
    onEvent: (event) => void events.push(event),
  }
  return {
    calls,
    claimed,
    events,
    clock,
    store,
    options,
    mostUnderWay: () => mostUnderWay,
    callsOf: (kind: string) => calls.filter((call) => call.startsWith(kind)),
    /** What was said of servers, in order. */
    servers: () =>
      events.flatMap((event) => (event.type === 'server' ? [`${event.server} ${event.state}`] : [])),
  }
}
