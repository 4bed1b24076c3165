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
import { ENGINES, hasEngine } from './engines.ts'

const packages = fileURLToPath(new URL('../../packages', import.meta.url))
const vite = fileURLToPath(
  new URL('../../examples/vite-scanner/node_modules/vite/bin/vite.js', import.meta.url),
)

/** What is printed is the number of codes in a picture, and whether the first one is ours. */
const PROGRAM = `
  import { readFile } from 'node:fs/promises'
  import { createDecoder } from '@claimtag/decoder'
  import { createScanner, textsOf } from '@claimtag/decoder/scan'
  const texts = textsOf(await createScanner().scan(await readFile(process.argv[2])))
  console.log(texts.length, createDecoder().decode(texts[0]).ok)`

/** An empty app: no settings of Vite, no settings of a workspace. */
const APP = {
  'package.json': '{ "private": true, "type": "module", "dependencies": { "@claimtag/decoder": "0.1.0" } }',
  'program.js': PROGRAM,
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

const label = labelOf(4)
const photo = encodePng(label.bitmap, { dpi: 300 })
const folder = mkdtempSync(join(tmpdir(), 'claimtag-installed-'))
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
  writeFileSync(join(folder, 'label.png'), photo)
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

describe.each(ENGINES.filter(({ importing }) => importing !== undefined))('in $name', (engine) => {
  test.skipIf(!hasEngine(engine))('the package is imported, and reads a picture', async () => {
    expect(await engine.importing?.(join(folder, 'program.js'), 'label.png')).toBe('1 true')
  })
})

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
    const [site, browser] = await Promise.all([
      serve(new Map([...filesOf(built), ['/label.png', { type: 'image/png', body: photo }]])),
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
