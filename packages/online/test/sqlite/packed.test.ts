import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Operation } from '../../src/sql/operation.ts'
import { packed, unpacked } from '../../src/sqlite/packed.ts'

const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Uint8Array.from(bytes)),
)
const step = fc.record({
  statement: fc.constantFrom('insert' as const, 'find' as const, 'fill' as const),
  values: fc.array(value, { maxLength: 12 }),
})
const operation = fc.record(
  { first: step, onRow: step, onNone: step, isRead: fc.constant(true) },
  { requiredKeys: ['first'] },
)

test('what was packed and sent is unpacked as it was', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 20 }), (operations) => {
      const message = packed(operations as readonly Operation[])
      const sent = structuredClone(message, { transfer: [message.bytes.buffer] })
      expect(unpacked(sent)).toEqual(operations)
    }),
  )
})
