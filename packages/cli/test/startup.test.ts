import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { COMMANDS } from '../src/flags/flags.ts'
import { claimtag, emptyFolder } from './command.ts'

const src = fileURLToPath(new URL('../src', import.meta.url))

/** Packages that a file loads at once, with all that it imports; types and `import()` cost nothing yet. */
function loadedBy(path: string, seen = new Set<string>()): ReadonlySet<string> {
  seen.add(path)
  expect(existsSync(path)).toBe(true)
  const imports = readFileSync(path, 'utf8').matchAll(
    /^(?:import|export)\s+(?!type\b)[^'"]*?from\s+'([^']+)'/gm,
  )
  for (const [, from = ''] of imports) {
    const to = from.startsWith('.') ? join(dirname(path), from) : from
    if (seen.has(to)) continue
    if (from.startsWith('.')) loadedBy(to, seen)
    else seen.add(to)
  }
  return seen
}

const foreign = (path: string): readonly string[] =>
  [...loadedBy(join(src, path))].filter((name) => !name.startsWith(src) && !name.startsWith('node:')).sort()

test('the command itself loads nothing but the reader of the command line', () => {
  expect(foreign('index.ts')).toEqual(['commander'])
})

test.each([
  ['completion', ['@claimtag/core']],
  ['formats', ['@claimtag/core']],
  ['decode', ['@claimtag/core', '@claimtag/decoder/documents', '@claimtag/disk']],
  ['plan', ['@claimtag/core', '@claimtag/disk', '@claimtag/label']],
])('%s loads what it needs: %j', (command, packages) => {
  expect(foreign(`commands/${command}.ts`)).toEqual(packages)
})

test('the help groups commands by who uses them', async () => {
  const { code, out } = await claimtag(['--help'], { cwd: emptyFolder() })
  expect(code).toBe(0)
  const headings = [...out.matchAll(/^(\S.*):$/gm)].map(([, heading]) => heading)
  const groups = [
    'Labels',
    'Printers and the line',
    'Codes',
    'Provisioning',
    'Proof and hand-over',
    'Formats and templates',
    'Setting up',
  ]
  expect(headings).toEqual(['Options', ...groups])
  for (const name of Object.keys(COMMANDS)) expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
})
