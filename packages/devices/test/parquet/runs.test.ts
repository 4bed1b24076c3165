import { expect, test } from 'vitest'
import { assertDeltaHeader, assertRuns } from '../../src/parquet/runs.ts'

test('takes runs of as many values as there are', () => {
  expect(() => assertRuns(Uint8Array.of(0x14, 1), 1, 10)).not.toThrow()
  // One group of eight, bit-packed, and two of a run.
  expect(() => assertRuns(Uint8Array.of(0x03, 0xff, 0x04, 1), 1, 10)).not.toThrow()
})

test('refuses a run that is longer than the page, and a width that no value has', () => {
  expect(() => assertRuns(Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0x07, 1), 1, 10)).toThrow('damaged')
  expect(() => assertRuns(Uint8Array.of(0xff, 0xff, 0x03, 1), 1, 10)).toThrow('damaged')
  expect(() => assertRuns(Uint8Array.of(0x14, 1), 33, 10)).toThrow('damaged')
})

test('takes only the blocks of deltas that are in use', () => {
  expect(() => assertDeltaHeader(Uint8Array.of(0x80, 0x01, 0x04))).not.toThrow()
  expect(() => assertDeltaHeader(Uint8Array.of(0x80, 0x01, 0x00))).toThrow('damaged')
  expect(() => assertDeltaHeader(Uint8Array.of(0x01, 0x01))).toThrow('damaged')
  expect(() => assertDeltaHeader(Uint8Array.of(0x80))).toThrow('damaged')
})
