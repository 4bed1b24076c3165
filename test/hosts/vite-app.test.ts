import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodePng } from '@claimtag/label/png'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { classicScript } from '../../.config/classic.mjs'
import { hasChromium, openPage, startChromium } from '../camera/chromium.ts'
import { labelOf } from '../camera/scene.ts'
import { filesOf, serve } from '../camera/site.ts'

const packages = fileURLToPath(new URL('../../packages', import.meta.url))
const vite = fileURLToPath(
  new URL('../../examples/vite-scanner/node_modules/vite/bin/vite.js', import.meta.url),
)

/** An empty app: no settings of Vite, no settings of a workspace. */
const APP = {
  'package.json': '{ "private": true, "type": "module" }',
  'index.html': '<!doctype html><title>App</title><script type="module" src="/main.js"></script>',
  'main.js': `
    import { createDecoder, explain } from '@claimtag/decoder'
    import { createCamera } from '@claimtag/decoder/camera'
    import script from '@claimtag/decoder/classic.js?url'
    import worker from '@claimtag/decoder/camera/worker?worker&url'
    import { createScanner, textsOf } from '@claimtag/decoder/scan'
    import { french } from '@claimtag/decoder/words/fr'
    import wasm from '@claimtag/decoder/zxing_reader.wasm?url'

    const decoder = createDecoder()
    const scanner = createScanner({ wasm: async () => (await fetch(wasm)).arrayBuffer() })
    const video = document.createElement('video')
    const camera = createCamera({ video, decoder, worker, wasm, onState() {}, onCode() {} })
    globalThis.app = {
      script,
      readScanned: async (address) => {
        const photo = await (await fetch(address)).blob()
        return textsOf(await scanner.scan(photo)).map((text) => decoder.decode(text))
      },
      readInWorker: async (address) => {
        const photo = await (await fetch(address)).blob()
        return (await camera.readPhoto(photo)).map(({ text }) => text)
      },
      refuse: (text) => explain(decoder.decode(text).error, french),
    }`,
}

const folder = mkdtempSync(join(tmpdir(), 'claimtag-vite-app-'))
const built = join(folder, 'dist')
afterAll(() => rmSync(folder, { recursive: true }))

beforeAll(() => {
  for (const name of ['core', 'decoder']) install(name)
  // As npm would put it beside; its files are read where they are.
  symlinkSync(
    join(packages, 'decoder', 'node_modules', 'zxing-wasm'),
    join(folder, 'node_modules', 'zxing-wasm'),
    'junction',
  )
  for (const [name, text] of Object.entries(APP)) writeFileSync(join(folder, name), text)
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: folder, stdio: 'pipe' })
})

/** Unpacks what npm would publish. */
function install(name: string): void {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const printed = execFileSync(npm, ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: join(packages, name),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  })
  const [{ filename }] = JSON.parse(printed) as [{ readonly filename: string }]
  const target = join(folder, 'node_modules', '@claimtag', name)
  mkdirSync(target, { recursive: true })
  const tarball = join(folder, filename.replace(/^@/, '').replace('/', '-'))
  execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'])
}

test('the reader and the script are files of the app, each with a hash in its name', async () => {
  const assets = join(built, 'assets')
  const names = readdirSync(assets)
  const wasm = names.find((name) => /^zxing_reader-[\w-]+\.wasm$/.test(name)) ?? ''
  const original = readFileSync(join(packages, 'decoder', 'dist', 'zxing_reader.wasm'))
  expect(readFileSync(join(assets, wasm)).equals(original)).toBe(true)
  const script = names.find((name) => /^claimtag\.classic-[\w-]+\.js$/.test(name)) ?? ''
  expect(readFileSync(join(assets, script), 'utf8')).toBe(await classicScript())
  expect(names.filter((name) => name.endsWith('.wasm'))).toEqual([wasm])
})

describe.skipIf(!hasChromium())('the app in Chromium, under the policy of the README', () => {
  test('reads a picture in the page and in the worker, and says what a foreign code is', async () => {
    const label = labelOf(4)
    const photo = { type: 'image/png', body: encodePng(label.bitmap, { dpi: 300 }) }
    const [site, browser] = await Promise.all([
      serve(new Map([...filesOf(built), ['/label.png', photo]])),
      startChromium(),
    ])
    try {
      const { page, faults } = await openPage(browser, site.address)
      const run = (call: string): Promise<unknown> => page.evaluate(`globalThis.app.${call}`)
      expect(await run('readScanned("/label.png")')).toMatchObject([{ ok: true, format: 'thingpark' }])
      expect(await run('readInWorker("/label.png")')).toEqual([label.text])
      expect(await run('refuse("WIFI:S:guest;;")')).toContain('Wi-Fi')
      expect(faults).toEqual([])
    } finally {
      await browser.close()
      site.close()
    }
  })
})
