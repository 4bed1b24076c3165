import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test, vi } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = fileURLToPath(new URL('.readme-examples/', import.meta.url))

interface Example {
  readonly readme: string
  readonly line: number
  readonly code: string
}

const folders = ['packages', 'examples'].flatMap((top) =>
  readdirSync(join(root, top)).map((name) => `${top}/${name}`),
)
const readmes = ['', ...folders].map((path) => join(path, 'README.md')).filter(exists)

// A block marked `ts no-run` needs a printer, a browser or somebody's server.
function examplesOf(readme: string): readonly Example[] {
  const text = readFileSync(join(root, readme), 'utf8')
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => ({
    readme,
    line: text.slice(0, match.index).split('\n').length,
    code: match[1] ?? '',
  }))
}

function exists(path: string): boolean {
  try {
    readFileSync(join(root, path))
    return true
  } catch {
    return false
  }
}

test('every package has a README with an example that runs', () => {
  const packages = readdirSync(join(root, 'packages')).filter((name) => !name.endsWith('.json'))
  const silent = packages.filter((name) => {
    const readme = `packages/${name}/README.md`
    // The command's examples are command lines, which its own tests run.
    return !exists(readme) || (name !== 'cli' && examplesOf(readme).length === 0)
  })
  expect(silent).toEqual([])
})

describe.each(readmes.flatMap(examplesOf))('$readme, line $line', ({ readme, line, code }) => {
  test('runs and prints what its comments say', async () => {
    mkdirSync(folder, { recursive: true })
    const file = join(folder, `${readme.replaceAll(/[^\w]+/g, '-')}-${line}.ts`)
    writeFileSync(file, code)
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    onTestFinished(() => log.mockRestore())
    await expect(import(/* @vite-ignore */ file)).resolves.toBeDefined()
    const printed = log.mock.calls.map((values) => values.map(String).join(' '))
    const promised = [...code.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)].map(([, comment]) => comment)
    expect(printed).toEqual(expect.arrayContaining(promised))
  })
})
