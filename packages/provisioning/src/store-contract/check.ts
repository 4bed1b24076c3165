import { parseEui64, type Eui64 } from '@claimtag/core'
import type { ProvisioningState } from '../state.ts'

/** @throws Error when the two are not the same data */
export function equal(what: string, given: unknown, wanted: unknown): void {
  const [is, should] = [plain(given), plain(wanted)]
  if (is !== should) throw new Error(`${what}: expected ${should}, and the store gave ${is}`)
}

/** A device at its first step. */
export function stateOf(devEui: Eui64, more: Partial<ProvisioningState> = {}): ProvisioningState {
  return {
    version: 2,
    step: 'claim',
    pending: false,
    claimPresumed: false,
    name: devEui,
    devEui,
    joinEui: parseEui64('70B3D57ED0000002') ?? devEui,
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

/** Data as text: members sorted, absent and undefined ones alike. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  const sorted = members.sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${sorted.map(([name, member]) => `${name}: ${plain(member)}`).join(', ')}}`
}
