import type { Clock, Eui64 } from '@claimtag/core'
import type { PlatformSignal } from '../signal.ts'
import type { Session } from '../state.ts'
import type { Saves } from '../store/saves-in.ts'
import type { Workflow } from '../workflow.ts'
import type { DeviceView } from './device-view.ts'
import type { ListingStore } from './listing-store.ts'

/** Someone who is logged in at the servers. */
export interface Attendant {
  readonly workflow: Workflow
  readonly session: Session
  /** Of the store that is attended to. */
  readonly saves: Saves
}

export interface AttendPorts {
  readonly clock: Clock
  readonly store: ListingStore
  /** Who goes on with the devices: the person who has logged in last. */
  readonly attendant: () => Attendant
  /** Ends what is on its way. */
  readonly signal: PlatformSignal
  /** Takes a device whenever it has come further, or stands still. */
  readonly onView: (view: DeviceView) => void
  /** Takes each decision: a step of a device and what came of it. */
  readonly onDecision: (devEui: Eui64, step: string, outcome: string) => void
}
