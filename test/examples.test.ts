import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLabeller, defaultTemplate } from '@claimtag/label'
import { encodePng } from '@claimtag/label/png'
import { demoAccount, startSimulator, type Simulator } from 'claimtag-example-thingpark-simulator'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Example, examplesIn, readExamples } from './examples/blocks.ts'
import { compileErrors, writeExamples } from './examples/compile.ts'
import { isPublic, publicFunctions } from './examples/public-functions.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const examples = readExamples(root)
const PLANTED: Example = {
  source: 'planted.md',
  line: 7,
  code: `const n = 1\nconst s: string = n`,
  runs: false,
}
const files = writeExamples([...examples, PLANTED])

test('every package has a README with an example that runs', () => {
  const packages = readdirSync(join(root, 'packages'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  const shown = new Set(examples.filter(({ runs }) => runs).map(({ source }) => source))
  // The command's examples are command lines, which its own tests run.
  const silent = packages.filter(({ name }) => name !== 'cli' && !shown.has(`packages/${name}/README.md`))
  expect(silent.map(({ name }) => name)).toEqual([])
})

test('blocks are found in Markdown and in docstrings', () => {
  expect(examplesIn('README.md', 'One:\n\n```ts\na()\n```\n\n```ts no-run\nb()\n```\n')).toEqual([
    { source: 'README.md', line: 4, code: 'a()\n', runs: true },
    { source: 'README.md', line: 8, code: 'b()\n', runs: false },
  ])
  expect(
    examplesIn('a.ts', 'const a = 1\n\n/**\n * @example\n * ```ts\n * a()\n *\n *   b()\n * ```\n */\n'),
  ).toEqual([{ source: 'a.ts', line: 6, code: 'a()\n\n  b()\n', runs: true }])
})

test('every function that a user calls has an example', () => {
  const functions = publicFunctions(root).filter(isPublic)
  expect(functions.length).toBeGreaterThan(140)
  expect(
    functions.filter(({ docstring }) => !/@example\n \* ```ts/.test(docstring)).map(({ name }) => name),
  ).toEqual([])
})

test('every example compiles, also those that cannot run here', () => {
  expect(compileErrors([...examples, PLANTED])).toEqual([
    `planted.md:8: TS2322: Type 'number' is not assignable to type 'string'.`,
  ])
})

const run = examples.flatMap(({ source, line, code, runs }, at) =>
  runs ? [{ source, line, code, file: files[at] ?? '' }] : [],
)

describe.each(run)('$source, line $line', ({ code, file }) => {
  test('runs and prints what its comments say', async () => {
    await enterFolder()
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    onTestFinished(() => log.mockRestore())
    await expect(import(/* @vite-ignore */ file)).resolves.toBeDefined()
    const printed = log.mock.calls.map((values) => values.map(String).join(' '))
    expect(printed).toEqual(expect.arrayContaining(promisedBy(code)))
  })
})

test('what an example promises is what stands behind its console.log', () => {
  expect(promisedBy(`console.log(a) // 1\nb() // 2\nconsole.log(c)\n  console.log(d) // e, f`)).toEqual([
    '1',
    'e, f',
  ])
})

function promisedBy(code: string): string[] {
  return [...code.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)].map(([, promise = '']) => promise)
}

const DEVICES = `DevEUI;AppEUI;Owner Token;Lot
70B3D57ED00A0004;70B3D57ED0000002;ecQSH8YIV9/+/HS5mcyF8Q==;26W47
70B3D57ED00A000B;70B3D57ED0000002;OpTzsevs1bV2mJazvSKkuw==;26W47
`
const LABEL = createLabeller(defaultTemplate, { dpi: 300 }).draw(
  'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:C4FA5',
  { devEui: '0004A310001AAED6', joinEui: '70B3D57ED0000000' },
)

/** The servers of `portal.json`, and the device of the code that READMEs show. */
let servers: Simulator
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const portalKey = privateKey.export({ type: 'pkcs8', format: 'pem' })

beforeAll(async () => {
  const device = { devEui: 'AABBCCDDEEFF0011', joinEui: '1122334455667788', ownerToken: 'AABBCCDDEEFF' }
  servers = await startSimulator({ devices: [device] })
  vi.stubEnv('THINGPARK_SECRET', demoAccount.clientSecret)
  vi.stubEnv('BUSIT_TOKEN', servers.world.busitToken)
  return async () => {
    vi.unstubAllEnvs()
    await servers.close()
  }
})

/**
 * Examples read `devices.csv`, `label.png`, `portal.json` and `portal.key`, and may write what they like: each has a
 * folder of its own.
 */
async function enterFolder(): Promise<void> {
  const [before, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), 'example-'))]
  writeFileSync(join(folder, 'devices.csv'), DEVICES)
  writeFileSync(join(folder, 'label.png'), encodePng(LABEL, { dpi: 300 }))
  const document = await fetch(`${servers.address}/simulator/portal.json`)
  writeFileSync(join(folder, 'portal.json'), await document.text())
  writeFileSync(join(folder, 'portal.key'), portalKey)
  process.chdir(folder)
  onTestFinished(() => {
    process.chdir(before)
    rmSync(folder, { recursive: true, force: true })
  })
}
