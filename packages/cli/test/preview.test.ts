import { decode, thingpark } from '@claimtag/core'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { run } from '../src/run.ts'

const scanner = createScanner()

const DEVICE = 'devEui,appEui,ownerToken\n70B3D57ED00A0004,70B3D57ED0000002,ecQSH8YIV9/+/HS5mcyF8Q==\n'

function preview(args: readonly string[], isTTY = false) {
  const cwd = mkdtempSync(join(tmpdir(), 'claimtag-cli-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  writeFileSync(join(cwd, 'devices.csv'), DEVICE)
  const [out, err]: [Buffer[], string[]] = [[], []]
  const code = run({
    argv: ['preview', 'devices.csv', ...args],
    env: {},
    cwd,
    stdin: Readable.from(['']),
    stdout: { isTTY, write: (bytes) => out.push(Buffer.from(bytes)) },
    stderr: { write: (text) => err.push(String(text)) },
    signal: new AbortController().signal,
  })
  return { code, file: join(cwd, 'label.png'), out: () => Buffer.concat(out), err: () => err.join('') }
}

async function deviceOn(png: Uint8Array): Promise<string | undefined> {
  const [text = ''] = textsOf(await scanner.scan(png))
  const result = decode(text, [thingpark])
  return result.ok ? result.record.devEui : undefined
}

test('as a picture at the dots of the printer, for its owner alone', async () => {
  const { code, file, err, out } = preview(['--out', 'label.png', '--dpi', '300'])
  expect(await code).toBe(0)
  expect([err(), out().length]).toEqual(['Wrote label.png\nIt shows line 2, the first.\n', 0])
  const png = readFileSync(file)
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([591, 295])
  expect(await deviceOn(png)).toBe('70B3D57ED00A0004')
  // Windows has no such modes.
  expect(process.platform === 'win32' ? 0o600 : statSync(file).mode & 0o777).toBe(0o600)
})

test('as a picture on stdout', async () => {
  const { code, out, err } = preview(['--out', '-'])
  expect([await code, err()]).toEqual([0, ''])
  expect(await deviceOn(out())).toBe('70B3D57ED00A0004')
})

test('no picture goes to a terminal, and none to where nothing can be written', async () => {
  await expect(preview(['--out', '-'], true).code).rejects.toThrow('name a file')
  await expect(preview(['--out', 'no/where.png']).code).rejects.toMatchObject({ code: 'output-failed' })
})

test('in half blocks otherwise', async () => {
  const { code, out } = preview([])
  expect(await code).toBe(0)
  expect(out().toString()).toContain('▄')
})
