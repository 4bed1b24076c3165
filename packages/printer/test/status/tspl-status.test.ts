import { expect, test } from 'vitest'
import { createTsplReader } from '../../src/status/tspl-status.ts'

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

test('no more bytes are looked at than are needed to see that there are too many', () => {
  expect(createTsplReader().push(Uint8Array.of(0x20, 0x00), 2)).toHaveLength(2)
  expect(createTsplReader().push(Buffer.alloc(65_536), 2)).toHaveLength(2)
})
