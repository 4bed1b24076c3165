import { expect, test } from 'vitest'
import { createTsplReader } from '../src/tspl-status.ts'

// The table of the TSPL/TSPL2 Programming Manual under <ESC>!?, and the two optional bits.
test.each([
  [0x00, undefined, true],
  [0x01, 'head-open', true],
  [0x02, 'paper-jam', true],
  [0x03, 'head-open', true],
  [0x04, 'paper-out', true],
  [0x05, 'head-open', true],
  [0x08, 'ribbon-out', true],
  [0x0a, 'paper-jam', true],
  [0x0c, 'paper-out', true],
  [0x10, 'paused', true],
  [0x20, undefined, false],
  [0x24, 'paper-out', false],
  [0x40, 'head-open', true],
  [0x80, 'fault', true],
])('%i', (byte, pause, idle) => {
  expect(createTsplReader().push(Uint8Array.of(byte), 1)).toEqual([{ pause, idle }])
})

test('more bytes than were asked for are no status', () => {
  expect(createTsplReader().push(Buffer.from('\u0000\u0000'), 1)).toEqual([])
  expect(createTsplReader().push(Buffer.from('HTTP/1.1'), 1)).toEqual([])
  expect(createTsplReader().push(Uint8Array.of(0x20, 0x00), 2)).toHaveLength(2)
})
