import { busit } from '../busit/application-server.ts'
import { chirpStack } from '../chirpstack/network-server.ts'
import { httpApplicationServer } from '../http-application-server/application-server.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import type { ApplicationServer, JoinServer, NetworkServer } from '../ports.ts'
import { theThingsJoinServer } from '../the-things-join-server/join-server.ts'
import { theThingsStack } from '../the-things-stack/the-things-stack.ts'
import { thingparkActivation } from '../thingpark-activation/join-server.ts'
import { thingparkDxCore } from '../thingpark-dx-core/network-server.ts'
import { thingparkEnterprise } from '../thingpark-enterprise/thingpark-enterprise.ts'
import { thingparkWireless } from '../thingpark-wireless/network-server.ts'
import type { ApplicationServerSettings, JoinServerSettings, NetworkServerSettings } from './server-schema.ts'

/** Makes the connectors of each kind. Their settings have the members of the connector's options. */
type Makers<Settings extends { readonly kind: string }, Port> = {
  readonly [K in Settings['kind']]: (
    options: Omit<Extract<Settings, { readonly kind: K }>, 'kind' | 'account'> & ConnectorOptions,
  ) => Port
}

// A kind more is a line here, and its settings in server-schema.ts.

const JOIN_SERVERS: Makers<JoinServerSettings, JoinServer> = {
  'thingpark-activation': thingparkActivation,
  'the-things-join-server': theThingsJoinServer,
  'the-things-stack': (options) => theThingsStack({ ...options, profiles: {} }).joinServer,
}

/** `import-file.ts` makes the connector of a file, which is not asked over HTTP. */
export type AskedNetworkServer = Exclude<NetworkServerSettings, { readonly kind: 'ns-file' }>

const NETWORK_SERVERS: Makers<AskedNetworkServer, NetworkServer> = {
  'thingpark-wireless': thingparkWireless,
  'thingpark-dx-core': thingparkDxCore,
  'thingpark-enterprise': (options) => thingparkEnterprise(options).networkServer,
  'the-things-stack': (options) => theThingsStack(options).networkServer,
  chirpstack: chirpStack,
}

const APPLICATION_SERVERS: Makers<ApplicationServerSettings, ApplicationServer> = {
  busit,
  'the-things-stack': (options) => theThingsStack({ ...options, profiles: {} }).applicationServer,
  'http-application-server': httpApplicationServer,
}

type Common = Pick<ConnectorOptions, 'fetch' | 'authorization'>

export function joinServerOf(settings: JoinServerSettings, common: Common): JoinServer {
  return make(JOIN_SERVERS, settings, common)
}

export function networkServerOf(settings: AskedNetworkServer, common: Common): NetworkServer {
  return make(NETWORK_SERVERS, settings, common)
}

export function applicationServerOf(settings: ApplicationServerSettings, common: Common): ApplicationServer {
  return make(APPLICATION_SERVERS, settings, common)
}

function make<Settings extends { readonly kind: string }, Port>(
  makers: Makers<Settings, Port>,
  settings: Settings,
  common: Common,
): Port {
  // The table pairs each kind with its settings, which the compiler does not follow through a variable.
  const maker = makers[settings.kind as Settings['kind']] as (options: unknown) => Port
  return maker({ ...settings, ...common })
}
