import { isEui64, type Eui64 } from '@claimtag/core'
import type { ProvisioningState } from '@claimtag/provisioning'
import { stateOf as firstState } from '../../src/store-contract/check.ts'

export function eui(text: string): Eui64 {
  if (!isEui64(text)) throw new Error(text)
  return text
}

/** A device at its first step. */
export function stateOf(devEui: string, more: Partial<ProvisioningState> = {}): ProvisioningState {
  return firstState(eui(devEui), more)
}
