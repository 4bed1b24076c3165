import { fileNetworkServer } from '../ns-file/network-server.ts'
import { devEuisIn, thingparkBatchLine, theThingsStackEntry } from '../ns-file/lines.ts'
import type { NetworkServer, NetworkServerDevice } from '../ports.ts'
import { provisioningError } from '../provisioning-error.ts'
import type { Portal } from './portal-schema.ts'
import type { NetworkServerSettings } from './server-schema.ts'

/** A file that a Network Server imports, as the host keeps it. */
export interface ImportFile {
  /** All whole lines that it has; the empty text when it is new. */
  readonly text: string
  /** Adds a line that is on the disk when it resolves. */
  readonly append: (line: string) => Promise<void>
  /**
   * All whole lines that it has got since, or since it was last asked, of this process and others. Needed where several
   * processes work at a time, since one goes on with what another has left.
   */
  readonly added?: (() => Promise<string>) | undefined
}

type FileSettings = Extract<NetworkServerSettings, { readonly kind: 'ns-file' }>

/**
 * The Network Server of a portal that is a file. It offers what the document names, since a file lists nothing.
 *
 * @throws ProvisioningError `configuration-invalid` when the host keeps no files
 */
export async function importFileServer(
  { form, file, profiles = {} }: FileSettings,
  { deviceProfiles, routingProfiles, connectivityPlanId: plan = '' }: Portal['configuration'],
  open: ((file: string) => Promise<ImportFile>) | undefined,
): Promise<NetworkServer> {
  if (open === undefined) {
    const problem = 'cannot be ns-file here: this portal keeps no files'
    throw provisioningError({ code: 'configuration-invalid', field: 'networkServer', problem })
  }
  const { text, append, added } = await open(file)
  return fileNetworkServer({
    append,
    line: form === 'thingpark' ? thingparkBatchLine : stackLine,
    written: devEuisIn(text),
    added: added && (async () => devEuisIn(await added())),
    lists: {
      connectivityPlans: [{ id: plan, name: plan, isDefault: true }],
      deviceProfiles: listed(deviceProfiles),
      routingProfiles: listed(routingProfiles),
    },
  })

  function stackLine(device: NetworkServerDevice): string {
    const profile = profiles[device.deviceProfileId]
    // `parsePortal` has looked.
    if (profile === undefined) throw new TypeError('a profile is missing')
    return theThingsStackEntry({ ...device, profile })
  }
}

function listed(named: Readonly<Record<string, { readonly name: string }>>) {
  return Object.entries(named).map(([id, { name }]) => ({ id, name, isDefault: false }))
}
