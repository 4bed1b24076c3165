import { describe, expect, test } from 'vitest'
import { parsePrinterUrl, type PrinterAddress, printerUrl } from '../src/address.ts'

const serial = { transport: 'serial', path: '/dev/ttyUSB0', baud: 9600, flow: 'none' } as const

test.each([
  ['tcp://192.0.2.7:9101', { transport: 'tcp', host: '192.0.2.7', port: 9101 }],
  ['tcp://printer-3.line', { transport: 'tcp', host: 'printer-3.line', port: 9100 }],
  ['tcp://printer/', { transport: 'tcp', host: 'printer', port: 9100 }],
  ['tcp://[2001:db8::1]:6101', { transport: 'tcp', host: '2001:db8::1', port: 6101 }],
  ['usb:///dev/usb/lp0', { transport: 'usb', path: '/dev/usb/lp0' }],
  ['serial:///dev/ttyUSB0', serial],
  ['serial:///dev/ttyUSB0?baud=115200&flow=rts', { ...serial, baud: 115_200, flow: 'rts' }],
  ['serial:///dev/ttyUSB0?flow=xon', { ...serial, flow: 'xon' }],
  ['serial://COM3?baud=38400', { ...serial, path: 'COM3', baud: 38_400 }],
  ['lp://Zebra_ZD421', { transport: 'lp', queue: 'Zebra_ZD421' }],
  ['file://printer.bin', { transport: 'file', path: 'printer.bin' }],
  ['file:///var/spool/labels 1.zpl', { transport: 'file', path: '/var/spool/labels 1.zpl' }],
  ['\\\\bench-4\\Zebra', { transport: 'file', path: '\\\\bench-4\\Zebra' }],
] satisfies [string, PrinterAddress][])('%s', (url, address) => {
  expect(parsePrinterUrl(url)).toEqual(address)
  expect(parsePrinterUrl(printerUrl(address))).toEqual(address)
})

describe('is refused, and not repeated in the message', () => {
  test.each([
    'printer:9100',
    'http://printer:9100',
    'tcp://',
    'tcp://printer:0',
    'tcp://printer:99999',
    'tcp://printer/queue',
    'tcp://user:secret@printer',
    'tcp://printer?x=1',
    '',
    'usb://lp0',
    'usb://',
    'serial://',
    'serial:///dev/ttyUSB0?speed=9600',
    'serial:///dev/ttyUSB0?baud=fast',
    'serial:///dev/ttyUSB0?baud=0',
    'serial:///dev/ttyUSB0?flow=cts',
    'serial:///dev/ttyUSB0?baud=9600?flow=rts',
    'lp://',
    'lp://-o/etc/passwd',
    'lp://--help',
    'lp://two words',
    'lp://a/b',
    'lp://secret\u001b[2J',
    'file://',
    'file://a\nb',
    '\\\\host',
    '\\\\host\\share\\file',
  ])('%j', (url) => {
    let thrown: unknown
    try {
      parsePrinterUrl(url)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ code: 'printer-address' })
    expect(String(thrown)).not.toContain('secret')
  })
})
