import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { faultsIn } from '../../core/test/issue/whole-sentence.ts'
import { claimtag, emptyFolder } from './command.ts'

const GENERATE = ['generate', 'devices.csv', '--out', 'labels']
const STREAM = ['generate', 'devices.csv', '--out', '-', '--as', 'zpl']
const PRINT = ['print', 'labels']
const DEV_EUI = '70B3D57ED00A0004'

/** Ways to call the command wrongly: as many of its refusals as need no store, printer or terminal. */
const WRONG: readonly (readonly string[])[] = [
  ['generate', 'devices.csv'],
  [...GENERATE, '--as', 'jpeg'],
  [...GENERATE, '--as', ''],
  [...GENERATE, '--pack', 'tar'],
  [...GENERATE, '--verify', 'some'],
  [...GENERATE, '--verify', 'sample:0'],
  [...GENERATE, '--dpi', 'high'],
  [...GENERATE, '--dpi', '50'],
  [...GENERATE, '--chunk', '20000'],
  [...GENERATE, '--workers', 'many'],
  [...GENERATE, '--head-dots', 'wide'],
  [...GENERATE, '--volume', '0', '--as', 'pdf'],
  [...GENERATE, '--volume', '5'],
  [...GENERATE, '--start', '2'],
  [...GENERATE, '--offset', '1', '--as', 'pdf'],
  [...GENERATE, '--media', '63', '--as', 'brother', '--dpi', '300'],
  [...GENERATE, '--as', 'brother'],
  [...GENERATE, '--ids', 'octal'],
  [...GENERATE, '--column', 'devEui'],
  [...GENERATE, '--column', 'colour=Farbe'],
  [...GENERATE, '--column', 'devEui=A', '--column', 'devEui=B'],
  [...GENERATE, '--format', 'tr006'],
  [...GENERATE, '--format', 'gone.json'],
  [...GENERATE, '--format', 'no.json'],
  [...GENERATE, '--template', 'device-1x1'],
  [...GENERATE, '--template', 'gone.json'],
  [...GENERATE, '--template', 'no.json'],
  ['plan', '--stock', '5000x25'],
  ['plan', '--stock', 'large'],
  ['plan', '--stock', '25x25', '--template', 'device-50x25'],
  [...GENERATE, '--config', 'gone.json'],
  [...GENERATE, '--config', 'no.json'],
  [...GENERATE, '--config', 'wrong.json'],
  [...GENERATE, '--to', 'tcp://127.0.0.1:9100', '--as', 'png'],
  [...GENERATE, '--to', 'printer'],
  [...STREAM, '--to', 'file://out.bin'],
  [...STREAM, '--add'],
  ['generate', 'gone.csv', '--out', 'labels'],
  ['generate', 'empty.csv', '--out', 'labels'],
  ['plan', 'gone.csv'],
  ['plan', 'empty.csv'],
  ['print'],
  PRINT,
  [...PRINT, '--to', 'printer'],
  [...PRINT, '--to', 'tcp://127.0.0.1:9100', '--as', 'png'],
  [...PRINT, '--to', 'tcp://127.0.0.1:9100', '--uncertain', 'maybe'],
  [...PRINT, '--to', 'tcp://127.0.0.1:9100', '--give-up', 'soon'],
  [...PRINT, '--dev-eui', '70B3'],
  [...PRINT, '--reprint'],
  [...PRINT, '--devices', 'devices.csv'],
  [...PRINT, '--out', 'one.zpl'],
  [...PRINT, '--dev-eui', DEV_EUI, '--out', 'one.zpl'],
  ['verify'],
  ['verify', 'labels'],
  ['templates', '--show', 'device'],
  ['fleet', 'look'],
  ['fleet', 'status'],
  ['fleet', 'status', '--queue', 'gone.sqlite'],
  ['fleet', 'status', '--queue', 'redis://127.0.0.1:1', '--realm', 'a:b'],
  ['codes', 'look'],
  ['codes', 'show'],
  ['codes', 'show', DEV_EUI],
  ['codes', 'revoke'],
  ['codes', 'reconcile'],
  ['issue', DEV_EUI, '--field', 'serialNumber'],
  ['issue', DEV_EUI, '--field', 'devEui=70B3D57ED00A0005'],
]

describe('a command that is called wrongly says so in a whole sentence', () => {
  test.each(WRONG.map((argv) => [argv.join(' '), argv] as const))('claimtag %s', async (_, argv) => {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'devices.csv'), `devEui\n${DEV_EUI}\n`)
    writeFileSync(join(cwd, 'empty.csv'), 'devEui\n')
    writeFileSync(join(cwd, 'no.json'), '{')
    writeFileSync(join(cwd, 'wrong.json'), '{"dpi":"high"}')
    const { code, err } = await claimtag([...argv, '--json'], { cwd })
    const last = err.trimEnd().split('\n').at(-1) ?? ''
    const { type, message, ...issue } = JSON.parse(last) as { type: string; code: string; message: string }
    expect([type, code]).toEqual(['error', expect.toSatisfy((exit: number) => exit === 2 || exit === 3)])
    expect(issue.code).not.toBe('internal')
    // Some begin with a flag; some end with an example to be copied, and so without a full stop.
    expect(faultsIn(message.replace(/^--/, '').replace(/[^.?!]$/, '$&.'))).toEqual([])
  })
})
