import { answered, fault } from '../answer.ts'
import type { ListedItem, NetworkServer, NetworkServerDevice } from '../ports.ts'

export interface FileNetworkServerOptions {
  /** Adds the text at the end of the file, and has it on the disk when it resolves. */
  readonly append: (text: string) => Promise<void>
  /** A device as the server's import reads it, such as `thingparkBatchLine`. */
  readonly line: (device: NetworkServerDevice) => string
  /** What the server offers, since a file does not say. */
  readonly lists: Readonly<
    Record<'connectivityPlans' | 'deviceProfiles' | 'routingProfiles', readonly ListedItem[]>
  >
  /** DevEUIs that stand in the file already, of an earlier process. */
  readonly written?: Iterable<string> | undefined
  /** DevEUIs that stand in the file since it was last asked, of processes that are under way as this one is. */
  readonly added?: (() => Promise<Iterable<string>>) | undefined
}

/**
 * A Network Server that is given its devices by an import: each becomes a line of a file, once.
 *
 * @example
 * ```ts
 * import { fileNetworkServer, thingparkBatchLine } from '@claimtag/provisioning/ns-file'
 *
 * const lines: string[] = []
 * const item = (id: string) => [{ id, name: id, isDefault: true }]
 * const networkServer = fileNetworkServer({
 *   append: async (text) => void lines.push(text),
 *   line: thingparkBatchLine,
 *   lists: { connectivityPlans: item('basic'), deviceProfiles: item('LORA/A'), routingProfiles: item('busit') },
 * })
 * console.log((await networkServer.connectivityPlans()).ok) // true
 * ```
 */
export function fileNetworkServer({
  append,
  line,
  lists,
  written = [],
  added = async () => [],
}: FileNetworkServerOptions): NetworkServer {
  const known = new Map<string, NetworkServerDevice | undefined>()
  for (const devEui of written) known.set(devEui, undefined)
  let last: Promise<unknown> = Promise.resolve()

  async function look(): Promise<void> {
    for (const devEui of await added()) if (!known.has(devEui)) known.set(devEui, undefined)
  }

  async function add(device: NetworkServerDevice): ReturnType<NetworkServer['provision']> {
    const { devEui } = device
    try {
      await look()
      if (known.has(devEui)) return fault('conflict')
      await append(line(device))
    } catch {
      // Part of the line may be in the file.
      return fault('server-failed')
    }
    known.set(devEui, device)
    return answered({ device: devEui })
  }

  return {
    connectivityPlans: async () => answered(lists.connectivityPlans),
    deviceProfiles: async () => answered(lists.deviceProfiles),
    routingProfiles: async () => answered(lists.routingProfiles),
    // One after the other, so that two calls for one device write one line.
    provision(device) {
      const done = last.then(() => add(device))
      last = done
      return done
    },
    async find(devEui) {
      try {
        await look()
      } catch {
        return fault('server-failed')
      }
      if (!known.has(devEui)) return answered(undefined)
      const device = known.get(devEui)
      if (device === undefined) return answered({ device: devEui })
      const { devEui: _, ...members } = device
      return answered({ ...members, device: devEui })
    },
  }
}
