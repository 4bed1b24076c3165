import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Clock } from '@claimtag/core'
import { encodePng } from '@claimtag/label/png'
import { platformClock } from '@claimtag/provisioning/retry'
import {
  codeOf,
  type Demo,
  demoDevices,
  demoLogin,
  serveFiles,
  startDemo,
} from 'claimtag-example-user-portal/demo'
import { startSimulator } from 'claimtag-example-thingpark-simulator'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { allowCamera, clipCamera, startChromium } from '../camera/chromium.ts'
import { writeClip } from '../camera/clip.ts'
import { type Label, labelOf, photograph, type View } from '../camera/scene.ts'

const example = fileURLToPath(new URL('../../examples/user-portal', import.meta.url))

/** The label of a demonstration's device, as our label package draws it. */
export function demoLabel(index: number): Label {
  const { devEui, joinEui } = demoDevices[index]!
  return labelOf(4, codeOf(demoDevices[index]!), {
    devEui,
    appEui: joinEui,
    serialNumber: `26W48-${devEui.slice(-4)}`,
  })
}

export function photoOf(label: Label): Buffer {
  return Buffer.from(encodePng(label.bitmap, { dpi: 300 }))
}

export type Login = typeof demoLogin

const accounts = Array.from({ length: 60 }, (_, index) => ({
  clientId: `client-${index}`,
  clientSecret: `secret-${index}`,
  kmSubscription: String(100 + index),
}))

export interface Opening {
  readonly isAllowed?: boolean
  readonly before?: () => void
  readonly path?: string
  readonly options?: Parameters<Browser['newContext']>[0]
}

export interface OpenPortal {
  readonly context: BrowserContext
  readonly page: Page
  /** Warnings and errors of the console, refused actions, and exceptions. */
  readonly faults: string[]
  /** The account of this page alone. */
  readonly login: Login
  /** The body of every request to /api, by method and path. */
  readonly sent: { readonly what: string; readonly body: string }[]
}

/** The portal as it is built and served, its simulated servers, and a Chromium whose camera sees what it is shown. */
export interface PortalStand {
  readonly demo: Demo
  readonly folder: string
  readonly browser: Browser
  readonly log: string[]
  readonly clip: string
  show(...views: readonly View[]): void
  open(opening?: Opening): Promise<OpenPortal>
  /** The portal's server stops, and another one starts at the same address with the same folder. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** A first wait is shorter than a second: here it lasts until a person could act. */
const unhurried: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => platformClock.sleep(Math.max(milliseconds, 20_000), signal),
}

export async function buildPortal(folder: string): Promise<string> {
  const page = join(folder, 'page')
  const vite = join(example, 'node_modules', 'vite', 'bin', 'vite.js')
  // As people build it, and not as one builds under test.
  const env = { ...process.env, NODE_ENV: 'production' }
  execFileSync(process.execPath, [vite, 'build', '--outDir', page, '--logLevel', 'error'], {
    cwd: example,
    env,
  })
  return page
}

export async function openPortalStand(): Promise<PortalStand> {
  const folder = await mkdtemp(join(tmpdir(), 'claimtag-portal-'))
  const clip = join(folder, 'clip.y4m')
  const built = await buildPortal(folder)
  const log: string[] = []
  const start = {
    isBehindProxy: true,
    folder: join(folder, 'data'),
    files: serveFiles(built),
    log: (line: string) => log.push(line),
    clock: unhurried,
  }
  const simulator = await startSimulator({ devices: demoDevices, accounts })
  let running = await startDemo({ ...start, simulator })
  const { address } = running
  let opened = 0
  const browser = await startChromium(...clipCamera(clip))
  return {
    get demo() {
      return running
    },
    folder,
    browser,
    log,
    clip,
    show: (...views) => writeClip(clip, [photograph(views, { width: 1280, height: 720 }, { blur: 0.5 })]),
    async open({ isAllowed = true, before, path = '/', options = {} } = {}) {
      const account = accounts[++opened]!
      // Everyone has an address and an account of their own, as limits go by both.
      const extraHTTPHeaders = { 'x-forwarded-for': `10.0.0.${opened}` }
      const context = await browser.newContext({ locale: 'en-GB', extraHTTPHeaders, ...options })
      await allowCamera(context, address, isAllowed)
      const page = await context.newPage()
      const faults: string[] = []
      const sent: { what: string; body: string }[] = []
      page.on('pageerror', ({ message }) => faults.push(message))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
      })
      page.on('request', (request) => {
        const { pathname } = new URL(request.url())
        if (pathname.startsWith('/api/'))
          sent.push({ what: `${request.method()} ${pathname}`, body: request.postData() ?? '' })
      })
      if (before !== undefined) await context.addInitScript(before)
      await page.goto(`${address}${path}`)
      return { context, page, faults, sent, login: { ...account, busitToken: demoLogin.busitToken } }
    },
    async restart() {
      await running.close()
      running = await startDemo({ ...start, simulator, port: Number(new URL(address).port) })
    },
    async close() {
      await browser.close()
      await running.close()
      await simulator.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Fills in the form, and waits until the person is in. */
export async function logIn({ page, login }: Pick<OpenPortal, 'page' | 'login'>): Promise<void> {
  for (const [name, value] of Object.entries(login)) await page.fill(`input[name=${name}]`, value)
  await page.click('button[type=submit]')
  await page.waitForSelector('.tabs, .actions', { state: 'attached' })
}
