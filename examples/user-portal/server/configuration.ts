import { readNamedFile } from '@claimtag/disk'
import type { PortalConfiguration } from '@claimtag/provisioning'
import { parseConfiguration } from '@claimtag/provisioning/schema'

/** Where the servers are. These are the only hosts that this portal calls. */
export interface ServerAddresses {
  /** ThingPark Activation, the Join Server. */
  readonly activation: string
  /** ThingPark Wireless, the Network Server. */
  readonly wireless: string
  /** Where Bearer tokens for both come from. */
  readonly token: string
  readonly busit: string
  /** The Network Server is spoken to by DX Core instead of OSS. */
  readonly usesDxCore: boolean
}

export interface PortalSettings {
  readonly servers: ServerAddresses
  readonly provisioning: PortalConfiguration
}

/** No configuration of ours comes near it. */
const MOST_BYTES = 1 << 20

/**
 * Reads a file such as `portal.json`: `servers` with addresses, and `provisioning` as `parseConfiguration` checks it.
 *
 * @throws Error with the member that is wrong
 */
export function readSettings(path: string): PortalSettings {
  return parseSettings(JSON.parse(readNamedFile(path, MOST_BYTES).toString('utf8')))
}

export function parseSettings(input: unknown): PortalSettings {
  const { servers, provisioning } = membersOf(input, 'The configuration')
  const given = membersOf(servers, 'servers')
  const thingpark = addressOf(given, 'thingpark', '')
  const activation = addressOf(given, 'activation', thingpark)
  return {
    servers: {
      activation,
      wireless: addressOf(given, 'wireless', thingpark),
      token: addressOf(given, 'token', `${thingpark}/users-auth/protocol/openid-connect/token`),
      busit: addressOf(given, 'busit', ''),
      usesDxCore: given['usesDxCore'] === true,
    },
    provisioning: parseConfiguration(provisioning),
  }
}

function membersOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>
  throw new Error(`${name} must be an object`)
}

function addressOf(given: Readonly<Record<string, unknown>>, name: string, otherwise: string): string {
  const value = given[name] ?? otherwise
  if (typeof value === 'string' && URL.canParse(value)) return value.replace(/\/$/, '')
  if (name === 'thingpark' && given['activation'] !== undefined) return ''
  throw new Error(`servers.${name} must be the address of a server`)
}
