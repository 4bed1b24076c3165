import { isEui64, type Eui64 } from '@claimtag/core'
import type { ProvisioningState } from '@claimtag/provisioning'

export function eui(text: string): Eui64 {
  if (!isEui64(text)) throw new Error(text)
  return text
}

/** A device at its first step. */
export function stateOf(devEui: string, more: Partial<ProvisioningState> = {}): ProvisioningState {
  return {
    version: 2,
    step: 'claim',
    pending: false,
    claimPresumed: false,
    name: devEui,
    devEui: eui(devEui),
    joinEui: eui('70B3D57ED0000002'),
    deviceProfileId: 'generic',
    connectivityPlanId: 'basic',
    routingProfileId: 'busit',
    homeNetId: '000002',
    hsmGroupId: 'HSM',
    asTransportKeyId: 'ask-1',
    joinServerId: 'default',
    attempts: 0,
    ...more,
  }
}
