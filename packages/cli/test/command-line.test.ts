import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { commandLine } from '../src/command-line.ts'

test.runIf(process.platform !== 'win32')('what is printed can be pasted into a shell', () => {
  const argv = ['generate', 'my devices.csv', "it's", '$HOME', '--as', 'png,svg', '', '*']
  const line = commandLine(argv).replace(/^claimtag/, `printf '%s\\n'`)
  const { stdout } = spawnSync('sh', ['-c', line], { encoding: 'utf8' })
  expect(stdout.split('\n').slice(0, -1)).toEqual(argv)
})

test('what needs no quotes gets none', () => {
  expect(commandLine(['generate', 'devices.csv', '--out', 'a/b'])).toBe(
    'claimtag generate devices.csv --out a/b',
  )
})
