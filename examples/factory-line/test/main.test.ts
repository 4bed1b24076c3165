import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFolder } from '../src/folder.ts'
import { operate, OPERATIONS } from '../src/operator.ts'
import { startPrinter } from '../src/index.ts'
import { callPrinter, until } from './host.ts'

const ZPL = '^XA^PW8^LL1^FO0,0^GFA,1,1,1,FF^FS^XZ'
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'factory-line-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('labels are filed in order, after those that are there', () => {
  const label = { width: 8, height: 1, stride: 1, data: Uint8Array.of(1) }
  openFolder(folder, 203)(label)
  const file = openFolder(folder, 203)
  file(label)
  expect(file(label)).toBe(join(folder, '000003.png'))
  expect(readdirSync(folder)).toEqual(['000001.png', '000002.png', '000003.png'])
})

test.skipIf(process.platform === 'win32')('a label is for its owner alone', () => {
  const path = openFolder(folder, 203)({ width: 8, height: 1, stride: 1, data: Uint8Array.of(1) })
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('what a person types happens at the printer', async () => {
  const printer = await startPrinter({ paper: 0 })
  const host = await callPrinter(printer)
  const state = async () => {
    host.write('~HS')
    const [first = '', second = ''] = (await host.read(82)).split('\r\n')
    return [first.split(',')[1], first.split(',')[2], second.split(',')[2], second.split(',')[3]].join('')
  }
  const seen: string[] = []
  for (const line of [
    '',
    'head open',
    'ribbon out',
    'PAUSE',
    'paper 5',
    'head close',
    'ribbon in',
    'resume',
  ]) {
    operate(printer, line)
    seen.push(await state())
  }
  expect(seen).toEqual(['1000', '1010', '1011', '1111', '0111', '0101', '0100', '0000'])
  expect(operate(printer, 'coffee')).toContain(OPERATIONS[0])
  operate(printer, 'drop')
  await host.closed
  operate(printer, 'power off')
  await printer.close()
})

test('the program prints files until it is interrupted', async () => {
  const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
  const out = join(folder, 'printed')
  const args = [main, '--port', '0', '--out', out, '--paper', '1', '--refill', '0.01', '--ms-per-label', '1']
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Uint8Array) => (said += Buffer.from(chunk).toString()))
  await until(() => said.includes('printing on'))
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(said)?.[1])
  const host = await callPrinter({ host: '127.0.0.1', port })
  host.write(ZPL.repeat(3))
  await until(() => said.split('printed ').length > 3)
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(readdirSync(out)).toEqual(['000001.png', '000002.png', '000003.png'])
  expect(said).toContain('paper out\na new roll is in\n')
})
