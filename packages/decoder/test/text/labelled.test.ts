import { describe, expect, test } from 'vitest'
import { createDecoder } from '@claimtag/decoder'
import { errorOf, reading, warningsOf } from './example.ts'

const KEY = '00112233445566778899AABBCCDDEEFF'
const labelled = { code: 'labelled-fields' }
const dropped = (field: string): object => ({ code: 'key-dropped', field })
const both = { devEui: 'A84041000181D4A8', joinEui: 'A840410000000107' }

describe('fields with names, as labels, mails, consoles and NFC tags have them', () => {
  test.each<[string, string, object, object[]]>([
    [
      'JSON',
      `{"DevEUI":"24E124136D456789","AppEUI":"24E124C0002A0001","AppKey":"${KEY}"}`,
      { devEui: '24E124136D456789', joinEui: '24E124C0002A0001' },
      [labelled, dropped('appKey')],
    ],
    [
      'lines of a table',
      `DevEUI=${both.devEui}\nAppEUI=${both.joinEui}\nAppKey=${KEY}`,
      both,
      [labelled, dropped('appKey')],
    ],
    [
      'Elsys over NFC',
      `DevEui:A81758FFFE000000\r\nAppEui:EE00000000001234\r\nAppKey:${KEY}`,
      { devEui: 'A81758FFFE000000', joinEui: 'EE00000000001234' },
      [labelled, dropped('appKey')],
    ],
    ['one field', 'DEVEUI:0004A310001AAED6', { devEui: '0004A310001AAED6' }, [labelled]],
    [
      'a label in one line',
      `DevEUI:${both.devEui},AppEUI:${both.joinEui},AppKey:${KEY}`,
      both,
      [labelled, dropped('appKey')],
    ],
    [
      'JSON of a console, indented',
      `{\n  "ids": { "device_id": "eui-a8", "dev_eui": "${both.devEui}", "join_eui": "${both.joinEui}" },\n  "root_keys": { "app_key": { "key": "${KEY}" } }\n}`,
      both,
      [labelled],
    ],
    [
      'words apart, and separators',
      'Device EUI (hex): A8-40-41-00-01-81-D4-A8; Join EUI (hex): A8 40 41 00 00 00 01 07',
      both,
      [labelled],
    ],
    [
      'a sentence',
      `Hello, the DevEUI: 0xa84041000181d4a8 and the Application EUI: ${both.joinEui}. NwkKey: ${KEY}, AppKey: ${KEY}. Thanks`,
      both,
      [labelled, dropped('nwkKey'), dropped('appKey')],
    ],
    [
      'with the token',
      `{"devEui":"${both.devEui}","appEui":"${both.joinEui}","ownerToken":"AB\\/+12=="}`,
      { ...both, ownerToken: 'AB/+12==' },
      [labelled],
    ],
    [
      'a claim code',
      `DevEUI: ${both.devEui}\nClaim code: A1B2-C3D4`,
      { devEui: both.devEui, ownerToken: 'A1B2-C3D4' },
      [labelled],
    ],
    [
      'the query of an address',
      `https://example.com/add?devEui=${both.devEui}&joinEui=${both.joinEui}`,
      both,
      [labelled, { code: 'code-in-url', position: 0 }],
    ],
    [
      'the same twice',
      `DevEUI: ${both.devEui}\nDEV EUI: a8:40:41:00:01:81:d4:a8`,
      { devEui: both.devEui },
      [labelled],
    ],
  ])('%s', (_, text, record, warnings) => {
    expect(reading(text)).toEqual(record)
    expect(warningsOf(text)).toEqual(warnings)
    expect(createDecoder().decode(text)).toMatchObject({ format: 'labelled-fields' })
  })
})

describe('what is wrong with them is said of the field', () => {
  test.each<[string, object]>([
    [
      'DevEUI: 0004A310001AAED',
      { code: 'wrong-length', field: 'devEui', position: 8, length: 15, expected: '16' },
    ],
    [
      'DevEUI: 0004A31O001AAED6',
      { code: 'invalid-character', field: 'devEui', position: 15, expected: 'hex digits' },
    ],
    ['DevEUI: 0004A31000XXXXXX', { code: 'placeholder', field: 'devEui', position: 8 }],
    [
      `DevEUI: ${both.devEui}, AppEUI: XXXXXXXXXXXXXXXX`,
      { code: 'placeholder', field: 'joinEui', position: 34 },
    ],
    [`AppEUI: ${both.joinEui}`, { code: 'missing-field', field: 'devEui' }],
    [
      `DevEUI: ${both.devEui}, AppEUI: ${both.joinEui}, JoinEUI: 70B3D57ED0000000`,
      { code: 'duplicate-element', field: 'joinEui', position: 61 },
    ],
    [
      `DevEUI: ${both.devEui}\nOwner token: A1\nowner_token: A2`,
      { code: 'duplicate-element', field: 'ownerToken', position: 54 },
    ],
  ])('%s', (text, error) => {
    expect(errorOf(text)).toMatchObject(error)
  })

  test('a token of points alone is none', () => {
    expect(reading('DevEUI: A84041000181D4A8, owner token: ...')).toEqual({ devEui: 'A84041000181D4A8' })
  })

  test('two devices are two codes', () => {
    const text = `1. DevEUI: ${both.devEui}\n2. DevEUI: 0004A310001AAED6`
    expect(errorOf(text)).toEqual({
      code: 'several-codes',
      kind: 'damaged',
      codes: [
        { position: 11, length: 28 },
        { position: 39, length: 16 },
      ],
    })
  })

  test.each([
    `AppKey: ${KEY}`,
    `Owner token: A1B2C3D4`,
    'DevEUI',
    'the DevEUI is on the label',
    '{"sn":"26W47"}',
  ])('without an EUI there is no device: %s', (text) => {
    expect(errorOf(text).kind).toBe('foreign')
  })
})
