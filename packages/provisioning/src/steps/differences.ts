import { isEui64 } from '@claimtag/core'
import type { FoundDevice, ListedItem, NetworkServerDevice } from '../ports.ts'
import type { Difference } from '../reason.ts'
import type { Session } from '../state.ts'

type Compared = Difference['member']

const MEMBERS = {
  joinEui: true,
  deviceProfileId: true,
  connectivityPlanId: true,
  routingProfileId: true,
  name: true,
} satisfies Record<Compared, true>

const COMPARED = Object.keys(MEMBERS) as readonly Compared[]

/**
 * How the device at the Network Server differs from what it should be. A value of the server is named only if it is an
 * EUI or an ID that its lists have: servers repeat what they were sent.
 */
export function differencesBetween(
  wanted: NetworkServerDevice,
  found: FoundDevice,
  session: Session,
): readonly Difference[] {
  return COMPARED.flatMap((member): readonly Difference[] => {
    const theirs = found[member]
    const ours = wanted[member]
    if (theirs === undefined || theirs === ours) return []
    if (member === 'name') return [{ member }]
    return [isKnown(member, theirs, session) ? { member, ours, theirs } : { member, ours }]
  })
}

/** Whether the server tells all that decides how the device works. */
export function isToldInFull(found: FoundDevice): boolean {
  return COMPARED.every((member) => member === 'name' || found[member] !== undefined)
}

const LISTS = {
  deviceProfileId: ({ deviceProfiles }) => deviceProfiles,
  connectivityPlanId: ({ connectivityPlans }) => connectivityPlans,
  routingProfileId: ({ routingProfiles }) => routingProfiles,
} satisfies Record<Exclude<Compared, 'name' | 'joinEui'>, (session: Session) => readonly ListedItem[]>

function isKnown(member: Exclude<Compared, 'name'>, id: string, session: Session): boolean {
  return member === 'joinEui' ? isEui64(id) : isListed(LISTS[member](session), id)
}

export function isListed(items: readonly ListedItem[], wanted: string): boolean {
  return items.some(({ id }) => id === wanted)
}
