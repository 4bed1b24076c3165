import { codeOf } from './pages/code.ts'
import { secretsOf } from './pages/portal-document.ts'
import type { PortalFile } from './portal-file.ts'
import type { Simulator } from './simulator.ts'

/** Files that were written on start. */
interface NewcomerFiles {
  readonly portal: string
  readonly written: PortalFile
  readonly certificate: string
  /** The folder of states, if there is one: of an earlier start, since this one knows of no device that was begun. */
  readonly states?: string
}

/** What somebody who starts the simulator for the first time needs to go on, as lines for a terminal. */
export function newcomerText({ address, world, certificate }: Simulator, files: NewcomerFiles): string {
  const { theThingsStack: stack, chirpStack, busit } = world
  const accounts = world.accounts.map(
    ({ clientId, clientSecret, kmSubscription }) =>
      `${clientId} / ${clientSecret}, kmSubscription ${kmSubscription}`,
  )
  const rows: readonly (readonly [string, string])[] = [
    ['State', `${address}/simulator`],
    ['Labels to scan', `${address}/simulator/labels`],
    [
      'Portal',
      files.written === 'kept'
        ? `${files.portal} was there and is left as it is: ${address}/simulator/portal.json`
        : files.portal,
    ],
    ...(certificate === undefined
      ? []
      : [['Certificate', `${files.certificate} (NODE_EXTRA_CA_CERTS)`] as const]),
    ['Token URL', `${address}/users-auth/protocol/openid-connect/token`],
    ['Account', accounts.join('; ')],
    ['ThingPark', `${address}/thingpark/activation/rest, /thingpark/wireless/rest, /core/latest/api`],
    ['Plans', ids(world.connectivityPlans)],
    ['Device Profiles', ids(world.deviceProfiles)],
    ['Routing Profiles', ids(world.routingProfiles)],
    ['Busit', `${address}, token ${busit.user}:${busit.token}, connector 1 with the keys deveui and astk`],
    ['The Things Stack', `${address}, API key ${stack.apiKey}, application ${stack.applications.join(', ')}`],
    ['Join Server v2', `${address}, the same key`],
    ['ChirpStack', `${address}, token ${chirpStack.token}`],
    ['', `tenant ${chirpStack.tenantId}, application ${chirpStack.applicationId}`],
  ]
  const codes = [...world.joinServer.values()].map((device) => `  ${device.devEui}  ${codeOf(device)}`)
  const lines = rows.map(([name, value]) => `  ${name.padEnd(17)} ${value}`)
  const secrets = Object.entries(secretsOf(world)).map(([name, value]) => `export ${name}='${value}'`)
  if (certificate !== undefined) secrets.unshift(`export NODE_EXTRA_CA_CERTS='${files.certificate}'`)
  if (files.states !== undefined)
    secrets.unshift(`rm -r ${files.states}   # of an earlier start, of which these servers know nothing`)
  const [device] = world.joinServer.values()
  const first = device === undefined ? [] : [`claimtag provision ${codeOf(device)} --config ${files.portal}`]
  const next = ['Then, in another terminal:', ...secrets, `claimtag config check ${files.portal}`, ...first]
  return [address, ...lines, '', `${codes.length} devices:`, ...codes, '', ...next, ''].join('\n')
}

function ids(entries: readonly { readonly ID: string; readonly isDefault: boolean }[]): string {
  return entries.map(({ ID, isDefault }) => (isDefault ? `${ID} (default)` : ID)).join(', ')
}
