import { expect, test } from 'vitest'
import { parsePrinterUrl, printerUrl } from '../src/address.ts'

test.each([
  ['tcp://192.0.2.7:9101', '192.0.2.7', 9101],
  ['tcp://printer-3.line', 'printer-3.line', 9100],
  ['tcp://printer/', 'printer', 9100],
  ['tcp://[2001:db8::1]:6101', '2001:db8::1', 6101],
])('%s', (url, host, port) => expect(parsePrinterUrl(url)).toEqual({ host, port }))

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
])('%s is refused, and not repeated in the message', (url) => {
  let thrown: unknown
  try {
    parsePrinterUrl(url)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({ code: 'printer-address' })
  expect(String(thrown)).not.toContain('secret')
})

test.each(['tcp://192.0.2.7:9101', 'tcp://[2001:db8::1]:6101'])('%s is written as it was read', (url) =>
  expect(printerUrl(parsePrinterUrl(url))).toBe(url),
)
