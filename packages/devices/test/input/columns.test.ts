import { describe, expect, test } from 'vitest'
import { isKeyName } from '@claimtag/core'
import { DEVICE_FIELDS } from '../../src/device-field.ts'
import { roleOf, rolesOf, usualNames } from '../../src/input/columns.ts'

describe('a column is known by any of its usual names', () => {
  test.each([
    ['devEui', ['devEui', 'DevEUI', 'DEV_EUI', 'dev-eui', 'Device EUI', 'EUI', 'dev.eui']],
    ['joinEui', ['joinEui', 'JoinEUI', 'join_eui', 'AppEUI', 'app_eui', 'App EUI', 'application_eui']],
    ['ownerToken', ['ownerToken', 'Owner Token', 'owner_token', 'claim_authentication_code', 'token']],
    ['serialNumber', ['serialNumber', 'Serial', 'serial_number', 'S/N'.replace('/', ''), 'Serial No']],
    ['vendorId', ['vendorId', 'vendor_id']],
    ['vendorProfileId', ['vendorProfileId', 'profile-id']],
  ] as const)('%s', (field, names) => {
    expect(names.map((name) => roleOf(name, {}))).toEqual(names.map(() => ({ field })))
  })
})

test('everything else keeps its name', () => {
  expect(roleOf('Product Name', {})).toEqual({ column: 'Product Name' })
})

test('a mapping takes the place of the usual names', () => {
  expect(rolesOf(['Identity', 'devEui'], { devEui: 'Identity' })).toEqual([
    { field: 'devEui' },
    { column: 'devEui' },
  ])
})

test('no usual name of a column is taken for a key', () => {
  const names = DEVICE_FIELDS.flatMap((field) => usualNames(field))
  expect(names.filter((name) => isKeyName(name))).toEqual([])
  expect(() => names.map((name) => roleOf(name, {}))).not.toThrow()
})

test.each([
  'AppKey',
  'app_key',
  'NwkKey',
  'NWK KEY',
  'AppSKey',
  'root_keys.nwk_key.key',
  'AppKey (OTAA)',
  'Root AppKey',
])('%s is refused', (name) => {
  expect(() => roleOf(name, {})).toThrow(expect.objectContaining({ code: 'key-column' }))
  expect(() => roleOf(name, { devEui: name })).toThrow(expect.objectContaining({ code: 'key-column' }))
})
