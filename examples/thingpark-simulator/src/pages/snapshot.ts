import type { Operation } from '../http/route.ts'
import type { World } from '../world/world.ts'

export interface LogEntry {
  readonly operation: Operation
  readonly status: number | 'dropped'
}

/** One device through the eyes of all servers. Tokens and keys are told of, not shown. */
interface DeviceRow {
  readonly devEui: string
  readonly joinEui: string
  readonly claimedBy: string | null
  readonly joinServer: string | null
  readonly networkServer: string | null
  readonly applicationServer: string | null
}

/** How many of the last requests are shown. */
const RECENT = 30

/** The state as the page shows it. */
export function snapshot(
  world: World,
  log: readonly LogEntry[],
): {
  readonly devices: readonly DeviceRow[]
  readonly requests: number
  readonly recent: readonly LogEntry[]
} {
  const devices = [...world.joinServer.values()].map(
    ({ devEui, joinEui, claimedBy, provisioned, claim }): DeviceRow => {
      const stack = [...world.theThingsStack.devices.values()].find((one) => one.devEui === devEui)
      const radio = world.networkServer.get(devEui)
      const chirp = world.chirpStack.devices.get(devEui.toLowerCase())
      return {
        devEui,
        joinEui,
        claimedBy: claimedBy ?? null,
        joinServer: provisioned
          ? `ASTK ${provisioned.asKey}, NetID ${provisioned.homeNsNetID}`
          : claim
            ? `NetID ${claim.homeNetID}`
            : null,
        networkServer: radio
          ? `ThingPark, ${radio.connectivityPlanId}`
          : stack?.network
            ? 'The Things Stack'
            : chirp
              ? 'ChirpStack'
              : null,
        applicationServer: world.applicationServer.has(devEui)
          ? 'Busit, with the ASTK'
          : stack?.application
            ? 'The Things Stack'
            : world.own.devices.has(devEui)
              ? 'one of your own, with the ASTK'
              : null,
      }
    },
  )
  return { devices, requests: log.length, recent: log.slice(-RECENT).reverse() }
}
