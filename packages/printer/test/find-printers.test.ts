import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findPrinters } from '../src/find-printers.ts'
import type { RunCommand } from '../src/spool/command.ts'

function machine(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'machine-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const noCups: RunCommand = async () => Promise.reject(new Error('spawn lpstat ENOENT'))

test('printers on USB with what they say of themselves', async () => {
  const root = machine({
    'dev/usb/lp0': '',
    'sys/class/usbmisc/lp0/device/ieee1284_id':
      'MANUFACTURER:Zebra Technologies ;COMMAND SET:ZPL;MODEL:ZTC ZD421-300dpi ZPL;CLASS:PRINTER;\n',
    'dev/usb/lp1': '',
    'sys/class/usbmisc/lp1/device/ieee1284_id': 'MFG:TSC;CMD:TSPL2;MDL:TE310\u001b[2J;CLS:PRINTER;\n',
    'dev/usb/lp2': '',
    'dev/usb/hiddev0': '',
  })
  expect(await findPrinters({ root, run: noCups })).toEqual([
    { url: 'usb:///dev/usb/lp0', model: 'Zebra Technologies ZTC ZD421-300dpi ZPL', language: 'zpl' },
    { url: 'usb:///dev/usb/lp1', model: 'TSC TE310[2J', language: 'tspl' },
    { url: 'usb:///dev/usb/lp2' },
  ])
})

test('serial ports by their lasting names, or else by those that they have', async () => {
  const plain = { 'dev/ttyUSB1': '', 'dev/ttyUSB0': '', 'dev/ttyACM0': '', 'dev/tty0': '' }
  expect(await findPrinters({ root: machine(plain), run: noCups })).toEqual(
    ['ttyACM0', 'ttyUSB0', 'ttyUSB1'].map((name) => ({ url: `serial:///dev/${name}` })),
  )
  const lasting = machine({ ...plain, 'dev/serial/by-id/usb-Prolific-if00-port0': '' })
  expect(await findPrinters({ root: lasting, run: noCups })).toEqual([
    { url: 'serial:///dev/serial/by-id/usb-Prolific-if00-port0' },
  ])
})

/** A queue that prints and one that is paused; a name that looks like an option is none. */
const twoQueues: RunCommand = async (_, [option, queue]) => {
  const stdout =
    option === '-e'
      ? 'Zebra\nStore\n-o\n'
      : `printer ${queue} ${queue === 'Zebra' ? 'is idle.' : 'disabled since'}`
  return { code: 0, stdout, stderr: '' }
}

test('queues and whether they are paused', async () => {
  expect(await findPrinters({ root: machine({}), run: twoQueues })).toEqual([
    { url: 'lp://Zebra', state: 'open' },
    { url: 'lp://Store', state: 'paused' },
  ])
})

test('a machine without any of it', async () => {
  expect(await findPrinters({ root: machine({}), run: noCups })).toEqual([])
})
