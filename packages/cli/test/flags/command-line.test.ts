import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commandLine } from '../../src/flags/command-line.ts'

test.runIf(process.platform !== 'win32')('what is printed can be pasted into a shell', () => {
  const argv = ['generate', 'my devices.csv', "it's", '$HOME', '--as', 'png,svg', '', '*']
  const line = commandLine(argv).replace(/^claimtag/, `printf '%s\\n'`)
  const { stdout } = spawnSync('sh', ['-c', line], { encoding: 'utf8' })
  expect(stdout.split('\n').slice(0, -1)).toEqual(argv)
})

test.runIf(existsSync('/bin/bash'))(
  'a name that must not reach a terminal is spelled, and still that name',
  () => {
    const argv = ['decode', "it's \u001B[31m \\u0041 \n \u202Eü"]
    const line = commandLine(argv)
    // oxlint-disable-next-line no-control-regex
    expect(line).not.toMatch(/[\u0000-\u001F\u202E]/)
    const { stdout } = spawnSync('/bin/bash', ['-c', line.replace(/^claimtag/, `printf '%s\\0'`)], {
      encoding: 'utf8',
      env: { LC_ALL: 'C.UTF-8' },
    })
    expect(stdout.split('\0').slice(0, -1)).toEqual(argv)
  },
)

test('what needs no quotes gets none', () => {
  expect(commandLine(['generate', 'devices.csv', '--out', 'a/b'])).toBe(
    'claimtag generate devices.csv --out a/b',
  )
})
