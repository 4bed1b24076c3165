import type { ApplicationServerSettings, JoinServerSettings, NetworkServerSettings } from './server-schema.ts'

type ServerSettings = JoinServerSettings | NetworkServerSettings | ApplicationServerSettings
type NamedKind = Exclude<ServerSettings['kind'], 'http-application-server'>

const TITLES: Readonly<Record<NamedKind, string>> = {
  'thingpark-activation': 'ThingPark Activation',
  'the-things-join-server': 'The Things Join Server',
  'the-things-stack': 'The Things Stack',
  'thingpark-wireless': 'ThingPark Wireless',
  'thingpark-dx-core': 'ThingPark DX Core',
  'thingpark-enterprise': 'ThingPark Enterprise',
  chirpstack: 'ChirpStack',
  'ns-file': 'Network Server',
  busit: 'Busit',
}

/**
 * What people call a server of a portal's document: its product, or its host where it is one's own.
 *
 * @example
 * ```ts
 * import { serverTitle } from '@claimtag/provisioning/portal'
 *
 * const server = { kind: 'thingpark-wireless', address: 'https://tpe.example.com', account: 'thingpark' } as const
 * console.log(serverTitle(server)) // ThingPark Wireless
 * ```
 */
export function serverTitle(server: ServerSettings): string {
  return server.kind === 'http-application-server'
    ? new URL(server.provision.address).host
    : TITLES[server.kind]
}
