import { describe, expect, test } from 'vitest'
import { encode, thingpark, thingparkBase64, tr005 } from '@claimtag/core'
import { errorOf, EXAMPLE, EXAMPLE_RECORD, reading, warningsOf } from './example.ts'

const device = {
  devEui: '0004A310001AAED6',
  joinEui: '70B3D57ED0000000',
  ownerToken: 'ABEiM0RVZneImaq7zN3u/w==',
}

/** US keys from left to right, row by row, and what a layout has there. */
const US = '`1234567890-=qwertyuiop[]asdfghjkl;\'zxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
const DVORAK = '`1234567890[]\',.pyfgcrl/=aoeuidhtns-;qjkxbmwvz~!@#$%^&*(){}"<>PYFGCRL?+AOEUIDHTNS_:QJKXBMWVZ'
const JIS = '`1234567890-^qwertyuiop@[asdfghjkl;:zxcvbnm,./`!"#$%&\'()0=~QWERTYUIOP`{ASDFGHJKL+*ZXCVBNM<>?'

function typedOn(layout: string, text: string): string {
  return text.replace(/[^]/g, (key) => layout[US.indexOf(key)]!)
}

describe('what a keyboard changed is undone where the checksum proves it', () => {
  test.each([
    ['no-shift', 'lw;d0;1122334455667788;aabbccddeeff0011;aabb1122;oaabbccddeeff;syywwnnnnnn;pfoobar;caf2c'],
    ['jis', 'LW+D0+1122334455667788+AABBCCDDEEFF0011+AABB1122+OAABBCCDDEEFF+SYYWWNNNNNN+PFOOBAR+CAF2C'],
    ['dvorak', 'N<SE0S1122334455667788SAAXXJJEE>>UU0011SAAXX1122SRAAXXJJEE>>UUSOFF<<BBBBBBSLURRXAPSJAU2J'],
    [
      'azerty-caps-lock',
      'lzmd0m1122334455667788mqqbbccddeeff0011mqqbb1122moqqbbccddeeffmsyyzznnnnnnmpfoobqrmcqf2c',
    ],
    ['azerty', 'LZMDàM&&éé""\'\'((--èè__MQQBBCCDDEEFFàà&&MQQBB&&ééMOQQBBCCDDEEFFMSYYZZNNNNNNMPFOOBQRMCQFéC'],
    ['qwertz', 'LWÖD0Ö1122334455667788ÖAABBCCDDEEFF0011ÖAABB1122ÖOAABBCCDDEEFFÖSZZWWNNNNNNÖPFOOBARÖCAF2C'],
    [
      'other-latin',
      'LWçD0ç1122334455667788çAABBCCDDEEFF0011çAABB1122çOAABBCCDDEEFFçSYYWWNNNNNNçPFOOBARçCAF2C',
    ],
    [
      'other-latin',
      'LWÑD0Ñ1122334455667788ÑAABBCCDDEEFF0011ÑAABB1122ÑOAABBCCDDEEFFÑSYYWWNNNNNNÑPFOOBARÑCAF2C',
    ],
  ])('%s: %s', (layout, text) => {
    expect(reading(text)).toEqual(EXAMPLE_RECORD)
    expect(warningsOf(text)).toEqual([{ code: 'keyboard-undone', layout }])
  })

  test.each([
    ['dvorak', DVORAK],
    ['jis', JIS],
  ])('a code of our own on %s', (layout, keys) => {
    const typed = typedOn(keys, encode(device, thingpark))
    expect(reading(typed)).toEqual(device)
    expect(warningsOf(typed)).toEqual([{ code: 'keyboard-undone', layout }])
  })

  test('base64 on a Japanese keyboard, which moves the plus, the slash or the equals signs', () => {
    const ownerToken = '+/+/+/+/+/+/+/+/+/+/+w=='
    const typed = typedOn(JIS, encode({ ...device, ownerToken }, thingparkBase64))
    expect(typed).toContain('~/~/')
    expect(reading(typed)).toEqual({ ...device, ownerToken })
  })

  test('base64 with Caps Lock on', () => {
    const code = encode(device, thingparkBase64)
    const typed = code.replace(/[a-z]/gi, (one) => (one < 'a' ? one.toLowerCase() : one.toUpperCase()))
    expect(reading(typed)).toEqual(device)
    expect(warningsOf(typed)).toEqual([{ code: 'keyboard-undone', layout: 'caps-lock' }])
  })

  test('with what a scanner sends after it', () => {
    expect(reading(`${typedOn(JIS, EXAMPLE)}\r\n`)).toEqual(EXAMPLE_RECORD)
  })
})

describe('where no checksum proves it, the advice is about the keyboard', () => {
  const IDS = 'LW:D0:70B3D57ED0000001:A84041000181D4A8:00000000:OA1B2C3D4'
  test.each([
    ['no-shift', 'urn;dev;lw;70b3d57ed0000000-0004a31000ffffff-00000000-vd53fffff'],
    ['azerty', 'URNMDEVMLZMèàB"D(èEDààààààà°ààà\'Q"&àààFFFFFF°àààààààà°VD("FFFFF'],
    ['no-shift', IDS.toLowerCase().replace(/:/g, ';')],
    ['jis', typedOn(JIS, IDS)],
    ['dvorak', typedOn(DVORAK, IDS)],
    ['qwertz', 'LWÖD0Ö70B3D57ED0000001ÖA84041000181D4A8Ö00000000'],
    // A character was lost, too.
    ['jis', typedOn(JIS, EXAMPLE.replace('FOOBAR', 'FOOAR'))],
  ])('%s: %s', (layout, text) => {
    expect(errorOf(text)).toEqual({ code: 'keyboard-layout', kind: 'damaged', layout })
  })

  test.each([
    ['ààà\'Q"&ààà&QQED-', 0],
    ['LW:D0:70B3D57ED0000001:A84041000181D4A8:00000000:SЖ', 50],
  ])('what no layout explains is named where it stands: %s', (text, position) => {
    expect(errorOf(text)).toEqual({ code: 'non-ascii-character', kind: 'damaged', position })
  })
})

test('a keyboard changes no DevEUI of digits and the letters that stay', () => {
  expect(reading('0004A310001AAED6')).toEqual({ devEui: '0004A310001AAED6' })
})

test('a damaged code that begins as it should is not blamed on the keyboard', () => {
  expect(errorOf(EXAMPLE.replace('FOOBAR', 'FOOAR')).code).toBe('checksum-mismatch')
  expect(errorOf(EXAMPLE.replace('FOOBAR', 'FOOAR').toLowerCase()).code).toBe('case-lost')
})

/** What an input method makes of a text. */
function wide(text: string): string {
  return text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))
}

describe('full-width characters of an input method are read as plain ones', () => {
  test('all of them, or what the input method changes alone', () => {
    for (const [text, position] of [
      [wide(EXAMPLE), 0],
      [EXAMPLE.replace(/:/g, '：'), 2],
    ] as const) {
      expect(reading(text)).toEqual(EXAMPLE_RECORD)
      expect(warningsOf(text)).toEqual([{ code: 'full-width', position }])
    }
  })

  test('every printable character', () => {
    const token = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i))
      .filter((one) => one !== ':' && one !== '%')
      .join('')
    expect(reading(wide(encode({ ...device, ownerToken: token }, tr005)))).toMatchObject({
      ownerToken: token,
    })
  })

  test('together with what else happens to a code, and places count from the text as it came', () => {
    expect(warningsOf(`　（${EXAMPLE.replace(/:/g, '：')}）`)).toEqual([
      { code: 'full-width', position: 0 },
      { code: 'surrounding-text', position: 0 },
    ])
    expect(warningsOf(wide(EXAMPLE.replace(/:/g, '+')))).toEqual([
      { code: 'full-width', position: 0 },
      { code: 'keyboard-undone', layout: 'jis' },
    ])
    expect(reading('DevEUI：0004A310001AAED6　AppEUI：70B3D57ED0000000')).toEqual({
      devEui: '0004A310001AAED6',
      joinEui: '70B3D57ED0000000',
    })
    expect(errorOf(wide(EXAMPLE.replace('CAF2C', 'CAF2D')))).toMatchObject({
      code: 'checksum-mismatch',
      position: 84,
    })
  })

  test('an ideographic space at the ends is white space as any other', () => {
    expect(warningsOf(`　${EXAMPLE}　`)).toEqual([{ code: 'surrounding-space', position: 0 }])
  })

  test('those behind a plain code are no part of its token', () => {
    const code = encode({ ...device, ownerToken: 'A1B2' }, tr005).replace(/:C....$/, '')
    for (const behind of ['，', '！', '）', '，next', '　next'])
      expect(errorOf(code + behind)).toMatchObject({
        code: 'non-ascii-character',
        position: code.length,
      })
    expect(reading(`设备码：${code}`)).toMatchObject({ ownerToken: 'A1B2' })
  })

  test('other characters than those keep the advice about the keyboard', () => {
    for (const text of ['设备：0004A310001AAED6', '０００４Ａ３１０００１ＡＡＥＤ６カ'])
      expect(errorOf(text)).toMatchObject({ code: 'non-ascii-character' })
  })
})
