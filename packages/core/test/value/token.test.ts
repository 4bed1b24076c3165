import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, defineFormat, encode, type IssuedForm, formatToken } from '@claimtag/core'

const bytes = Uint8Array.from([0x00, 0x11, 0xfb, 0xff])

test.each<[IssuedForm, string]>([
  ['base64', 'ABH7/w=='],
  ['base64url', 'ABH7_w'],
  ['hex', '0011FBFF'],
  ['hex-lower', '0011fbff'],
  ['text', '0011FBFF'],
])('prints a token issued as %s', (form, text) => {
  expect(formatToken(bytes, form)).toBe(text)
})

test.each<IssuedForm>(['base64', 'base64url', 'hex', 'hex-lower', 'text'])(
  'what is printed as %s is what a format of that form carries',
  (issued) => {
    const format = defineFormat({
      id: 'acme',
      title: 'ACME',
      prefix: 'A:',
      separator: ':',
      fields: [{ name: 'devEui' }, { name: 'ownerToken', issued }],
    })
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (value) => {
        const device = { devEui: '0004A310001AAED6', ownerToken: formatToken(value, issued) }
        expect(decode(encode(device, format), [format])).toMatchObject({ ok: true, record: device })
      }),
    )
  },
)
