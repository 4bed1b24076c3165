import { spawn, spawnSync, type StdioOptions } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'

const command = fileURLToPath(new URL('../bin/claimtag.js', import.meta.url))
const CODE = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:CB8D5'
const DEVICE = 'devEui,appEui,ownerToken\n70B3D57ED00A0004,70B3D57ED0000002,ecQSH8YIV9/+/HS5mcyF8Q==\n'
const BAD = 'zz,70B3D57ED0000002,rEbIvN9yjnD+bM6GHjPmsA==\n'

function workplace(devices = DEVICE): string {
  const cwd = mkdtempSync(join(tmpdir(), 'claimtag-cli-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  writeFileSync(join(cwd, 'devices.csv'), devices)
  return cwd
}

const full = (): number => openSync('/dev/full', 'w')

function run(args: readonly string[], cwd: string, stdio: StdioOptions) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd,
    stdio,
    encoding: 'utf8',
  })
  return { code: status, stdout, stderr }
}

describe.runIf(existsSync('/dev/full'))('on a full disk', () => {
  test.each([[['plan']], [['plan', '--json']], [['decode', CODE]], [['formats']], [['--help']]])(
    'what %j has to say on stdout is an output that failed',
    (args) => {
      const { code, stderr } = run(args, workplace(), ['ignore', full(), 'pipe'])
      expect({ code, lines: stderr?.trim().split('\n').length }).toEqual({ code: 5, lines: 1 })
      expect(stderr).toContain('The output cannot be written (ENOSPC: no space is left).')
    },
  )

  test('a log ends no job', () => {
    const cwd = workplace(DEVICE + BAD)
    const args = ['generate', 'devices.csv', '--out', 'labels', '--skip-bad-rows']
    expect(run(args, cwd, ['ignore', 'pipe', full()]).code).toBe(3)
    expect(run(['verify', 'labels'], cwd, ['ignore', 'pipe', full()]).code).toBe(0)
  })
})

test('a log whose reader went away ends no job', async () => {
  const cwd = workplace(DEVICE + BAD)
  const args = [command, 'generate', 'devices.csv', '--out', 'labels', '--skip-bad-rows']
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
  child.stderr?.destroy()
  expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(3)
  expect(run(['verify', 'labels'], cwd, 'pipe').code).toBe(0)
})

test('whoever closes the pipe behind the data still learns how it ended', async () => {
  const cwd = workplace(`devEui,appEui,ownerToken\n${BAD}`)
  const args = [command, 'generate', 'devices.csv', '--out', 'labels', '--json']
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
  child.stdout?.destroy()
  expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(3)
})
