import type { Answer, CallOptions } from '@claimtag/provisioning'
import type { Fetch } from '@claimtag/provisioning/http'
import type { Operation, Simulator } from 'claimtag-example-thingpark-simulator'
import {
  applicationServerNames,
  applicationServerOf,
  devEui,
  joinEui,
  joinServerNames,
  joinServerOf,
  networkServerNames,
  networkServerOf,
} from './subjects.ts'

/** One method of one connector over a simulator of its own, and the operation there that its request is. */
export interface ConnectorCall {
  readonly name: string
  readonly operation: Operation
  readonly open: (fetch: Fetch) => Promise<OpenCall>
}

interface OpenCall {
  readonly simulator: Simulator
  readonly close: () => Promise<void>
  readonly call: (options?: CallOptions) => Promise<Answer<unknown>>
}

type Method<S> = readonly [
  name: string,
  operation: Operation,
  bind: (subject: S) => OpenCall['call'] | undefined,
]

type JoinServerSubject = Awaited<ReturnType<typeof joinServerOf>>
type NetworkServerSubject = Awaited<ReturnType<typeof networkServerOf>>
type ApplicationServerSubject = Awaited<ReturnType<typeof applicationServerOf>>

const claimed = { devEui, joinEui, device: 'km-1' }
const stackDevice = { ...claimed, device: `eui-${devEui.toLowerCase()}` }

const joinServerMethods: readonly Method<JoinServerSubject>[] = [
  ['createAsTransportKey', 'as-key', (one) => (call) => one.server.createAsTransportKey(one, call)],
  [
    'claim',
    'claim',
    ({ server, device }) =>
      (call) =>
        server.claim(device, call),
  ],
  [
    'provision',
    'join-server',
    ({ server, network }) =>
      (call) =>
        server.provision({ ...claimed, ...network, asTransportKeyId: 'ask-1' }, call),
  ],
  ['status', 'status', ({ server }) => server.status && ((call) => server.status!(stackDevice, call))],
  ['release', 'release', ({ server }) => server.release && ((call) => server.release!(stackDevice, call))],
]

const networkServerMethods: readonly Method<NetworkServerSubject>[] = [
  [
    'deviceProfiles',
    'lists',
    ({ server }) =>
      (call) =>
        server.deviceProfiles(call),
  ],
  ['capacity', 'lists', ({ server }) => server.capacity && ((call) => server.capacity!('plan-basic', call))],
  [
    'provision',
    'network-server',
    ({ server, device }) =>
      (call) =>
        server.provision(device, call),
  ],
  ['find', 'find', ({ server }) => server.find && ((call) => server.find!(devEui, call))],
  [
    'remove',
    'remove',
    ({ server }) => server.remove && ((call) => server.remove!({ devEui, device: '1' }, call)),
  ],
]

const applicationServerMethods: readonly Method<ApplicationServerSubject>[] = [
  [
    'provision',
    'application-server',
    ({ server, device }) =>
      (call) =>
        server.provision(device, call),
  ],
  ['find', 'find', ({ server }) => server.find && ((call) => server.find!(devEui, call))],
  ['remove', 'remove', ({ server }) => server.remove && ((call) => server.remove!({ devEui }, call))],
]

/** Methods that send nothing there, or send another request first. */
const ELSEWHERE: Readonly<Record<string, Operation | undefined>> = {
  'the-things-stack JS createAsTransportKey': undefined,
  'the-things-stack JS provision': undefined,
  'the-things-stack NS deviceProfiles': undefined,
  'the-things-stack NS provision': 'identity-server',
  'the-things-join-server JS createAsTransportKey': undefined,
  'the-things-join-server JS provision': undefined,
  'thingpark-dx-core JS createAsTransportKey': undefined,
  'thingpark-dx-core JS provision': undefined,
  'thingpark-dx-core JS claim': 'network-server',
  'busit AS remove': 'find',
}

function callsOf<S extends NetworkServerSubject | JoinServerSubject | ApplicationServerSubject>(
  names: readonly string[],
  role: string,
  open: (name: string, fetch: Fetch) => Promise<S>,
  methods: readonly Method<S>[],
  has: (name: string, method: string) => boolean,
): readonly ConnectorCall[] {
  return names.flatMap((connector) =>
    methods.flatMap(([method, usual, bind]): readonly ConnectorCall[] => {
      const name = `${connector} ${role} ${method}`
      const operation = Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : usual
      if (operation === undefined || !has(connector, method)) return []
      const openCall = async (fetch: Fetch): Promise<OpenCall> => {
        const subject = await open(connector, fetch)
        const call = bind(subject)
        if (call === undefined) throw new Error(`${name} is not there`)
        return { simulator: subject.simulator, close: subject.close, call }
      }
      return [{ name, operation, open: openCall }]
    }),
  )
}

const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  status: ['the-things-stack', 'the-things-join-server'],
  release: ['the-things-stack', 'the-things-join-server'],
  capacity: ['thingpark-wireless', 'thingpark-dx-core'],
}
const has = (connector: string, method: string): boolean => OPTIONAL[method]?.includes(connector) ?? true

/** Every method of every connector that sends a request. */
export const connectorCalls: readonly ConnectorCall[] = [
  ...callsOf(joinServerNames, 'JS', joinServerOf, joinServerMethods, has),
  ...callsOf(networkServerNames, 'NS', networkServerOf, networkServerMethods, has),
  ...callsOf(applicationServerNames, 'AS', applicationServerOf, applicationServerMethods, has),
]
