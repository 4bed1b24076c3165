import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { beforeAll, expect, test } from 'vitest'

interface Element {
  readonly type: string
  readonly props: Readonly<Record<string, unknown>> & { readonly children?: unknown }
}

const example = fileURLToPath(new URL('../examples/expo-scanner', import.meta.url))
let code = ''

// What a phone would run, but for Expo and React Native themselves: stubs stand for them.
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-expo-'))
  try {
    const out = join(folder, 'bundle.js')
    const metro = join(example, 'node_modules', 'metro', 'src', 'cli.js')
    const config = join(example, 'test', 'metro.config.js')
    const what = ['build', 'test/entry.js', '--config', config, '--platform', 'android', '--out', out]
    execFileSync(process.execPath, [metro, ...what], { cwd: example, stdio: 'pipe' })
    code = readFileSync(out, 'utf8')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** The screen in an engine that has nothing but the language. */
function open(): () => Element {
  const context = createContext({})
  runInContext(code, context)
  return runInContext('renderScreen', context) as () => Element
}

/** The first element of a type, in the order in which they stand on the screen. */
function find({ type, props }: Element, wanted: string): Element | undefined {
  if (type === wanted) return { type, props }
  const children = [props.children]
    .flat()
    .filter((child): child is Element => typeof child === 'object' && child !== null)
  return children.map((child) => find(child, wanted)).find((found) => found !== undefined)
}

test('asks for the camera, then lists each device once and says what other codes are', () => {
  const render = open()
  expect(find(render(), 'CameraView')).toBeUndefined()
  const allow = find(render(), 'Button')?.props['onPress'] as () => void
  allow()
  const scan = (data: string): void => {
    const seen = find(render(), 'CameraView')?.props['onBarcodeScanned'] as (code: unknown) => void
    seen({ data, cornerPoints: [1, 2, 3, 4].map((x) => ({ x, y: x })) })
  }
  const advice = (): unknown => find(render(), 'Text')?.props.children
  const devices = (): unknown => find(render(), 'FlatList')?.props['data']

  for (let frame = 0; frame < 3; frame++)
    scan('LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:CB8D5')
  expect([advice(), devices()]).toEqual(['AABBCCDDEEFF0011 was read.', ['AABBCCDDEEFF0011']])
  scan('WIFI:T:WPA;S:guest;P:secret;;')
  expect(advice()).toMatch(/Wi-Fi/)
  expect(devices()).toEqual(['AABBCCDDEEFF0011'])
})

test('the bundle carries the decoder and nothing that a phone does not have', () => {
  expect(code).not.toMatch(/zxing|WebAssembly|document\.|navigator\./)
  expect(Buffer.byteLength(code)).toBeLessThan(80_000)
})
