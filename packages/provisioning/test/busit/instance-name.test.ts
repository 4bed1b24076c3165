import { array, assert, constantFrom, oneof, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { instanceName } from '../../src/busit/instance-name.ts'

const devEui = '70B3D57ED00A0004'

test.each([
  ['meter 7', 'meter 7'],
  ['0004', 'device 0004'],
  ['x', devEui],
  ['', devEui],
  ['--', devEui],
  ['  flat  -  cellar. ', 'flat cellar'],
  ['9'.repeat(200), `device ${'9'.repeat(143)}`],
])('%j becomes %j', (name, expected) => {
  expect(instanceName(name, devEui)).toBe(expected)
})

test('whatever the name is, Busit takes what becomes of it', () => {
  const units = oneof(constantFrom(' ', '.', '-', '_', '7'), string({ maxLength: 4 }))
  const names = array(units, { maxLength: 80 }).map((parts) => parts.join(''))
  assert(
    property(names, (name) => {
      const made = instanceName(name, devEui)
      expect(made.length).toBeGreaterThanOrEqual(2)
      expect(made.length).toBeLessThanOrEqual(150)
      expect(made).not.toMatch(/^[0-9]+$|^[\s_.-]|[\s_.-]{2,}|[\s_.-]$/)
    }),
  )
})
