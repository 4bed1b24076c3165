import { expect, test } from 'vitest'
import { isKeyName } from '../../src/record/record.ts'

test.each([
  'AppKey',
  'app_key',
  'NWK KEY',
  'root_keys',
  'AppKeyHex',
  'appkey (base64)',
  'LoRaWAN AppKey',
  'otaa.app_key',
  'Application Key',
  'NwkSKey',
])('%s is a key', (name) => {
  expect(isKeyName(name)).toBe(true)
})

test.each(['key', 'keyboard', 'AppEUI', 'ownerToken', 'key_id', 'lorawan_version', 'hex', 'Monkey', ''])(
  '%s is none',
  (name) => {
    expect(isKeyName(name)).toBe(false)
  },
)
