import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Demo, demoLogin, serveFiles, startDemo } from 'claimtag-example-user-portal/demo'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Firefox, startFirefox } from '../camera/firefox.ts'
import { buildPortal } from './stand.ts'

const PATIENCE = { timeout: 90_000 }

/** The portal as it is built and served, in a Firefox of its own for the tests of a file. */
export function visitByFirefox(preferences?: Readonly<Record<string, boolean>>) {
  let folder = ''
  let demo: Demo
  let firefox: Firefox
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'claimtag-portal-firefox-'))
    const files = serveFiles(await buildPortal(folder))
    demo = await startDemo({ folder: join(folder, 'data'), files })
    firefox = await startFirefox(preferences)
  })
  afterAll(async () => {
    await firefox.close()
    await demo.close()
    await rm(folder, { recursive: true, force: true })
  })

  const open = (): Promise<void> => firefox.page.open(demo.address)
  const until = (expression: string, value: unknown): Promise<void> =>
    expect.poll(() => firefox.page.evaluate(expression), PATIENCE).toEqual(value)
  const press = (selector: string): Promise<unknown> =>
    firefox.page.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`)

  return {
    get demo() {
      return demo
    },
    get page() {
      return firefox.page
    },
    /** For files of a test; it goes with the tests. */
    get folder() {
      return folder
    },
    open,
    until,
    /** Opens the page at its form. @param before run in the page before anyone is in */
    async logIn(before = ''): Promise<void> {
      await open()
      await until(`!!document.querySelector('input[name=clientId]')`, true)
      if (before !== '') await firefox.page.evaluate(before)
      for (const [name, value] of Object.entries(demoLogin))
        await firefox.page.evaluate(
          `document.querySelector('input[name=${name}]').value = ${JSON.stringify(value)}`,
        )
      await press('button[type=submit]')
    },
    /** Takes the device that is in the tray to the last server. */
    async connect(): Promise<void> {
      await press('.actions .main')
      await until(`!!document.querySelector('.choices')`, true)
      await press('.actions .main')
      await until(`!!document.querySelector('h1.is-live')`, true)
    },
  }
}
