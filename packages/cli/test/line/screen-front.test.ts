import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { csvOf, sampleDevices } from '../../../batch/test/devices.ts'
import { run } from '../../src/run.ts'
import { emptyFolder } from '../command.ts'

const devices = sampleDevices(3)
const [{ devEui: first, ownerToken }] = devices as [(typeof devices)[0]]

/** The station on a terminal of 100 × 30, and what was written to it since one looked last. */
function onTerminal(cwd: string, env: Record<string, string>) {
  writeFileSync(join(cwd, 'devices.csv'), csvOf(devices))
  const raw: boolean[] = []
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => raw.push(isRaw),
  })
  let out = ''
  const write = (text: string | Uint8Array) => (out += Buffer.from(text).toString('utf8'))
  const args = ['line', 'devices.csv', '--to', `file://${join(cwd, 'printer.bin')}`, '--operator', 'Ada']
  const code = run({
    argv: args,
    env,
    cwd,
    stdin,
    stdout: { isTTY: true, columns: 100, rows: 30, write },
    stderr: { isTTY: true, columns: 100, write },
    signal: new AbortController().signal,
  })
  return {
    code,
    raw,
    all: () => out,
    type: (text: string) => void stdin.write(text),
    sees: async (text: string) => {
      await vi.waitFor(() => expect(out.slice(out.lastIndexOf('\u001B[H'))).toContain(text), 20_000)
      return out.slice(out.lastIndexOf('\u001B[H'))
    },
  }
}

test('a terminal shows every state in colours and words, and one key does each thing', async () => {
  const terminal = onTerminal(emptyFolder(), { LANG: 'en_GB.UTF-8' })
  const { sees, type } = terminal
  expect(await sees('Scan or type the next device.')).toContain('\u001B[44m')
  type(`${first}\r`)
  const good = await sees(`The label of ${first} is printed.`)
  expect(good).toContain('\u001B[42m')
  expect(good.split('\r\n')).toHaveLength(30)
  expect(terminal.all()).not.toContain('\u0007')
  type(`${first}\r`)
  expect(await sees('Reprint needs a reason.')).toContain('\u001B[41m')
  expect(terminal.all()).toContain('\u0007')
  type('\u001BOQ')
  expect(await sees(`Reprint ${first}: Why once more?`)).toContain('Esc Cancel')
  type('torn in half')
  await sees('Why once more? torn in half')
  type('\r')
  await sees(`The label of ${first} is printed.`)
  type('\u001B[17~')
  expect(await sees('mix-ups caught')).toMatch(/reprinted +1 +1/)
  type('\u001B')
  type(`LW:D0:70B3D57ED0000001:${first}:00000000:${ownerToken}`)
  await sees('LW:D0:70… (')
  type('\r\u001B[20~')
  expect(await terminal.code).toBe(0)
  expect(terminal.raw).toEqual([true, false])
  expect(terminal.all()).not.toContain(ownerToken.slice(0, 8))
  const [, after] = terminal.all().split('\u001B[?25h\u001B[?1049l')
  expect(after).toMatch(/^[^\n]*This shift: 1 +In all: 1 of \d+\n$/)
})

test('without colours, the banner is dark on light or light on dark', async () => {
  const terminal = onTerminal(emptyFolder(), { NO_COLOR: '1', LANG: 'de_DE' })
  const screen = await terminal.sees('Das nächste Gerät scannen oder eintippen.')
  expect(screen).toContain('\u001B[7m')
  // oxlint-disable-next-line no-control-regex
  expect(screen).not.toMatch(/\u001B\[(?:4\d|3\d|9\d|10\d)m/)
  terminal.type('\u0003')
  expect(await terminal.code).toBe(0)
})
