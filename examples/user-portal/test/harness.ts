import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StopSignal } from '@claimtag/core'
import { type DeliveredDevice, type Simulator, startSimulator } from 'claimtag-example-thingpark-simulator'
import {
  createPortal,
  diskStore,
  type Portal,
  type PortalKey,
  type PortalStore,
} from 'claimtag-example-user-portal'
import { keyPairOf } from '@claimtag/provisioning/unwrap'
import { codeOf, demoDevices, demoLogin, demoSettings } from 'claimtag-example-user-portal/demo'
import { expect, onTestFinished, vi } from 'vitest'

export const otherLogin = {
  clientId: 'other',
  clientSecret: 'other-secret',
  kmSubscription: '43',
  busitToken: demoLogin.busitToken,
}

/** What our page sends with every request. */
export const OURS = {
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
  'x-claimtag': '1',
  host: 'portal.test',
}

interface Answered {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into it
  readonly json: any
  readonly response: Response
}

/** A browser that keeps its cookie. */
export interface Visitor {
  cookie: string
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answered>
  logIn(credentials?: object): Promise<Answered>
  put(device: DeliveredDevice, more?: object): Promise<Answered>
  /** The device once it is in this state. */
  reach(devEui: string, status: string): Promise<Answered['json']>
}

export interface World {
  readonly simulator: Simulator
  readonly folder: string
  readonly log: string[]
  readonly time: { now: number }
  portal: Portal
  visitor(): Visitor
  /** The same folder and the same servers under another process. */
  restart(key?: PortalKey): Promise<void>
}

/** Shorter than the portal makes one, which takes seconds of a busy machine. */
let made: PortalKey | undefined

function ourKey(): PortalKey {
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const
  const publicKeyEncoding = { type: 'spki', format: 'pem' } as const
  return (made ??= keyPairOf(
    generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding, publicKeyEncoding }).privateKey,
  ))
}

/** @param storeIn where the portal keeps what outlives it; files in its folder when left out */
export async function openWorld(storeIn: (folder: string) => PortalStore = diskStore): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'claimtag-portal-'))
  const accounts = [demoLogin, otherLogin]
  const simulator = await startSimulator({ devices: demoDevices, accounts })
  const log: string[] = []
  const time = { now: Date.parse('2026-11-27T12:00:00Z') }
  const start = (key?: PortalKey): Portal =>
    createPortal({
      settings: demoSettings(simulator.address),
      key: key ?? ourKey(),
      store: storeIn(folder),
      files: async (c) => c.text('page'),
      isHttps: true,
      isBehindProxy: true,
      // It stands still until a test moves it: a wait lasts until a person ends it.
      clock: { now: () => time.now, sleep: untilStopped },
      log: (line) => log.push(line),
    })
  const world: World = {
    simulator,
    folder,
    log,
    time,
    portal: start(),
    visitor: () => visitorOf(world),
    async restart(key) {
      world.portal.close()
      world.portal = start(key)
    },
  }
  onTestFinished(async () => {
    world.portal.close()
    await simulator.close()
    await rm(folder, { recursive: true, force: true })
  })
  return world
}

function untilStopped(_: number, signal?: StopSignal): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve()))
}

function visitorOf(world: World): Visitor {
  const visitor: Visitor = {
    cookie: '',
    async ask(method, path, body, headers = {}) {
      const response = await world.portal.app.request(path, {
        method,
        headers: { ...OURS, cookie: visitor.cookie, ...headers },
        ...(method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body ?? {}) }),
      })
      const [set] = response.headers.getSetCookie()
      if (set !== undefined) visitor.cookie = set.slice(0, set.indexOf(';'))
      const isStream = response.headers.get('content-type') === 'text/event-stream'
      const text = isStream ? '{}' : await response.text()
      return { status: response.status, json: text.startsWith('{') ? JSON.parse(text) : text, response }
    },
    logIn: (credentials = demoLogin) => visitor.ask('POST', '/api/login', credentials),
    put: (device, more = {}) =>
      visitor.ask('PUT', `/api/devices/${idOf(device)}`, {
        text: codeOf(device),
        routingProfileId: 'busit',
        ...more,
      }),
    async reach(devEui, status) {
      const find = async (): Promise<Answered['json']> =>
        (await visitor.ask('GET', '/api/devices')).json.devices.find(
          (one: Answered['json']) => one.devEui === devEui,
        )
      await vi.waitFor(async () => expect((await find())?.status).toBe(status), {
        timeout: 30_000,
        interval: 10,
      })
      return find()
    },
  }
  return visitor
}

/** The id that a browser would make for this device. */
export function idOf({ devEui }: DeliveredDevice): string {
  return `00000000-0000-4000-8000-${devEui.slice(-12).toLowerCase()}`
}

/** Every part of six characters of the tokens, as they are on the label and as the Join Server has them. */
export function tokenParts(devices: readonly DeliveredDevice[]): readonly string[] {
  const spellings = devices.flatMap((device) => [
    device.ownerToken,
    /:O([A-Z2-7]+)/.exec(codeOf(device))?.[1] ?? '',
    Buffer.from(device.ownerToken, 'base64').toString('hex').toUpperCase(),
  ])
  return spellings.flatMap((token) =>
    Array.from({ length: token.length - 5 }, (_, at) => token.slice(at, at + 6)),
  )
}
