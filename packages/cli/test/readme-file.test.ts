import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimtag, emptyFolder } from './command.ts'

test('the file of devices that the README shows is labelled as a whole, without a warning', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, devices = ''] = /```csv\n([^`]+)```/.exec(readme) ?? []
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'devices.csv'), devices)
  const { code, out } = await claimtag(['generate', 'devices.csv', '--out', 'labels', '--json'], { cwd })
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ state: 'done', read: 2, labelled: 2, warnings: [], unused: [] })
})
