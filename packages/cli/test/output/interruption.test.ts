import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'

const command = fileURLToPath(new URL('../../bin/claimtag.js', import.meta.url))
const DEVICES = 3000

function workplace() {
  const cwd = mkdtempSync(join(tmpdir(), 'claimtag-cli-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  const rows = Array.from({ length: DEVICES }, (_, index) => {
    const devEui = (0x70b3d57ed0500000n + BigInt(index)).toString(16).toUpperCase()
    return `${devEui},70B3D57ED0000001,${createHash('md5').update(devEui).digest('base64')}\n`
  })
  writeFileSync(join(cwd, 'devices.csv'), `DevEUI,AppEUI,Owner Token\n${rows.join('')}`)
  return { cwd, temporary: mkdtempSync(join(cwd, 'tmp-')) }
}

type Workplace = ReturnType<typeof workplace>

function start(args: readonly string[], { cwd, temporary }: Workplace) {
  const child = spawn(process.execPath, [command, 'generate', ...args], {
    cwd,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
  return { child, ended, exited: new Promise((resolve) => child.on('exit', resolve)) }
}

const ARGS = ['devices.csv', '--verify', 'none', '--workers', '0', '--json']

describe.runIf(process.platform !== 'win32').each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s',
  (signal) => {
    test('ends a job between two chunks', async () => {
      const place = workplace()
      const { child, ended } = start([...ARGS, '--out', 'labels', '--as', 'svg'], place)
      const out = text(child.stdout)
      child.stderr.on('data', (piece: Buffer) => {
        if (piece.toString().includes('"progress"') && !child.killed) child.kill(signal)
      })
      expect(await ended).toBe(130)
      const { state, labelled } = JSON.parse(await out) as { state: string; labelled: number }
      expect(state).toBe('interrupted')
      expect(labelled).toBeLessThan(DEVICES)
    })

    test.runIf(signal === 'SIGHUP')('ends a stream whose reader is stuck, asked once', async () => {
      const place = workplace()
      const { child, exited } = start([...ARGS, '--out', '-', '--as', 'zpl'], place)
      await new Promise((resolve) => child.stderr.once('readable', resolve))
      await new Promise((resolve) => child.stdout.once('readable', resolve))
      child.kill(signal)
      expect(await exited).toBe(130)
      expect(readdirSync(place.temporary)).toEqual([])
    })

    test('twice ends a stream whose reader is stuck, and nothing of it is left', async () => {
      const place = workplace()
      const { child, exited } = start([...ARGS, '--out', '-', '--as', 'zpl'], place)
      child.stderr.resume()
      // Reads once, and then no more: the rest does not fit into a pipe.
      await new Promise((resolve) => child.stdout.once('readable', resolve))
      // Two signals in one moment are one, so they are repeated until it reacts; more than two change nothing.
      const asking = setInterval(() => child.kill(signal), 250)
      onTestFinished(() => clearInterval(asking))
      const code = await exited
      clearInterval(asking)
      expect(code).toBe(130)
      expect(readdirSync(place.temporary)).toEqual([])
    })
  },
)
