import type { Eui64 } from '@claimtag/core'
import { answered, fault } from '../answer.ts'
import type { Answer } from '../answer.ts'
import { NO_TRANSPORT_KEY } from '../steps/no-transport-key.ts'
import type { CallOptions, JoinServer } from '../ports.ts'
import type { StackConnection } from './connection.ts'
import { claimable, claimedDevice, isObject } from './schema.ts'

/** More in a batch are refused. */
const MOST_IN_BATCH = 20

/** The Device Claiming Server, which claims at the Join Server that the JoinEUI belongs to. */
export function stackJoinServer({ application, ask, idOf }: StackConnection): JoinServer {
  const claimPath = (device: string): string =>
    `/edcs/claim/${encodeURIComponent(application)}/devices/${encodeURIComponent(device)}`
  return {
    createAsTransportKey: async () => answered(NO_TRANSPORT_KEY),

    claim({ devEui, joinEui, ownerToken }, call) {
      const device = idOf(devEui)
      const json = {
        authenticated_identifiers: { join_eui: joinEui, dev_eui: devEui, authentication_code: ownerToken },
        target_application_ids: { application_id: application },
        target_device_id: device,
      }
      return ask('POST', '/edcs/claim', json, (body) => claimedDevice(body, { device, devEui }), call)
    },

    // The Stack has told the Join Server everything along with the claim.
    provision: async () => answered(undefined),

    async status({ devEui, device = idOf(devEui) }, call) {
      const answer = await ask('GET', claimPath(device), undefined, isObject, call)
      if (answer.ok) return answered('ours')
      if (answer.fault.code === 'claim-refused') return answered('others')
      return answer.fault.code === 'not-found' ? answered('unclaimed') : answer
    },

    async release({ device }, call) {
      const answer = await ask('DELETE', claimPath(device), undefined, isObject, call)
      if (answer.ok) return answered(undefined)
      // Someone else has it.
      const { code, status } = answer.fault
      return code === 'claim-refused' ? fault('not-found', status === undefined ? {} : { status }) : answer
    },
  }
}

/** Of these JoinEUIs, those whose devices can be claimed there. */
export async function supportsClaiming(
  { ask }: StackConnection,
  joinEuis: readonly Eui64[],
  call?: CallOptions,
): Promise<Answer<ReadonlySet<Eui64>>> {
  const found = new Set<Eui64>()
  for (let from = 0; from < joinEuis.length; from += MOST_IN_BATCH) {
    const requests = joinEuis.slice(from, from + MOST_IN_BATCH).map((eui) => ({ join_eui: eui }))
    const answer = await ask('POST', '/edcs/claim/info/batch', { requests }, claimable, call)
    if (!answer.ok) return answer
    for (const eui of answer.value) found.add(eui)
  }
  return answered(found)
}
