import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { builtInFormats, DEVICE_FIELDS, isKeyName, isSecretName, LABEL_FIELDS } from '@claimtag/core'

const KEYS = [
  'AppKey',
  'NwkKey',
  'AppSKey',
  'NwkSKey',
  'FNwkSIntKey',
  'SNwkSIntKey',
  'NwkSEncKey',
  'JSIntKey',
  'JSEncKey',
  'GenAppKey',
  'McRootKey',
  'McKEKey',
  'McAppSKey',
  'McNetSKey',
  'RootKey',
  'KEK',
  'PSK',
  'ASTK',
  'AppKey (OTAA)',
  'Root AppKey',
  'AppKey_OTAA',
  'AppKey (128 bit)',
  'App Key MSB',
  'AES Key',
  'DevKey',
  'Network Session Key (NwkSKey)',
  'Application Session Key',
  'Network Key',
  'device key',
  'SecretKey',
  'privateKey',
  'private_key',
  'accessKey',
  'API key',
  'AES-128 Key',
  'AES128Key',
  'Key (OTAA)',
  'key_aes',
  'fNwkSIntKey',
  'deviceKey',
  'app_key',
  'NWK KEY',
  'root_keys',
  'root_keys.app_key.key',
  'otaa.app_key',
  'AppKeyHex',
  'appkey (base64)',
  'LoRaWAN AppKey',
  'LoRaWAN Key',
  'LORAWANAPPKEY',
  'APPSKEY',
  'APPKEYHEX',
  'FNWKSINTKEY',
  'appKeys',
  'AppKey2',
  'AppKey\n(hex)',
  '  appkey* ',
  'AS transport key',
  'asKey',
  'The AppKey!',
  "Clé d'application",
  'Clé de session',
  'clef secrète',
  'Anwendungsschlüssel',
  'Anwendungsschluessel',
  'Netzwerk-Sitzungsschlüssel',
  'AES-Schlüssel',
  'App-Schlüssel',
  'Clave de red',
  'clave de aplicación',
  'chiave di rete',
  'chave de sessão',
  'netwerksleutel',
  'Key of the device',
]

const OTHERS = [
  'key',
  'Keys',
  'Schlüssel',
  'Clé',
  'keyword',
  'Monkey',
  'Keyboard layout',
  'App keyboard',
  'Key account',
  'public key',
  'publicKey',
  'Device public key',
  'Product key',
  'key_id',
  'AppKey ID',
  'asKeyId',
  'keyId',
  'Red key',
  'Turkey',
  'Hockey app',
  'KeyWest',
  'Key device',
  'App',
  'hex',
  'AES',
  'Session',
  'lorawan_version',
  'AppEUI',
  'DevEUI',
  'ownerToken',
  'Article',
  'Vehicle',
  'Clearance',
  'Clé de produit',
  'S-Key',
  'SKEY',
  '',
]

test.each(KEYS)('%j is the name of a key', (name) => {
  expect(isKeyName(name)).toBe(true)
  expect(isSecretName(name)).toBe(true)
})

test.each(OTHERS)('%j is not', (name) => {
  expect(isKeyName(name)).toBe(false)
})

test.each([
  'ownerToken',
  'Owner Token',
  'token',
  'claim_authentication_code',
  'claim_authentication_code.value',
  'Claim code',
  'claimingCode',
  'authToken',
  'CAC',
  'OWNERTOKEN',
  'deviceClaimAuthenticationCode',
  'Token (hex)',
])('%s is a secret, though no key', (name) => {
  expect(isSecretName(name)).toBe(true)
  expect(isKeyName(name)).toBe(false)
})

test.each([
  'tokenType',
  'Token length',
  'product code',
  'Claim',
  'barcode',
  'code',
  'Article',
  'serialNumber',
])('%s is not a secret', (name) => {
  expect(isSecretName(name)).toBe(false)
})

test('no name of ours is that of a key, but that of the vendor who prints one', () => {
  const own = builtInFormats.flatMap(({ fields }) => fields.map(({ name }) => name))
  const names = [...DEVICE_FIELDS, ...LABEL_FIELDS, ...own, 'extra']
  expect(new Set(names.filter((name) => isKeyName(name)))).toEqual(new Set(['appKey']))
  expect(LABEL_FIELDS.filter(isSecretName)).toEqual([])
})

describe('a key stays one', () => {
  const key = fc.constantFrom(...KEYS.filter((name) => /^[A-Za-z]+$/.test(name)))
  const around = fc.constantFrom('', 'device 1', 'LoRaWAN', 'x', '2026', 'Gerät')
  const between = fc.constantFrom(' ', '_', '-', '.', ' / ', ' (', '\n', ': ')

  test('between other words', () => {
    fc.assert(
      fc.property(key, around, around, between, (name, before, after, gap) => {
        // The identifier of a key is not a key.
        expect(isKeyName(`${before}${gap}${name}${gap}${after}`)).toBe(true)
      }),
    )
  })

  test('in capitals, in small letters and with its words set apart', () => {
    fc.assert(
      fc.property(key, between, (name, gap) => {
        expect(isKeyName(name.toUpperCase())).toBe(true)
        expect(isKeyName(name.toLowerCase())).toBe(true)
        expect(isKeyName(name.replace(/(?<=[a-z])(?=[A-Z])/g, gap))).toBe(true)
      }),
    )
  })
})

test.each(['s', 'app', 'access', 'appkey', 'key ', 'é', 'S', 'net ', '1a'])(
  'a long name of nothing but %j is judged in time',
  (part) => {
    const start = process.cpuUsage()
    isKeyName(`${part.repeat(20_000)}keyx`)
    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000)
  },
)
