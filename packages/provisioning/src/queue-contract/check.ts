import { isEui64, type Eui64 } from '@claimtag/core'
import { equal } from '../store-contract/check.ts'
import { platformClock } from '../retry/platform-clock.ts'
import type { QueuedDevice } from '../queue/provisioning-queue.ts'

export { equal }

/** How long something that a queue does by itself may take, on a busy machine. */
const PATIENCE_MS = 60_000
const LOOK_MS = 20

export function deviceOf(index: number, more: Partial<QueuedDevice> = {}): QueuedDevice {
  const devEui = `70B3D57ED2${index.toString(16).toUpperCase().padStart(6, '0')}`
  if (!isEui64(devEui)) throw new Error(devEui)
  return { devEui, record: `r-${index}`, choice: { routingProfileId: 'busit' }, priority: 100, ...more }
}

export function devEuisOf(devices: readonly { readonly devEui: Eui64 }[]): readonly Eui64[] {
  return devices.map(({ devEui }) => devEui).sort()
}

/** @throws Error when it does not come */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = platformClock.now() + PATIENCE_MS
  while (platformClock.now() < end) {
    const found = await look()
    if (found !== undefined) return found
    await platformClock.sleep(LOOK_MS)
  }
  throw new Error(`${what}: it did not come`)
}
