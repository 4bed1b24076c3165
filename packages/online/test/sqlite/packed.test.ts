import {
  array,
  assert,
  constant,
  constantFrom,
  double,
  integer,
  maxSafeInteger,
  oneof,
  property,
  record,
  string,
  uint8Array,
} from 'fast-check'
import { expect, test } from 'vitest'
import { packed, unpacked } from '../../src/sqlite/packed.ts'

const value = oneof(
  string(),
  integer(),
  // Times take more than 32 bits.
  maxSafeInteger(),
  double({ noNaN: true }).map((number) => number + 0),
  constant(null),
  uint8Array({ maxLength: 40 }).map((bytes) => Uint8Array.from(bytes)),
)
const step = record({
  statement: constantFrom('insert' as const, 'find' as const, 'fill' as const),
  values: array(value, { maxLength: 12 }),
})
const operation = record(
  { first: step, onRow: step, onNone: step, isRead: constant(true) },
  { requiredKeys: ['first'] },
)

test('what was packed and sent is unpacked as it was', () => {
  assert(
    property(array(operation, { maxLength: 20 }), (operations) => {
      const message = packed(operations)
      const sent = structuredClone(message, { transfer: [message.integers.buffer, message.bytes.buffer] })
      expect(unpacked(sent)).toEqual(operations)
    }),
  )
})

test('what is no text, number or bytes is refused, and not taken for NULL', () => {
  for (const strange of [undefined, true, 1n, {}, new DataView(new ArrayBuffer(4)), new Uint16Array(2)]) {
    const values = ['text', strange] as never
    expect(() => packed([{ first: { statement: 'insert', values } }])).toThrow(TypeError)
  }
})
