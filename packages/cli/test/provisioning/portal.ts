import { generateKeyPairSync } from 'node:crypto'
import { encode, thingpark } from '@claimtag/core'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { demoAccount, startSimulator } from '../../../../examples/thingpark-simulator/src/index.ts'
import type { Operation, Simulator } from '../../../../examples/thingpark-simulator/src/index.ts'
import { emptyFolder } from '../command.ts'

export const DEVICES = [
  'Wq7ZkP0xT3mVb9LdRy2sQg==',
  'c2Vjb25kLXRva2VuLTAwMQ==',
  'dGhpcmQtdG9rZW4tMDAwMg==',
].map((ownerToken, index) => ({
  devEui: `70B3D57ED00A000${index + 4}`,
  joinEui: '70B3D57ED0000002',
  ownerToken,
}))
/** The codes of the devices, whose tokens no output may show. */
export const CODES = DEVICES.map((device) => encode(device, thingpark))
export const [FIRST = '', SECOND = '', THIRD = ''] = CODES
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const PORTAL_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
export const ENV = { THINGPARK_SECRET: demoAccount.clientSecret, PORTAL_KEY }

export interface Portal {
  readonly cwd: string
  readonly simulator: Simulator
  readonly busitToken: string
  /** Requests of an operation so far. */
  readonly times: (operation: Operation) => number
}

type Change = Readonly<Record<string, unknown>>

/** A folder with a `portal.json` for a simulator of its own. */
export async function openPortal(
  change: Change | ((simulator: Simulator) => Change) = {},
  devices = DEVICES,
): Promise<Portal> {
  const simulator = await startSimulator({ devices, accounts: [demoAccount] })
  onTestFinished(() => simulator.close())
  const cwd = emptyFolder()
  const { address, world } = simulator
  const busitToken = `${world.busit.user}:${world.busit.token}`
  const thingparkServer = { address, account: 'thingpark' }
  const document = {
    routingProfiles: { busit: { name: 'Busit' } },
    deviceProfiles: { 'LORA/GenericA.1.0.3a_ETSI': { name: 'Generic class A' } },
    deviceProfileByAppEui: { '70B3D57ED0000000/40': 'LORA/GenericA.1.0.3a_ETSI' },
    homeNetId: '000002',
    hsmGroupId: 'HSM_LABS_PROD',
    accounts: {
      thingpark: {
        tokenUrl: `${address}/users-auth/protocol/openid-connect/token`,
        clientId: demoAccount.clientId,
        clientSecret: { env: 'THINGPARK_SECRET' },
      },
      busit: { token: { file: 'busit.token' } },
    },
    joinServers: [
      { kind: 'thingpark-activation', kmSubscription: demoAccount.kmSubscription, ...thingparkServer },
    ],
    networkServer: { kind: 'thingpark-wireless', ...thingparkServer },
    applicationServer: { kind: 'busit', address, account: 'busit', connector: 1 },
    // To make one for each test takes longer than all the rest.
    keyPair: { privateKey: { env: 'PORTAL_KEY' } },
    ...(typeof change === 'function' ? change(simulator) : change),
  }
  writeFileSync(join(cwd, 'portal.json'), JSON.stringify(document))
  writeFileSync(join(cwd, 'busit.token'), `${busitToken}\n`, { mode: 0o600 })
  return {
    cwd,
    simulator,
    busitToken,
    times: (operation) => simulator.log.filter((one) => one.operation === operation).length,
  }
}

/** Everything that a folder holds, names and contents. A command may be at work in it. */
export function contentsOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => `${entry.name}\n${entry.isFile() ? contentOf(join(entry.parentPath, entry.name)) : ''}`)
    .join('\n')
}

/** Of a lock that was given back in between, nothing. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

/** Parts of a token that are in a text: six characters, and longer. */
export function tokensIn(text: string): readonly string[] {
  return DEVICES.flatMap(({ ownerToken }) =>
    Array.from({ length: ownerToken.length - 5 }, (_, at) => ownerToken.slice(at, at + 6)).filter((part) =>
      text.includes(part),
    ),
  )
}
