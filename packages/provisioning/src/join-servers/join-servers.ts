import type { Eui64 } from '@claimtag/core'
import { hasPrefix, parseEuiPrefix } from './eui-prefix.ts'
import type { EuiPrefix } from './eui-prefix.ts'
import type { JoinServer } from '../ports.ts'
import { provisioningError } from '../provisioning-error.ts'

/** A Join Server with the name that states know it by. */
export interface NamedJoinServer {
  readonly id: string
  readonly server: JoinServer
}

/** Which Join Server a device belongs to: its JoinEUI says. */
export interface JoinServers {
  find(joinEui: Eui64): NamedJoinServer | undefined
  /** All of them: a login has an ASTK made at each. */
  readonly all: readonly NamedJoinServer[]
}

/** A Join Server, and the JoinEUIs that it serves. */
export interface MappedJoinServer extends NamedJoinServer {
  /** JoinEUIs (AppEUIs) or prefixes of them, such as `70B3D57ED0000000/40`. */
  readonly joinEuis: readonly string[]
}

/**
 * Several Join Servers. Of the prefixes that a JoinEUI has, the longest decides.
 *
 * @throws ProvisioningError `configuration-invalid` when an id or a prefix is there twice, or a prefix is none
 *
 * @example
 * ```ts
 * import { answered, joinServers, type JoinServer } from '@claimtag/provisioning'
 * import { parseEui64 } from '@claimtag/core'
 *
 * const server: JoinServer = {
 *   createAsTransportKey: async () => answered({ id: 'ask-1', encryptedKey: '…' }),
 *   claim: async ({ devEui }) => answered({ device: devEui }),
 *   provision: async () => answered(undefined),
 * }
 * const servers = joinServers([
 *   { id: 'activation', joinEuis: ['70B3D57ED0000000/40'], server },
 *   { id: 'own', joinEuis: ['70B3D57ED0000002'], server },
 * ])
 * const joinEui = parseEui64('70B3D57ED0000002')
 * console.log(joinEui && servers.find(joinEui)?.id) // own
 * ```
 */
export function joinServers(mapped: readonly MappedJoinServer[]): JoinServers {
  const ranges: { readonly prefix: EuiPrefix; readonly named: NamedJoinServer }[] = []
  const all: NamedJoinServer[] = []
  const known = new Set<string>()
  for (const { id, server, joinEuis } of mapped) {
    const named = { id, server }
    if (id === '' || all.some((other) => other.id === id))
      refuse(id, id === '' ? 'is empty' : 'stands there twice')
    all.push(named)
    for (const text of joinEuis) {
      const prefix = parseEuiPrefix(text)
      if (prefix === undefined)
        return refuse(id, 'has a JoinEUI that is neither an EUI nor a prefix such as 70B3D57ED0000000/40')
      const key = `${prefix.eui}/${prefix.bits}`
      if (known.has(key)) refuse(id, `shares ${key} with another Join Server`)
      known.add(key)
      ranges.push({ prefix, named })
    }
  }
  ranges.sort((one, other) => other.prefix.bits - one.prefix.bits)
  return { all, find: (joinEui) => ranges.find(({ prefix }) => hasPrefix(joinEui, prefix))?.named }
}

/**
 * One Join Server for all devices.
 *
 * @example
 * ```ts
 * import { oneJoinServer, type JoinServer, type JoinServers } from '@claimtag/provisioning'
 *
 * export const joinServersOf = (server: JoinServer): JoinServers => oneJoinServer(server)
 * ```
 */
export function oneJoinServer(server: JoinServer, id = DEFAULT_JOIN_SERVER): JoinServers {
  const named = { id, server }
  return { all: [named], find: () => named }
}

/** The name of a Join Server that was given none, and of that in states of version 1. */
export const DEFAULT_JOIN_SERVER = 'default'

function refuse(id: string, problem: string): never {
  throw provisioningError({ code: 'configuration-invalid', field: `joinServers.${id}`, problem })
}
