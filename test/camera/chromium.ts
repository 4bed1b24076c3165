import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { requireTool } from '../tools.ts'

/** Debian's name, and that of Ubuntu. */
const NAMES = ['chromium', 'chromium-browser']

/** Whether there is a Chromium, for `describe.skipIf(!hasChromium())`. */
export function hasChromium(): boolean {
  return pathOf() !== undefined || requireTool('chromium')
}

function pathOf(): string | undefined {
  return NAMES.map((name) => `/usr/bin/${name}`).find((path) => existsSync(path))
}

/** Starts a Chromium whose camera is made of files or drawn: no camera of this machine is ever opened. */
export function startChromium(...cameras: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: pathOf() ?? 'chromium',
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...cameras,
    ],
  })
}

/** A camera that shows the clip at this path over and over: what the file holds when the camera is opened. */
export function clipCamera(path: string): readonly string[] {
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${path}`]
}

/** So many cameras that show a drawn picture. */
export function drawnCameras(count: number): readonly string[] {
  return [`--use-fake-device-for-media-stream=device-count=${count}`]
}

/** What a person would answer. Without an answer, a browser without a window asks, and waits as long as it likes. */
export function allowCamera(context: BrowserContext, address: string, isAllowed: boolean): Promise<void> {
  // What is not granted here is refused.
  return context.grantPermissions(isAllowed ? ['camera'] : [], { origin: new URL(address).origin })
}

/** A page of a context of its own, in which errors and refused actions are kept. */
export interface OpenPage {
  readonly context: BrowserContext
  readonly page: Page
  /** What no page may do: messages of errors, and what its policy refused. */
  readonly faults: string[]
}

export async function openPage(
  browser: Browser,
  address: string,
  { isAllowed = true, before }: { readonly isAllowed?: boolean; readonly before?: () => void } = {},
): Promise<OpenPage> {
  const context = await browser.newContext()
  await allowCamera(context, address, isAllowed)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  if (before !== undefined) await context.addInitScript(before)
  await page.goto(address)
  return { context, page, faults }
}
